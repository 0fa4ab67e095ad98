"""The tables of webhooks: who wants to hear of what, and what was sent to them."""

from sqlalchemy import BigInteger, Column, Index, String, Text

from playground.sandbox.tables import resource

__all__ = ["deliveries", "webhooks"]

# A signing secret is kept as it is: it must sign (decision 0080).
webhooks = resource(
    "webhooks",
    Column("family", String(16), nullable=False),
    Column("link", String(128)),
    Column("secret", Text, nullable=False),
    Column("old_secret", Text),
    Column("old_until", BigInteger),
)
Index("webhooks_of_family", webhooks.c.tenant, webhooks.c.workspace, webhooks.c.family)

deliveries = resource("deliveries", Column("webhook", String(128), nullable=False))
Index("deliveries_of_webhook", deliveries.c.tenant, deliveries.c.workspace, deliveries.c.webhook)
