"""RFC 6749, section 5.1: fresh tokens, and the answer that carries them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from playground.guard import keyformat
from playground.sandbox.oauth.grant import Grant, Token, TokenKind
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.scope import scope_text
from playground.sandbox.values import digest

__all__ = ["Issued", "issue"]

_PREFIXES = {TokenKind.ACCESS: "lw_at_", TokenKind.REFRESH: "lw_rt_"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """The records to keep, which hold digests, and the answer, the only place of the values."""

    tokens: tuple[Token, ...]
    answer: Mapping[str, object]


def issue(
    grant: Grant, *, scopes: frozenset[str], provider: Provider, is_refreshable: bool
) -> Issued:
    """
    Return an access token for *scopes*, and a refresh token for all that *grant* holds.

    Source: RFC 6749, section 6: a narrower access token does not narrow the refresh token.
    """
    expires_at = min(provider.now + provider.lifetimes.access, grant.expires_at)
    value, token = _mint(TokenKind.ACCESS, grant, scopes, expires_at, provider)
    answer = {
        "access_token": value,
        "token_type": "Bearer",
        "expires_in": int((expires_at - provider.now).total_seconds()),
        "scope": scope_text(scopes),
    }
    if not is_refreshable:
        return Issued(tokens=(token,), answer=answer)
    until = min(provider.now + provider.lifetimes.refresh_idle, grant.expires_at)
    refresh_value, refresh = _mint(TokenKind.REFRESH, grant, grant.scopes, until, provider)
    return Issued(tokens=(token, refresh), answer={**answer, "refresh_token": refresh_value})


def _mint(
    kind: TokenKind,
    grant: Grant,
    scopes: frozenset[str],
    expires_at: datetime,
    provider: Provider,
) -> tuple[str, Token]:
    value = keyformat.mint(_PREFIXES[kind], expires_at=expires_at)
    return value, Token(
        tenant=grant.tenant,
        digest=digest(value),
        kind=kind,
        grant_id=grant.id,
        client_id=grant.client_id,
        scopes=scopes,
        issued_at=provider.now,
        expires_at=expires_at,
    )
