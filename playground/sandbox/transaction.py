"""One transaction: statements of one request, for one tenant."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Executable, Table

from playground.sandbox.debts import Debt, Debts
from playground.sandbox.memory import Memory
from playground.sandbox.prepared import Copying, Cursor, Prepared, Record, Statements

__all__ = ["Transaction"]

_Thing = TypeVar("_Thing")


class Transaction:
    """
    Statements of one request, for one tenant: all of them hold, or none.

    `written` are the tables that they have changed.
    """

    __slots__ = ("_cursor", "_debts", "_memory", "_statements", "has_wiped", "tenant", "written")

    def __init__(
        self,
        cursor: Cursor,
        statements: Statements,
        *,
        tenant: str,
        memory: Memory | None = None,
        debts: Debts | None = None,
    ) -> None:
        self._debts = debts
        self._cursor = cursor
        self._statements = statements
        self._memory = memory
        self.tenant = tenant
        self.written: set[Table] = set()
        self.has_wiped = False

    def rows(self, statement: Executable, **parameters: Any) -> list[Record]:
        """Return what *statement* selects; `:in_tenant` is bound to the transaction's."""
        return self._executed(statement, parameters).records(self._cursor)

    def row(self, statement: Executable, **parameters: Any) -> Record | None:
        """Return the first row that *statement* selects, or None."""
        return self._executed(statement, parameters).record(self._cursor)

    def run(self, statement: Executable, **parameters: Any) -> int:
        """Execute *statement*, and return how many rows it changed."""
        self._executed(statement, parameters)
        return int(self._cursor.rowcount)

    def run_later(self, statement: Executable, **parameters: Any) -> None:
        """Execute *statement*, not later than the next one; nobody asks what it changed."""
        prepared, bound = self._prepared(statement, parameters)
        self._cursor.executemany(prepared.sql, [bound])

    def cancel(self, table: Table) -> None:
        """Have nothing more written to *table* for what was copied before."""
        if self._debts is not None:
            self._debts.due([table], tenant=self.tenant)

    @property
    def changes_who_calls(self) -> bool:
        """Whether a table was changed that callers are recognised by."""
        return any("tells_who_calls" in table.info for table in self.written)

    def caller(self, name: str, read: Callable[[], _Thing | None]) -> _Thing | None:
        """Return what *read* gives of a caller; a store of this process alone reads it once."""
        if self._memory is None or self.changes_who_calls:
            return read()
        return self._memory.of((self.tenant, name), read)

    def add(self, table: Table, *rows: Mapping[str, Any]) -> None:
        """Insert *rows*, which all have the same columns, into *table*."""
        if rows:
            prepared = self._insertion(table, ("tenant", *rows[0]))
            bound = [prepared.bound({"tenant": self.tenant, **row}) for row in rows]
            self._cursor.executemany(prepared.sql, bound)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo what is done inside on any exception, and go on with what was done before."""
        if self._debts is not None:
            self._pay(self._debts.due(self._debts.of(self.tenant), tenant=self.tenant))
        connection = getattr(self._cursor, "connection", None)
        if not getattr(connection, "in_transaction", True):
            self._cursor.execute("BEGIN")  # SQLite's driver would wait for the first write
        self._cursor.execute("SAVEPOINT attempt")
        try:
            yield
            self._cursor.execute("RELEASE SAVEPOINT attempt")
        except BaseException:
            self._cursor.execute("ROLLBACK TO SAVEPOINT attempt")
            self._cursor.execute("RELEASE SAVEPOINT attempt")
            raise

    def copy(self, table: Table, columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> None:
        """
        Insert many rows into *table*: tuples of *columns*, in the order of the table's.

        A store in memory does it when somebody looks at the table.
        """
        if self._debts is not None:
            self._debts.owe(table, Debt(columns=columns, values=values), tenant=self.tenant)
        else:
            self._copy(table, columns, values)

    def _copy(
        self, table: Table, columns: Sequence[str], values: Sequence[tuple[Any, ...]]
    ) -> None:
        if not values:
            return
        if isinstance(self._cursor, Copying):
            rows = ((self.tenant, *row) for row in values)
            self.written.add(table)
            self._cursor.copy(table.name, ("tenant", *columns), rows)
        else:
            prepared = self._insertion(table, ("tenant", *columns))
            bound = prepared.many(("tenant", *columns), [(self.tenant, *row) for row in values])
            self._cursor.executemany(prepared.sql, bound)

    def _executed(self, statement: Executable, parameters: Mapping[str, Any]) -> Prepared:
        prepared, bound = self._prepared(statement, parameters)
        self._cursor.execute(prepared.sql, bound)
        return prepared

    def _prepared(
        self, statement: Executable, parameters: Mapping[str, Any]
    ) -> tuple[Prepared, Any]:
        prepared = self._statements.of(statement)
        if self._debts is not None:
            self._pay(self._debts.due(prepared.tables, tenant=self.tenant))
        if prepared.writes is not None:
            self.written.add(prepared.writes)
        return prepared, prepared.bound({"in_tenant": self.tenant, **parameters})

    def _pay(self, due: Mapping[Table, Debt]) -> None:
        for table, debt in due.items():
            self._copy(table, debt.columns, debt.values)

    def _insertion(self, table: Table, columns: Sequence[str]) -> Prepared:
        self.written.add(table)
        return self._statements.insertion(table, columns)
