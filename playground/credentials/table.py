"""Rows for a person: as a semantic HTML table, and the same as aligned text."""

from collections.abc import Sequence
from html import escape

__all__ = ["html_table", "text_table"]

_GAP = "  "


def html_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a `<table>` whose first column names its rows; every text is escaped."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "".join(f"<tr>{_cells(row)}</tr>" for row in rows)
    return (
        f"<table><caption>{escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def text_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return *caption* and one line a row, in columns as wide as their longest text."""
    lines = [columns, *rows] if rows else []
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        _GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join([caption, *padded])


def _cells(row: Sequence[str]) -> str:
    first, *rest = row
    others = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
    return f'<th scope="row">{escape(first)}</th>{others}'
