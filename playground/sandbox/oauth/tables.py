"""Where the provider keeps its records: no value of any secret, and the tenant in every key."""

from datetime import datetime

from sqlalchemy import Boolean, Column, Enum, Index, MetaData, Table, Text

from playground.sandbox.oauth.app import ClientType
from playground.sandbox.oauth.columns import Instant, Lines, ScopeSet
from playground.sandbox.oauth.grant import TokenKind
from playground.sandbox.oauth.ticket import Step

__all__ = ["APPS", "CODES", "GRANTS", "METADATA", "REVIEWS", "SECRETS", "TICKETS", "TOKENS"]

METADATA = MetaData()


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str, *, nullable: bool = False) -> Column[str]:
    return Column(name, Text, nullable=nullable)


def _instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, Instant(), nullable=nullable)


def _choice(name: str, choices: type[ClientType] | type[TokenKind] | type[Step]) -> Column[str]:
    values = [choice.value for choice in choices]
    kept = Enum(choices, native_enum=False, length=16, values_callable=lambda _: values)
    return Column(name, kept, nullable=False)


APPS = Table(
    "oauth_apps",
    METADATA,
    _key("tenant"),
    _key("client_id"),
    _text("name"),
    _text("owner"),
    _text("workspace"),
    _choice("type", ClientType),
    Column("redirect_uris", Lines, nullable=False),
    Column("scopes", ScopeSet, nullable=False),
    Column("require_pkce", Boolean, nullable=False),
    Column("is_enabled", Boolean, nullable=False),
)

SECRETS = Table(
    "oauth_app_secrets",
    METADATA,
    _key("tenant"),
    _key("client_id"),
    _key("digest"),
    _instant("expires_at", nullable=True),
)

GRANTS = Table(
    "oauth_grants",
    METADATA,
    _key("tenant"),
    _key("id"),
    _text("client_id"),
    _text("workspace"),
    _text("person", nullable=True),
    Column("scopes", ScopeSet, nullable=False),
    _instant("created_at"),
    _instant("expires_at"),
    _instant("revoked_at", nullable=True),
    Index("oauth_grants_by_client", "tenant", "client_id"),
)

CODES = Table(
    "oauth_codes",
    METADATA,
    _key("tenant"),
    _key("digest"),
    _text("grant_id"),
    _text("client_id"),
    _text("redirect_uri"),
    Column("is_redirect_uri_sent", Boolean, nullable=False),
    _text("challenge", nullable=True),
    _instant("expires_at"),
    _instant("used_at", nullable=True),
)

TOKENS = Table(
    "oauth_tokens",
    METADATA,
    _key("tenant"),
    _key("digest"),
    _choice("kind", TokenKind),
    _text("grant_id"),
    _text("client_id"),
    Column("scopes", ScopeSet, nullable=False),
    _instant("issued_at"),
    _instant("expires_at"),
    _instant("used_at", nullable=True),
    _instant("revoked_at", nullable=True),
)

REVIEWS = Table(
    "oauth_reviews",
    METADATA,
    _key("tenant"),
    _key("id"),
    _instant("decided_at"),
    _text("person"),
    _text("workspace"),
    _text("client_id"),
    _text("redirect_uri"),
    Column("requested", ScopeSet, nullable=False),
    Column("granted", ScopeSet, nullable=False),
    Column("is_approved", Boolean, nullable=False),
)

TICKETS = Table(
    "oauth_tickets",
    METADATA,
    _key("tenant"),
    _key("digest"),
    _choice("step", Step),
    _text("binding"),
    _text("query"),
    _instant("expires_at"),
)
