"""The table of invitations: the token is kept as a digest only."""

from sqlalchemy import BigInteger, Column, Index, String

from playground.sandbox.tables import resource

__all__ = ["invitations"]

invitations = resource(
    "invitations",
    Column("digest", String(64), nullable=False),
    Column("email", String(254), nullable=False),
    Column("role", String(32), nullable=False),
    Column("inviter", String(128), nullable=False),
    Column("status", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)
Index("invitation_digests", invitations.c.tenant, invitations.c.digest, unique=True)
