"""Links out of a CSV file: which line holds what, and what is wrong with the file as a whole."""

from collections.abc import Callable, Iterator, Mapping
import csv
import io
from typing import Any

from playground.sandbox.refusal import Refusal, invalid
from playground.sandbox.resources.batch import Item
from playground.sandbox.resources.rows_file import SEPARATOR

__all__ = ["COLUMNS", "read_links"]

_MOST = 1000


def _whole(cell: str) -> Any:
    return int(cell) if cell.isdecimal() and cell.isascii() else cell


def _truth(cell: str) -> Any:
    return {"true": True, "false": False}.get(cell.lower(), cell)


def _list(cell: str) -> Any:
    return [entry.strip() for entry in cell.split(SEPARATOR) if entry.strip()]


COLUMNS: Mapping[str, Callable[[str], Any]] = {
    "destinationUrl": str,
    "shortCode": str,
    "title": str,
    "description": str,
    "campaignId": str,
    "externalId": str,
    "enabled": _truth,
    "expiresAt": str,
    "clicksLimit": _whole,
    "tags": _list,
}


def read_links(text: str, *, pointer: str) -> list[Item]:
    """
    Return the links in *text*, each with the number of its line, from 1.

    Args:
        text: CSV with a header (RFC 4180); an empty cell names nothing.
        pointer: where in the request the text stands.

    Raises:
        Refusal: the file as a whole is wrong: its header, its quotes, its length.
    """
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _refuse_header(header, pointer)
        items = list(_items(reader, header, pointer))
    except csv.Error as error:
        raise _wrong(pointer, reader.line_num, str(error)) from None
    if not items:
        raise _wrong(pointer, 1, "there is no line after the header")
    return items


def _items(reader: Any, header: list[str], pointer: str) -> Iterator[Item]:
    begin = reader.line_num + 1
    for number, row in enumerate(reader, 1):
        if number > _MOST:
            raise _wrong(pointer, begin, f"a file may have {_MOST} links at most")
        if any(row):
            if len(row) != len(header):
                message = f"{len(row)} cells under a header of {len(header)}"
                raise _wrong(pointer, begin, message)
            cells = zip(header, map(str.strip, row), strict=True)
            yield begin, {name: COLUMNS[name](cell) for name, cell in cells if cell}
        begin = reader.line_num + 1


def _refuse_header(header: list[str], pointer: str) -> None:
    for name in header:
        if name not in COLUMNS:
            raise _wrong(pointer, 1, f"unknown column {name!r}; known: {', '.join(COLUMNS)}")
        if header.count(name) > 1:
            raise _wrong(pointer, 1, f"the column {name!r} stands twice")
    if "destinationUrl" not in header:
        raise _wrong(pointer, 1, "the column 'destinationUrl' is missing")


def _wrong(pointer: str, line: int, message: str) -> Refusal:
    return invalid(pointer, f"line {line}: {message}")
