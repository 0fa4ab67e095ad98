"""What every endpoint is handed: whose provider it is, what time it is, and its ports."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
import secrets
from urllib.parse import urlsplit

from playground.sandbox.oauth.ports import Directory, Sessions, Store
from playground.scopes.vocabulary import Vocabulary

__all__ = ["Lifetimes", "Provider", "random_id"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """
    How long things last.

    A refresh token ends `refresh_idle` after it was issued, and its whole family
    `grant` after the approval, whichever is sooner (RFC 9700, section 4.14.2).
    """

    ticket: timedelta = timedelta(minutes=10)
    code: timedelta = timedelta(seconds=60)
    access: timedelta = timedelta(hours=1)
    refresh_idle: timedelta = timedelta(days=14)
    grant: timedelta = timedelta(days=90)
    secret_overlap: timedelta = timedelta(days=1)


def random_id(prefix: str) -> str:
    """Return a fresh identifier; it is no secret."""
    return f"{prefix}_{secrets.token_hex(12)}"


def _at_leisure(_: str) -> int | None:
    """Count no failure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """
    The OAuth provider of one tenant at one moment; `issuer` has no trailing slash.

    `wait` counts one failed authentication from an address, and returns the seconds that it must
    wait once there were too many.
    """

    tenant: str
    issuer: str
    now: datetime
    store: Store
    directory: Directory
    sessions: Sessions
    vocabulary: Vocabulary
    lifetimes: Lifetimes = field(default_factory=Lifetimes)
    new_id: Callable[[str], str] = random_id
    wait: Callable[[str], int | None] = _at_leisure

    def url(self, endpoint: str) -> str:
        """Return the address of *endpoint*, such as `token`."""
        return f"{self.issuer}/api/oauth/{endpoint}"

    def path(self, endpoint: str) -> str:
        """Return the address of *endpoint* without its host, for our own pages."""
        return urlsplit(self.url(endpoint)).path
