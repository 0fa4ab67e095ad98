"""Tokens and tickets in a database; see `ports` for what each method promises."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine, and_, delete, insert, select, update

from playground.sandbox.oauth.grant import Grant, Token
from playground.sandbox.oauth.tables import GRANTS, TICKETS, TOKENS
from playground.sandbox.oauth.ticket import Ticket

__all__ = ["SqlTokens"]


class SqlTokens:
    """The ports `Tokens` and `Tickets`; of any number of rotations, one finds the token free."""

    _engine: Engine

    def token(self, tenant: str, digest: str) -> tuple[Token, Grant] | None:
        """Return the token and its grant, None if there is none."""
        is_its = and_(GRANTS.c.tenant == TOKENS.c.tenant, GRANTS.c.id == TOKENS.c.grant_id)
        query = (
            select(*TOKENS.c, *GRANTS.c)
            .join(GRANTS, is_its)
            .where(TOKENS.c.tenant == tenant, TOKENS.c.digest == digest)
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        width = len(TOKENS.c)
        token = Token(**dict(zip(TOKENS.c.keys(), row[:width], strict=True)))
        return token, Grant(**dict(zip(GRANTS.c.keys(), row[width:], strict=True)))

    def issue(self, grant: Grant, tokens: Sequence[Token]) -> None:
        """Save a grant that needs no code, with its tokens."""
        with self._engine.begin() as connection:
            connection.execute(insert(GRANTS).values(asdict(grant)))
            connection.execute(insert(TOKENS), [asdict(token) for token in tokens])

    def rotate(self, tenant: str, digest: str, *, now: datetime, tokens: Sequence[Token]) -> bool:
        """Mark a refresh token as used and save *tokens*; False if it was not free."""
        take = (
            update(TOKENS)
            .where(TOKENS.c.tenant == tenant, TOKENS.c.digest == digest)
            .where(TOKENS.c.used_at.is_(None), TOKENS.c.revoked_at.is_(None))
            .where(TOKENS.c.expires_at > now)
            .values(used_at=now)
            .returning(TOKENS.c.digest)
        )
        with self._engine.begin() as connection:
            if connection.execute(take).one_or_none() is None:
                return False
            connection.execute(insert(TOKENS), [asdict(token) for token in tokens])
        return True

    def revoke_token(self, tenant: str, digest: str, *, now: datetime) -> None:
        """End one token."""
        is_it = (TOKENS.c.tenant == tenant) & (TOKENS.c.digest == digest)
        is_live = TOKENS.c.revoked_at.is_(None)
        with self._engine.begin() as connection:
            connection.execute(update(TOKENS).where(is_it, is_live).values(revoked_at=now))

    def put_ticket(self, ticket: Ticket) -> None:
        """Save *ticket*."""
        with self._engine.begin() as connection:
            connection.execute(insert(TICKETS).values(asdict(ticket)))

    def take_ticket(
        self, tenant: str, digest: str, *, binding: str, now: datetime
    ) -> Ticket | None:
        """Remove and return an unexpired ticket of this browser, None if there is none."""
        take = (
            delete(TICKETS)
            .where(TICKETS.c.tenant == tenant, TICKETS.c.digest == digest)
            .where(TICKETS.c.binding == binding, TICKETS.c.expires_at > now)
            .returning(*TICKETS.c)
        )
        with self._engine.begin() as connection:
            row = connection.execute(take).one_or_none()
        return None if row is None else Ticket(**row._asdict())
