"""The rows of a database as pieces of text, each with the way to delete it."""

from collections.abc import Iterable, Iterator, Sequence
import sqlite3
from typing import Any, NamedTuple

from playground.cli.leftovers.yupdates import text_of
from playground.guard import Piece, Place
from playground.guard.piece import Segment

__all__ = ["Row", "Selection", "deleted", "rows"]

_PLACE = Place(part="text")
_DOCUMENT, _UPDATE = "path", "yupdate"


class Selection(NamedTuple):
    """The rows of a table in which a column has a value."""

    table: str
    column: str
    value: Any


class Row(NamedTuple):
    """A row's text, where people see it, and what selects it."""

    piece: Piece
    where: str
    selection: Selection


def rows(connection: sqlite3.Connection) -> Iterator[Row]:
    """Yield the text of each row; a collaborative document's rows are read, and deleted, as one."""
    for table in _tables(connection):
        columns = [
            str(row[1]) for row in connection.execute(f"PRAGMA table_info({_quoted(table)})")
        ]
        if {_DOCUMENT, _UPDATE} <= set(columns):
            yield from _documents(connection, table)
        else:
            yield from _rows(connection, table, columns)


def deleted(connection: sqlite3.Connection, chosen: Iterable[Selection]) -> None:
    """Delete the rows *chosen*."""
    for table, column, value in chosen:
        condition = f"{_quoted(table)} WHERE {_quoted(column)} = ?"
        connection.execute(f"DELETE FROM {condition}", (value,))  # noqa: S608  quoted names


def _tables(connection: sqlite3.Connection) -> list[str]:
    listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%'"
    return [row[0] for row in connection.execute(f"{listed} ESCAPE '\\'")]


def _rows(connection: sqlite3.Connection, table: str, columns: Sequence[str]) -> Iterator[Row]:
    try:
        found = connection.execute(f"SELECT rowid, * FROM {_quoted(table)}")  # noqa: S608  quoted
    except sqlite3.OperationalError:
        return  # it has no rowid; the file's bytes are looked at all the same
    for number, *values in found:
        text = "\n".join(filter(None, map(_text, values)))
        if text:
            named = dict(zip(columns, values, strict=True))
            yield Row(_piece(text), _where(table, number, named), Selection(table, "rowid", number))


def _documents(connection: sqlite3.Connection, table: str) -> Iterator[Row]:
    updates: dict[Any, list[bytes]] = {}
    ask = f"SELECT {_DOCUMENT}, {_UPDATE} FROM {_quoted(table)} ORDER BY rowid"  # noqa: S608  quoted
    for document, update in connection.execute(ask):
        updates.setdefault(document, []).append(update if isinstance(update, bytes) else b"")
    for document, stored in updates.items():
        yield Row(_piece(text_of(stored)), str(document), Selection(table, _DOCUMENT, document))


def _piece(text: str) -> Piece:
    return Piece(place=_PLACE, segments=(Segment((), text),), language="python")


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "surrogateescape")
    return value if isinstance(value, str) else ""


def _where(table: str, number: int, named: dict[str, Any]) -> str:
    if {"session", "line"} <= set(named):
        return f"session {named['session']}, line {named['line']}"
    return f"table {table}, row {number}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
