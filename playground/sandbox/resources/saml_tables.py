"""The tables of single sign-on: identity providers, and people on their way to one."""

from sqlalchemy import BigInteger, Column, String, Table, Text

from playground.sandbox.tables import METADATA, key, resource

__all__ = ["connections", "enforcement", "requests"]

connections = resource("saml_connections", Column("entity", Text, nullable=False))

enforcement = Table(
    "saml_enforcement", METADATA, key("tenant"), key("workspace"), Column("is_on", BigInteger)
)

# `proofs` are digests, by which what the simulated provider said is known again.
requests = Table(
    "saml_requests",
    METADATA,
    key("tenant"),
    key("id"),
    Column("workspace", String(128), nullable=False),
    Column("connection", String(128), nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("proofs", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)
