"""The store: one transaction a request, over SQLite in memory, a SQLite file or PostgreSQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from functools import cache
from threading import RLock
from typing import Any, TypeVar

from sqlalchemy import Engine, Executable, Table, bindparam, create_engine, event, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from playground.errors import SandboxError
from playground.sandbox.memory import Memory
from playground.sandbox.prepared import Cursor, Prepared, Record, Statements
from playground.sandbox.tables import METADATA, tenants

__all__ = ["MEMORY", "Store", "Transaction", "Unavailable"]

MEMORY = "sqlite://"

_LOCK = 4_711_000_815
_Thing = TypeVar("_Thing")


class Unavailable(Exception):
    """The database does not answer any more."""


class Transaction:
    """Statements of one request, for one tenant: all of them hold, or none."""

    __slots__ = ("_cursor", "_memory", "_statements", "changes_who_calls", "tenant")

    def __init__(
        self,
        cursor: Cursor,
        statements: Statements,
        *,
        tenant: str,
        memory: Memory | None = None,
    ) -> None:
        self._cursor = cursor
        self._statements = statements
        self._memory = memory
        self.tenant = tenant
        self.changes_who_calls = False

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
        if not getattr(self._cursor.connection, "in_transaction", True):
            self._cursor.execute("BEGIN")  # SQLite's driver would wait for the first write
        self._cursor.execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._cursor.execute("ROLLBACK TO SAVEPOINT attempt")
            raise
        finally:
            self._cursor.execute("RELEASE SAVEPOINT attempt")

    def copy(self, table: Table, columns: Sequence[str], values: Sequence[tuple[Any, ...]]) -> None:
        """Insert many rows into *table*: tuples of *columns*, in the order of the table's."""
        if values:
            prepared = self._insertion(table, ("tenant", *columns))
            bound = prepared.many(("tenant", *columns), [(self.tenant, *row) for row in values])
            self._cursor.executemany(prepared.sql, bound)

    def _executed(self, statement: Executable, parameters: Mapping[str, Any]) -> Prepared:
        prepared = self._statements.of(statement)
        self.changes_who_calls |= prepared.changes_who_calls
        self._cursor.execute(prepared.sql, prepared.bound({"in_tenant": self.tenant, **parameters}))
        return prepared

    def _insertion(self, table: Table, columns: Sequence[str]) -> Prepared:
        prepared = self._statements.insertion(table, columns)
        self.changes_who_calls |= prepared.changes_who_calls
        return prepared


class Store:
    """
    Where the sandbox keeps its state.

    SQLite has one connection, and one request at a time; PostgreSQL has as many as it allows.
    """

    def __init__(self, url: str = MEMORY) -> None:
        """
        Open the database at *url* and create the tables that it lacks.

        Raises:
            SandboxError: there is no such database, or it cannot be reached.
        """
        try:
            self._engine = _engine(url)
            with self.alone():
                METADATA.create_all(self._engine)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise SandboxError("this is no database address", next_step=_FORMS) from error
        except SQLAlchemyError as error:
            raise SandboxError("the database cannot be opened", next_step=_FORMS) from error
        self._statements = Statements(self._engine.dialect)
        self._one_at_a_time = RLock() if self.kind != "postgresql" else None
        self._connection = self._engine.raw_connection() if self._one_at_a_time else None
        self._memory = Memory() if self._one_at_a_time else None

    @property
    def kind(self) -> str:
        """`memory`, `sqlite` or `postgresql`."""
        name = self._engine.dialect.name
        return "memory" if name == "sqlite" and not self._engine.url.database else name

    @property
    def is_shared(self) -> bool:
        """Whether several processes may use it at once."""
        return self._one_at_a_time is None

    @contextmanager
    def transaction(self, *, tenant: str) -> Iterator[Transaction]:
        """Give a transaction of *tenant*: committed at the end, rolled back on any exception."""
        if self._connection is None or self._one_at_a_time is None:
            with self._borrowed() as connection:
                yield from self._guarded(connection, tenant)
        else:
            with self._one_at_a_time:
                yield from self._guarded(self._connection, tenant)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other process set something up meanwhile; only PostgreSQL is shared by any."""
        if self.kind != "postgresql":
            yield
            return
        with self._engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK})

    def wipe(self, transaction: Transaction) -> None:
        """Delete everything of the transaction's tenant but what it is called."""
        for statement in _wipes():
            transaction.run(statement)

    def close(self) -> None:
        """Close every connection, once nobody uses it; what is in memory is gone."""
        with self._one_at_a_time or nullcontext():
            if self._connection is not None:
                self._connection.close()
            self._engine.dispose()

    @contextmanager
    def _borrowed(self) -> Iterator[Any]:
        """Give a connection of the pool; one that is lost is not used again."""
        connection = self._engine.raw_connection()
        try:
            yield connection
        except self._engine.dialect.loaded_dbapi.OperationalError as error:
            connection.invalidate()
            raise Unavailable from error
        finally:
            connection.close()

    def _guarded(self, connection: Any, tenant: str) -> Iterator[Transaction]:
        cursor = connection.cursor()
        transaction = Transaction(cursor, self._statements, tenant=tenant, memory=self._memory)
        try:
            yield transaction
        except BaseException:
            with suppress(self._engine.dialect.loaded_dbapi.OperationalError):
                connection.rollback()
            raise
        else:
            connection.commit()
        finally:
            if transaction.changes_who_calls and self._memory is not None:
                self._memory.forget()
            cursor.close()


@cache
def _wipes() -> tuple[Executable, ...]:
    """Return what empties every table, once all modules have declared theirs."""
    return tuple(
        table.delete().where(table.c.tenant == bindparam("in_tenant"))
        for table in reversed(METADATA.sorted_tables)
        if table is not tenants
    )


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, max_overflow=-1)
    engine = create_engine(
        url, poolclass=StaticPool, connect_args={"check_same_thread": False, "timeout": 10}
    )
    event.listen(engine, "connect", _keep_what_is_written)
    return engine


def _keep_what_is_written(connection: Any, _: object) -> None:
    """Let a SQLite file survive a crash of the process at any moment (decision 0039)."""
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")


_FORMS = (
    "Give `sqlite:///FILE`, `postgresql+psycopg://USER@HOST/NAME`, or nothing for one in memory."
)
