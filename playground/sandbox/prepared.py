"""
Statements, written by SQLAlchemy and executed by the driver.

SQLAlchemy compiles each statement once for the database at hand; going past its execution layer
makes a request two to three times as fast (decision 0031).
"""

from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeAlias, cast, runtime_checkable

from sqlalchemy import Executable, Table, insert
from sqlalchemy.engine import Dialect
from sqlalchemy.sql import visitors

__all__ = ["Copying", "Cursor", "Prepared", "Record", "Statements"]

Cursor: TypeAlias = Any
"""A cursor of PEP 249; drivers share no type."""


@runtime_checkable
class Copying(Protocol):
    """A cursor that has a faster way for many rows than one statement each."""

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Insert *rows* of *columns* into *table*."""


Record: TypeAlias = Any
"""A named tuple, its fields named as the columns are."""


class Prepared:
    """
    One statement in the words of one database.

    `writes` is the table that it changes, `tables` are all that it looks at or changes.
    """

    __slots__ = ("_defaults", "_names", "_record", "sql", "tables", "writes")

    def __init__(
        self, statement: Executable, dialect: Dialect, *, columns: Sequence[str] | None = None
    ) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)  # type: ignore[attr-defined]  # all of ours can be compiled
        self.sql = str(compiled)
        self._names: Sequence[str] | None = compiled.positiontup
        self._defaults: Mapping[str, Any] = compiled.params
        self.writes: Table | None = getattr(statement, "table", None)
        self.tables = frozenset(
            found for found in visitors.iterate(cast("Any", statement)) if isinstance(found, Table)
        )
        self._record: Any = None

    def bound(self, given: Mapping[str, Any]) -> Any:
        """Return *given* as the driver takes it: by position or by name."""
        values = {**self._defaults, **given}
        if self._names is None:
            return values
        return [values[name] for name in self._names]

    def many(self, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> Sequence[Any]:
        """Return *rows*, tuples of *columns*, as the driver takes them."""
        if self._names is not None and tuple(self._names) == tuple(columns):
            return rows
        return [self.bound(dict(zip(columns, row, strict=True))) for row in rows]

    def records(self, cursor: Cursor) -> list[Record]:
        """Return what *cursor* holds."""
        return [*map(self._maker(cursor), cursor.fetchall())]

    def record(self, cursor: Cursor) -> Record | None:
        """Return the first row that *cursor* holds, or None."""
        row = cursor.fetchone()
        return None if row is None else self._maker(cursor)(row)

    def _maker(self, cursor: Cursor) -> Any:
        if self._record is None:
            names = [column[0] for column in cursor.description]
            record: Any = namedtuple  # noqa: PYI024  its fields are known only now
            self._record = record("Record", names, rename=True)._make
        return self._record


class Statements:
    """The statements of one database, each compiled when it is first executed."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[Executable, Prepared] = {}
        self._insertions: dict[tuple[str, ...], Prepared] = {}

    def of(self, statement: Executable) -> Prepared:
        """Return *statement*, compiled."""
        known = self._known.get(statement)
        if known is None:
            known = self._known[statement] = Prepared(statement, self._dialect)
        return known

    def insertion(self, table: Table, columns: Sequence[str]) -> Prepared:
        """Return the statement that inserts *columns* into *table*."""
        key = (table.name, *columns)
        known = self._insertions.get(key)
        if known is None:
            known = Prepared(insert(table), self._dialect, columns=columns)
            self._insertions[key] = known
        return known
