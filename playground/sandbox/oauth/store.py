"""The provider's store over SQLAlchemy Core, for SQLite and PostgreSQL."""

from datetime import datetime

from sqlalchemy import Delete, Engine, Table, delete, exists

from playground.sandbox.oauth.grant import TokenKind
from playground.sandbox.oauth.sql_apps import SqlApps
from playground.sandbox.oauth.sql_grants import SqlGrants
from playground.sandbox.oauth.sql_tokens import SqlTokens
from playground.sandbox.oauth.tables import CODES, GRANTS, METADATA, TICKETS, TOKENS

__all__ = ["SqlStore"]


class SqlStore(SqlApps, SqlGrants, SqlTokens):
    """
    Every port of `ports.Store`.

    Whatever may happen once is one `UPDATE … WHERE it has not happened … RETURNING`, and always
    the first statement of its transaction: of any number of callers exactly one gets an answer,
    and on SQLite each waits for its turn.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
        """Delete everything of *tenant*, as a reset does before the seed is replayed."""
        with self._engine.begin() as connection:
            for table in METADATA.sorted_tables:
                connection.execute(delete(table).where(table.c.tenant == tenant))


def _of_ended_grants(table: Table, now: datetime) -> Delete:
    return delete(table).where(
        exists().where(
            GRANTS.c.tenant == table.c.tenant,
            GRANTS.c.id == table.c.grant_id,
            GRANTS.c.expires_at <= now,
        )
    )
