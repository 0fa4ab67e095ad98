"""The operations of a session's document, as a table that a person can read."""

from collections.abc import Iterator, Mapping

from playground.openapi import Operation
from playground.table import html_table, text_table

__all__ = ["OperationTable"]

_COLUMNS = ("Operation", "Request", "Does")


class OperationTable(Mapping[str, Operation]):
    """Operations by id; an unknown id raises `UnknownOperation`, with the nearest ones."""

    def __init__(self, operations: Mapping[str, Operation], *, title: str) -> None:
        self._operations = operations
        self._title = title

    def __getitem__(self, operation_id: str) -> Operation:
        return self._operations[operation_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._operations)

    def __len__(self) -> int:
        return len(self._operations)

    def __contains__(self, operation_id: object) -> bool:
        return operation_id in self._operations

    def __repr__(self) -> str:
        return text_table(self._caption, _COLUMNS, self._rows())

    def _repr_html_(self) -> str:
        return html_table(self._caption, _COLUMNS, self._rows())

    @property
    def _caption(self) -> str:
        return f"{self._title}: {len(self)} operations"

    def _rows(self) -> list[tuple[str, ...]]:
        return [
            (one.id, f"{one.method.upper()} {one.path}", one.summary)
            for one in self._operations.values()
        ]
