"""
The tables of the store: the tenant is part of every primary key.

A resource is one row: the columns that are looked up or counted, and `document`, the JSON text
that the API answers with, so that a read neither builds nor serialises anything. Times are whole
milliseconds since 1970; `position` is the order of creation.
"""

from sqlalchemy import BigInteger, Column, Float, Index, MetaData, String, Table, Text

__all__ = [
    "METADATA",
    "campaigns",
    "clicks",
    "conversions",
    "credential_values",
    "credentials",
    "domains",
    "key",
    "links",
    "members",
    "resource",
    "rules",
    "sessions",
    "tenants",
    "users",
    "workspaces",
]

METADATA = MetaData()

_TELLS_WHO_CALLS = {"tells_who_calls": True}
"""Marks the tables that a caller is recognised by."""


def key(name: str) -> Column[str]:
    """Return a column of the primary key."""
    return Column(name, String(128), primary_key=True)


def resource(
    name: str, *columns: Column[str] | Column[int] | Column[float], are_small: bool = False
) -> Table:
    """Return the table of something that belongs to a workspace; SQLite packs small rows."""
    return Table(
        name,
        METADATA,
        key("tenant"),
        key("workspace"),
        key("id"),
        Column("position", BigInteger, nullable=False),
        *columns,
        Column("document", Text, nullable=False),
        sqlite_with_rowid=not are_small,
    )


# What is known of a tenant outlives its reset. `clicks_as_of` is the minute that the seed's clicks
# count back from, as long as they are there and no other ones; kept where several workers write.
tenants = Table(
    "tenants",
    METADATA,
    key("tenant"),
    Column("name", Text, nullable=False),
    Column("join_digest", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("clicks_as_of", BigInteger),
)

workspaces = Table(
    "workspaces",
    METADATA,
    key("tenant"),
    key("id"),
    Column("position", BigInteger, nullable=False),
    Column("name", Text, nullable=False),
    Column("slug", String(128), nullable=False),
    Column("plan", String(32), nullable=False),
    Column("environment", String(16), nullable=False),
    Column("requests_per_hour", BigInteger),
    Column("document", Text, nullable=False),
    Index("workspace_slugs", "tenant", "slug", unique=True),
    info=_TELLS_WHO_CALLS,
)

users = Table("users", METADATA, key("tenant"), key("id"), Column("email", Text, nullable=False))

members = Table(
    "members",
    METADATA,
    key("tenant"),
    key("workspace"),
    key("user"),
    Column("role", String(32), nullable=False),
    Column("position", BigInteger, nullable=False),
    Index("members_by_user", "tenant", "user"),
)

credentials = Table(
    "credentials",
    METADATA,
    key("tenant"),
    key("workspace"),
    key("id"),
    Column("position", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("name", Text, nullable=False),
    Column("environment", String(16), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("origins", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("prefix", String(16), nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger),
    Column("last_used_at", BigInteger),
    Column("last_used_from", String(64)),
    Column("last_used_by", String(64)),
    info=_TELLS_WHO_CALLS,
)

credential_values = Table(
    "credential_values",
    METADATA,
    key("tenant"),
    key("digest"),
    Column("workspace", String(128), nullable=False),
    Column("credential", String(128), nullable=False),
    Column("expires_at", BigInteger),
    Index("values_by_credential", "tenant", "workspace", "credential"),
    info=_TELLS_WHO_CALLS,
)

sessions = Table(
    "sessions",
    METADATA,
    key("tenant"),
    key("digest"),
    Column("user", String(128), nullable=False),
    Column("csrf_digest", String(64), nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

campaigns = resource("campaigns")

domains = resource("domains", Column("name", String(253), nullable=False))
Index("domain_names", domains.c.tenant, domains.c.name, unique=True)

# `live_code` and `live_external` are empty once the link is deleted, which frees both.
links = resource(
    "links",
    Column("campaign", String(128)),
    Column("host", String(253), nullable=False),
    Column("live_code", String(128)),
    Column("live_external", String(128)),
    Column("password_digest", String(256)),
    Column("clicks", BigInteger, nullable=False),
    Column("visitors", BigInteger, nullable=False),
    Column("deleted_at", BigInteger),
)
Index("link_codes", links.c.tenant, links.c.host, links.c.live_code, unique=True)
Index("link_externals", links.c.tenant, links.c.workspace, links.c.live_external, unique=True)
Index("links_in_order", links.c.tenant, links.c.workspace, links.c.deleted_at, links.c.position)

rules = resource(
    "rules",
    Column("link", String(128)),
    Column("campaign", String(128)),
    Column("deleted_at", BigInteger),
)
Index("rules_of_link", rules.c.tenant, rules.c.workspace, rules.c.link)

clicks = resource(
    "clicks",
    Column("link", String(128), nullable=False),
    Column("campaign", String(128)),
    Column("visitor", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    are_small=True,
)
Index("clicks_in_time", clicks.c.tenant, clicks.c.workspace, clicks.c.at)
Index("clicks_in_order", clicks.c.tenant, clicks.c.workspace, clicks.c.position)

conversions = resource(
    "conversions",
    Column("click", String(128), nullable=False),
    Column("link", String(128), nullable=False),
    Column("campaign", String(128)),
    Column("dollars", Float, nullable=False),
    Column("order_id", String(128)),
    Column("at", BigInteger, nullable=False),
)
Index(
    "conversion_orders",
    conversions.c.tenant,
    conversions.c.workspace,
    conversions.c.order_id,
    unique=True,
)
Index("conversions_in_time", conversions.c.tenant, conversions.c.workspace, conversions.c.at)
Index(
    "conversions_in_order",
    conversions.c.tenant,
    conversions.c.workspace,
    conversions.c.position,
)
