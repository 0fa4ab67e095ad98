"""Rows written as a file, in CSV or JSON."""

from collections.abc import Iterable, Mapping, Sequence
import csv
import io
from typing import Any

from playground.sandbox.envelope import encoded

__all__ = ["MEDIA_TYPES", "SEPARATOR", "written"]

MEDIA_TYPES: Mapping[str, str] = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
SEPARATOR = ";"
"""What stands between the entries of a list within one cell."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def written(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], *, form: str) -> str:
    """
    Return *columns* of *rows* as the text of a file.

    Args:
        rows: objects of JSON; what a row lacks is empty.
        columns: which fields, in this order.
        form: `csv` (RFC 4180, with a header) or `json` (a list of objects).
    """
    if form == "json":
        return encoded([{name: row.get(name) for name in columns} for row in rows])
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return text.getvalue()


def _cell(value: Any) -> Any:
    """Return *value* as CSV writes it; what a spreadsheet would take for a formula is quoted."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return SEPARATOR.join(map(str, value))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
