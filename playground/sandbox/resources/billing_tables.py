"""The tables of billing: subscriptions, the ledger of what was paid, and visits to the portal."""

from sqlalchemy import BigInteger, Column, Index, String, Table, Text

from playground.sandbox.tables import METADATA, key, resource

__all__ = ["ledger", "subscriptions", "visits"]

subscriptions = Table(
    "subscriptions",
    METADATA,
    key("tenant"),
    key("workspace"),
    Column("document", Text, nullable=False),
)

# `credits` is what an entry adds to the purchased credits or takes from them; `charged` is paid.
ledger = resource(
    "ledger",
    Column("kind", String(16), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("charged", BigInteger, nullable=False),
    Column("credits", BigInteger, nullable=False),
)
Index("ledger_in_time", ledger.c.tenant, ledger.c.workspace, ledger.c.at)

visits = Table(
    "billing_visits",
    METADATA,
    key("tenant"),
    key("digest"),
    Column("workspace", String(128), nullable=False),
    Column("expires_at", BigInteger, nullable=False),
)
