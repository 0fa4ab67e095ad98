"""What a person gives an application: a grant, its code, its tokens, and the review of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from playground.sandbox.clock import stamp

__all__ = ["Code", "Grant", "Review", "Token", "TokenKind"]


class TokenKind(StrEnum):
    """The two tokens of RFC 6749, sections 1.4 and 1.5."""

    ACCESS = "access"
    REFRESH = "refresh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """
    One approval, and the family of every code and token that comes of it.

    `person` is None for an application that acts for itself. After `expires_at` nothing of the
    family is worth anything; `revoked_at` ends all of it at once.
    """

    tenant: str
    id: str
    client_id: str
    workspace: str
    person: str | None
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A single-use authorization code; `challenge` is None where PKCE was not used."""

    tenant: str
    digest: str
    grant_id: str
    client_id: str
    redirect_uri: str
    is_redirect_uri_sent: bool
    challenge: str | None
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An access or refresh token; `used_at` is set when a refresh token is rotated."""

    tenant: str
    digest: str
    kind: TokenKind
    grant_id: str
    client_id: str
    scopes: frozenset[str]
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person answered on the consent page, kept to be looked at later."""

    tenant: str
    id: str
    decided_at: datetime
    person: str
    workspace: str
    client_id: str
    redirect_uri: str
    requested: frozenset[str]
    granted: frozenset[str]
    is_approved: bool

    def as_dict(self) -> dict[str, object]:
        """Return the answer as the control surface tells it: what was asked for, what was given."""
        return {
            "id": self.id,
            "decided_at": stamp(self.decided_at),
            "person": self.person,
            "workspace": self.workspace,
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "requested": sorted(self.requested),
            "granted": sorted(self.granted),
            "approved": self.is_approved,
        }
