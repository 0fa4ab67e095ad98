"""Grants, codes and reviews in a database; see `ports` for what each method promises."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Engine, exists, insert, select, update

from playground.sandbox.oauth.grant import Code, Grant, Review, Token
from playground.sandbox.oauth.tables import CODES, GRANTS, REVIEWS, TOKENS

__all__ = ["SqlGrants"]


class SqlGrants:
    """The ports `Grants` and `Codes`; of any number of redemptions, one finds the code free."""

    _engine: Engine

    def grant(self, tenant: str, grant_id: str) -> Grant | None:
        """Return the grant, None if there is none."""
        query = select(GRANTS).where(GRANTS.c.tenant == tenant, GRANTS.c.id == grant_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Grant(**row._asdict())

    def revoke_grant(self, tenant: str, grant_id: str, *, now: datetime) -> None:
        """End everything that came of the grant: each token is read together with it."""
        is_it = (GRANTS.c.tenant == tenant) & (GRANTS.c.id == grant_id)
        is_live = GRANTS.c.revoked_at.is_(None)
        with self._engine.begin() as connection:
            connection.execute(update(GRANTS).where(is_it, is_live).values(revoked_at=now))

    def deny(self, review: Review) -> None:
        """Keep the record of a refusal."""
        with self._engine.begin() as connection:
            connection.execute(insert(REVIEWS).values(asdict(review)))

    def reviews(self, tenant: str) -> Sequence[Review]:
        """Return every answer of a person, the oldest first."""
        query = select(REVIEWS).where(REVIEWS.c.tenant == tenant)
        in_order = query.order_by(REVIEWS.c.decided_at, REVIEWS.c.id)
        with self._engine.connect() as connection:
            return [Review(**row._asdict()) for row in connection.execute(in_order).all()]

    def approve(self, grant: Grant, code: Code, review: Review) -> None:
        """Save all three in one transaction."""
        with self._engine.begin() as connection:
            for table, record in ((GRANTS, grant), (CODES, code), (REVIEWS, review)):
                connection.execute(insert(table).values(asdict(record)))

    def code(self, tenant: str, digest: str) -> Code | None:
        """Return the code, used or not, None if there is none."""
        query = select(CODES).where(CODES.c.tenant == tenant, CODES.c.digest == digest)
        with self._engine.connect() as connection:
            row = connection.execute(query).one_or_none()
        return None if row is None else Code(**row._asdict())

    def redeem(self, tenant: str, digest: str, *, now: datetime, tokens: Sequence[Token]) -> bool:
        """Mark an unused, unexpired code as used and save *tokens*; False if it was not free."""
        is_live = exists().where(
            GRANTS.c.tenant == CODES.c.tenant,
            GRANTS.c.id == CODES.c.grant_id,
            GRANTS.c.revoked_at.is_(None),
        )
        take = (
            update(CODES)
            .where(CODES.c.tenant == tenant, CODES.c.digest == digest, is_live)
            .where(CODES.c.used_at.is_(None), CODES.c.expires_at > now)
            .values(used_at=now)
            .returning(CODES.c.digest)
        )
        with self._engine.begin() as connection:
            if connection.execute(take).one_or_none() is None:
                return False
            connection.execute(insert(TOKENS), [asdict(token) for token in tokens])
        return True
