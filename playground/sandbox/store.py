"""The store: one transaction a request, over SQLite in memory, a SQLite file or PostgreSQL."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Engine, Executable, Table, bindparam, create_engine, event, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from playground.errors import SandboxError
from playground.sandbox.changes import Changes
from playground.sandbox.connections import Connections, OneConnection, Unavailable
from playground.sandbox.memory import Memory
from playground.sandbox.prepared import Cursor, Prepared, Record, Statements
from playground.sandbox.tables import METADATA, tenants

__all__ = ["MEMORY", "Store", "Transaction", "Unavailable"]

MEMORY = "sqlite://"

_LOCK = 4_711_000_815
_Thing = TypeVar("_Thing")


class Transaction:
    """
    Statements of one request, for one tenant: all of them hold, or none.

    `written` are the tables that they have changed.
    """

    __slots__ = ("_cursor", "_memory", "_statements", "has_wiped", "tenant", "written")

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
        connection = getattr(self._cursor, "connection", None)
        if not getattr(connection, "in_transaction", True):
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
        if prepared.writes is not None:
            self.written.add(prepared.writes)
        self._cursor.execute(prepared.sql, prepared.bound({"in_tenant": self.tenant, **parameters}))
        return prepared

    def _insertion(self, table: Table, columns: Sequence[str]) -> Prepared:
        self.written.add(table)
        return self._statements.insertion(table, columns)


class Store:
    """
    Where the sandbox keeps its state.

    SQLite has one connection, and one request at a time; PostgreSQL has as many as it allows.
    """

    def __init__(self, url: str = MEMORY, *, waits_for_disk: bool = True) -> None:
        """
        Open the database at *url* and create the tables that it lacks.

        Args:
            url: one of SQLAlchemy's addresses.
            waits_for_disk: what is committed survives a crash of PostgreSQL itself. A store that
                does not wait stands beside one that does, which has made the tables.

        Raises:
            SandboxError: there is no such database, or it cannot be reached.
        """
        try:
            self._engine = _engine(url, waits_for_disk=waits_for_disk)
            if waits_for_disk:
                with self.alone():
                    METADATA.create_all(self._engine)
            self._connections = _connections(self._engine)
        except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
            raise SandboxError("this is no database address", next_step=_FORMS) from error
        except SQLAlchemyError as error:
            raise SandboxError("the database cannot be opened", next_step=_FORMS) from error
        self._statements = Statements(self._connections.dialect)
        self._memory = None if self.is_shared else Memory()
        self._changes = Changes()

    @property
    def kind(self) -> str:
        """`memory`, `sqlite` or `postgresql`."""
        name = self._engine.dialect.name
        return "memory" if name == "sqlite" and not self._engine.url.database else name

    @property
    def is_shared(self) -> bool:
        """Whether several processes may use it at once."""
        return self.kind == "postgresql"

    @contextmanager
    def transaction(self, *, tenant: str) -> Iterator[Transaction]:
        """Give a transaction of *tenant*: committed at the end, rolled back on any exception."""
        with self._connections.transaction() as cursor:
            yield from self._used(cursor, tenant)

    @contextmanager
    def reading(self, *, tenant: str) -> Iterator[Transaction]:
        """
        Give statements that each stand for themselves, for requests that read.

        PostgreSQL's transactions see no more than that, and take two more turns.
        """
        with self._connections.single() as cursor:
            yield from self._used(cursor, tenant)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other process set something up meanwhile; only PostgreSQL is shared by any."""
        if not self.is_shared:
            yield
            return
        with self._engine.connect() as connection:
            connection.execute(text("SELECT pg_advisory_lock(:number)"), {"number": _LOCK})
            try:
                yield
            finally:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK})

    def is_as_seeded(self, table: Table, *, tenant: str) -> bool:
        """Whether *tenant* surely has in *table* what was there when it was `seeded`."""
        return not self.is_shared and self._changes.is_as_seeded(table, tenant=tenant)

    def seeded(self, table: Table, *, tenant: str) -> None:
        """Know that *tenant* has in *table* what its seed lists, and nothing else."""
        self._changes.seeded(table, tenant=tenant)

    def is_new(self, *, tenant: str) -> None:
        """Know that *tenant* has nothing at all yet."""
        self._changes.wiped(tenant, but=())

    def wipe(self, transaction: Transaction, *, but: Container[Table] = ()) -> None:
        """Delete everything of the transaction's tenant in all tables *but* these."""
        tenant, transaction.has_wiped = transaction.tenant, True
        for table, statement in _wipes().items():
            is_filled = self.is_shared or self._changes.is_filled(table, tenant=tenant)
            if table not in but and is_filled:
                transaction.run(statement)
        self._changes.wiped(tenant, but=but)

    def close(self) -> None:
        """Close every connection, once nobody uses it; what is in memory is gone."""
        self._connections.close()
        self._engine.dispose()

    def _used(self, cursor: Cursor, tenant: str) -> Iterator[Transaction]:
        transaction = Transaction(cursor, self._statements, tenant=tenant, memory=self._memory)
        try:
            yield transaction
        except BaseException:
            if transaction.has_wiped:
                self._changes.forget(tenant)
            raise
        finally:
            if transaction.written and self._memory is not None:
                self._changes.add(tenant, transaction.written)
                if transaction.changes_who_calls:
                    self._memory.forget()


@cache
def _wipes() -> Mapping[Table, Executable]:
    """Return what empties each table, once all modules have declared theirs."""
    return {
        table: table.delete().where(table.c.tenant == bindparam("in_tenant"))
        for table in reversed(METADATA.sorted_tables)
        if table is not tenants
    }


def _connections(engine: Engine) -> Connections:
    if engine.dialect.name != "postgresql":
        return OneConnection(engine)
    from playground.sandbox.pool import Pool  # noqa: PLC0415  psycopg is there for who wants it

    return Pool(engine)


def _engine(url: str, *, waits_for_disk: bool) -> Engine:
    if not url.startswith("sqlite"):
        options = {} if waits_for_disk else {"options": "-c synchronous_commit=off"}
        return create_engine(
            url, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=options
        )
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
