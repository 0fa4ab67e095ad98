"""Rows for a person: as a semantic HTML table, and the same as aligned text."""

from collections.abc import Sequence
from html import escape
from typing import TypeAlias

__all__ = ["Cell", "Prose", "Verbatim", "html_table", "prose_html", "text_table"]

_GAP = "  "
# Notebooks align cells to the right, as befits figures; ours hold words.
_LEFT = 'style="text-align:left"'


class Prose(str):
    """A sentence in which what stands between backticks is code."""

    __slots__ = ()


class Verbatim(str):
    """A text whose lines and spaces count, such as a body."""

    __slots__ = ()


Cell: TypeAlias = str | tuple[str, ...]
"""One text, or several that stand in a list."""


def html_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return a `<table>` whose first column names its rows; no *columns*, no head."""
    cells = "".join(f'<th scope="col" {_LEFT}>{escape(column)}</th>' for column in columns)
    head = f"<thead><tr>{cells}</tr></thead>" if columns else ""
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f"<table><caption {_LEFT}>{_content(caption)}</caption>{head}<tbody>{body}</tbody></table>"
    )


def prose_html(text: str) -> str:
    """Return *text* as HTML, with `<code>` for what stands between backticks."""
    parts = enumerate(map(escape, text.split("`")))
    return "".join(f"<code>{part}</code>" if number % 2 else part for number, part in parts)


def text_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return *caption* and one line a row, in columns as wide as their longest text."""
    lines = [*([columns] if columns else []), *rows] if rows else []
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        _GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join([caption, *padded])


def _cells(row: Sequence[Cell]) -> str:
    first, *rest = row
    others = "".join(f"<td {_LEFT}>{_content(cell)}</td>" for cell in rest)
    return f'<th scope="row" {_LEFT}>{_content(first)}</th>{others}'


def _content(cell: Cell) -> str:
    if isinstance(cell, Verbatim):
        return f"<pre>{escape(cell)}</pre>"
    if isinstance(cell, Prose):
        return prose_html(cell)
    if isinstance(cell, str):
        return escape(cell)
    if len(cell) == 1:
        return _content(cell[0])
    items = "".join(f"<li>{_content(text)}</li>" for text in cell)
    return f"<ul>{items}</ul>"
