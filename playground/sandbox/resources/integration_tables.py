"""The tables of other services: where they are installed, and what they have told."""

from sqlalchemy import BigInteger, Column, String, Table, Text

from playground.sandbox.tables import METADATA, key

__all__ = ["inbound_events", "installations"]

# A provider's secret is kept as it is, like a webhook's: it must verify (decision 0080).
installations = Table(
    "installations",
    METADATA,
    key("tenant"),
    key("id"),
    Column("workspace", String(128), nullable=False),
    Column("provider", String(32), nullable=False),
    Column("secret", Text, nullable=False),
)

inbound_events = Table(
    "inbound_events",
    METADATA,
    key("tenant"),
    key("installation"),
    key("id"),
    Column("workspace", String(128), nullable=False),
    Column("at", BigInteger, nullable=False),
)
