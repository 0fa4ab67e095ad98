"""The table of customers: what they are found by is empty once they are deleted."""

from sqlalchemy import BigInteger, Column, Index, String, Text

from playground.sandbox.tables import resource

__all__ = ["customers"]

# `searched` holds the identity fields in lower case; `visitor` is whose clicks are theirs.
customers = resource(
    "customers",
    Column("live_external", String(128)),
    Column("searched", Text, nullable=False),
    Column("visitor", String(64)),
    Column("created_at", BigInteger, nullable=False),
    Column("deleted_at", BigInteger),
)
Index(
    "customer_externals",
    customers.c.tenant,
    customers.c.workspace,
    customers.c.live_external,
    unique=True,
)
