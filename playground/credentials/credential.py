"""The record of one credential: everything about it but its value."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from playground.credentials.secret import Secret

__all__ = ["Credential", "CredentialKind", "CredentialStatus", "Environment"]


class CredentialKind(StrEnum):
    """
    The classes of credential that Linquid's access guide names, and the dashboard session.

    OTHER is another API's credential: it is sent as that API's document says.
    """

    WORKSPACE_KEY = "workspace_key"
    PUBLISHABLE_KEY = "publishable_key"
    OAUTH_TOKEN = "oauth_token"  # noqa: S105  the name of a kind, no token
    SESSION = "session"
    OTHER = "other"


class CredentialStatus(StrEnum):
    """Whether a credential may still be used; expiry is read from the clock, not stored."""

    ACTIVE = "active"
    DISABLED = "disabled"
    ROTATED = "rotated"


class Environment(StrEnum):
    """Where a credential belongs: `lw_test_` keys to the sandbox, `lw_live_` to production."""

    SANDBOX = "sandbox"
    PRODUCTION = "production"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """
    One key, token or session.

    `scopes` is empty for a key that may do nothing; `role` is set for sessions only;
    `origins` for publishable keys only (empty = any). Times are aware, in UTC. `unknown` names
    the fields that nobody told, whose values here are no facts.
    """

    name: str
    kind: CredentialKind
    workspace: str
    id: str = ""
    environment: Environment = Environment.SANDBOX
    scopes: frozenset[str] = frozenset()
    role: str | None = None
    owner: str = ""
    purpose: str = ""
    origins: tuple[str, ...] = ()
    created_at: datetime | None = None
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    status: CredentialStatus = CredentialStatus.ACTIVE
    unknown: frozenset[str] = frozenset()
    secret: Secret | None = field(default=None, repr=False, compare=False)
