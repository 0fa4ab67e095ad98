"""The store: one transaction a request, over SQLite in memory, a SQLite file or PostgreSQL."""

from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from sqlalchemy import Engine, Executable, Table, bindparam, create_engine, event, text, update
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool, StaticPool

from playground.errors import SandboxError
from playground.sandbox.changes import Changes
from playground.sandbox.connections import Connections, OneConnection, Unavailable
from playground.sandbox.debts import Debts
from playground.sandbox.memory import Memory
from playground.sandbox.prepared import Cursor, Statements
from playground.sandbox.tables import METADATA, clicks, tenants
from playground.sandbox.transaction import Transaction

__all__ = ["MEMORY", "Store", "Transaction", "Unavailable"]

MEMORY = "sqlite://"

_LOCK = 4_711_000_815
_OTHER_CLICKS = (
    update(tenants).where(tenants.c.tenant == bindparam("in_tenant")).values(clicks_as_of=None)
)


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
        self._debts = Debts() if self.kind == "memory" else None

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
        return self._changes.is_as_seeded(table, tenant=tenant)

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
                transaction.cancel(table)
                transaction.run_later(statement)
        self._changes.wiped(tenant, but=but)

    def close(self) -> None:
        """Close every connection, once nobody uses it; what is in memory is gone."""
        self._connections.close()
        self._engine.dispose()

    def _used(self, cursor: Cursor, tenant: str) -> Iterator[Transaction]:
        transaction = Transaction(
            cursor, self._statements, tenant=tenant, memory=self._memory, debts=self._debts
        )
        owed = {} if self._debts is None else self._debts.of(tenant)
        try:
            yield transaction
            if self.is_shared and clicks in transaction.written and not transaction.has_wiped:
                transaction.run_later(_OTHER_CLICKS)
        except BaseException:
            if self._debts is not None:
                self._debts.restore(tenant, owed)
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
