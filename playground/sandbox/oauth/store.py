"""The provider's store over SQLAlchemy Core, for SQLite and PostgreSQL."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from sqlalchemy import (
    Connection,
    Delete,
    Engine,
    Table,
    bindparam,
    create_engine,
    delete,
    event,
    exists,
    make_url,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import QueuePool

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.grant import TokenKind
from playground.sandbox.oauth.sql_apps import SqlApps, add_apps
from playground.sandbox.oauth.sql_grants import SqlGrants
from playground.sandbox.oauth.sql_tokens import SqlTokens
from playground.sandbox.oauth.tables import CODES, GRANTS, METADATA, TICKETS, TOKENS

__all__ = ["SqlStore"]

_EMPTYING = tuple(
    delete(table).where(table.c.tenant == bindparam("in_tenant"))
    for table in METADATA.sorted_tables
)
# PostgreSQL deletes from all tables in one statement, which is one turn.
_EMPTYING_AT_ONCE = (_EMPTYING[-1].add_cte(*(one.cte() for one in _EMPTYING[:-1])),)


class SqlStore(SqlApps, SqlGrants, SqlTokens):
    """
    Every port of `ports.Store`.

    Whatever may happen once is one `UPDATE … WHERE it has not happened … RETURNING`, and always
    the first statement of its transaction: of any number of callers exactly one gets an answer,
    and on SQLite each waits for its turn.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writes = 0
        self._restarted: dict[str, int] = {}
        event.listen(engine, "commit", self._count)

    @classmethod
    def open(cls, url: str) -> Self:
        """Return the store at *url*, one of SQLAlchemy's addresses, with its tables."""
        store = cls(_engine(url))
        store.create()
        return store

    def close(self) -> None:
        """Close every connection; what is in memory is gone."""
        self._engine.dispose()

    def create(self) -> None:
        """Create the tables that are not there yet."""
        METADATA.create_all(self._engine)

    def sweep(self, *, now: datetime) -> None:
        """
        Delete what can never be of use again.

        Used codes and refresh tokens stay as long as their grant, or a replay would go unseen.
        """
        with self._engine.begin() as connection:
            connection.execute(delete(TICKETS).where(TICKETS.c.expires_at <= now))
            for table in (CODES, TOKENS):
                connection.execute(_of_ended_grants(table, now))
            connection.execute(
                delete(TOKENS).where(TOKENS.c.kind == TokenKind.ACCESS, TOKENS.c.expires_at <= now)
            )
            connection.execute(delete(GRANTS).where(GRANTS.c.expires_at <= now))

    def clear(self, tenant: str) -> None:
        """Delete everything of *tenant*."""
        self.restart(tenant, ())

    def restart(self, tenant: str, apps: Iterable[App]) -> None:
        """Delete everything of *tenant* and save *apps*, in one transaction."""
        with self._engine.begin() as connection:
            for statement in _EMPTYING if self._is_alone else _EMPTYING_AT_ONCE:
                connection.execute(statement, {"in_tenant": tenant})
            add_apps(connection, apps)
        self._writes -= 1  # it is of this tenant only, and tells of the others nothing new
        self._restarted[tenant] = self._writes

    def is_as_restarted(self, tenant: str) -> bool:
        """Whether nothing was written since *tenant* was restarted; others might, on PostgreSQL."""
        return self._is_alone and self._restarted.get(tenant) == self._writes

    @property
    def _is_alone(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def _count(self, _: Connection) -> None:
        self._writes += 1


def _engine(url: str) -> Engine:
    """Return an engine that threads may share; a database in memory is its one connection."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite":
        return create_engine(place)
    size = 5 if place.database else 1
    engine = create_engine(
        place,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        connect_args={"check_same_thread": False, "timeout": 30},
    )
    event.listen(engine, "connect", _keep_what_is_written)
    return engine


def _keep_what_is_written(connection: DBAPIConnection, _: object) -> None:
    """Let a SQLite file survive a crash of the process at any moment, as the main store does."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


def _of_ended_grants(table: Table, now: datetime) -> Delete:
    return delete(table).where(
        exists().where(
            GRANTS.c.tenant == table.c.tenant,
            GRANTS.c.id == table.c.grant_id,
            GRANTS.c.expires_at <= now,
        )
    )
