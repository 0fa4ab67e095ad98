"""The record of a registered application, the `client` of RFC 6749, section 2."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["App", "AppSecret", "ClientType"]


class ClientType(StrEnum):
    """Whether an application can keep a secret (RFC 6749, section 2.1)."""

    PUBLIC = "public"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSecret:
    """The digest of one client secret; `expires_at` is set once a newer one replaces it."""

    digest: str
    expires_at: datetime | None = None

    def is_valid(self, *, now: datetime) -> bool:
        """Return whether the secret is accepted at *now*."""
        return self.expires_at is None or now < self.expires_at


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """One application; `owner` is in words, `secrets` holds two during a rotation's overlap."""

    tenant: str
    client_id: str
    name: str
    owner: str
    workspace: str
    type: ClientType
    redirect_uris: tuple[str, ...]
    scopes: frozenset[str]
    require_pkce: bool = True
    is_enabled: bool = True
    secrets: tuple[AppSecret, ...] = ()

    @property
    def is_public(self) -> bool:
        """Return whether the application has no secret to prove who it is."""
        return self.type is ClientType.PUBLIC

    @property
    def must_use_pkce(self) -> bool:
        """Return whether a code challenge is asked for (RFC 9700, section 2.1.1)."""
        return self.is_public or self.require_pkce
