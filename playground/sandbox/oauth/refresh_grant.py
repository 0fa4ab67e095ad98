"""RFC 6749, section 6, and RFC 9700, section 4.14: refresh tokens are rotated at each use."""

from typing import NoReturn

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.grant import Grant, Token, TokenKind
from playground.sandbox.oauth.issue import Issued, issue
from playground.sandbox.oauth.parameters import Parameters
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.scope import requested
from playground.sandbox.oauth.standing import scopes_left
from playground.sandbox.values import digest

__all__ = ["refresh"]


def refresh(form: Parameters, app: App, provider: Provider) -> Issued:
    """
    Return a new pair of tokens for the refresh token of *form*, which is worth nothing after.

    A second use shows that someone else holds the token: the whole family ends.

    Raises:
        Refusal: the token is not for this application or not fresh, or the scope is wider.
    """
    token, grant = _own_token(form.require("refresh_token"), app, provider)
    if token.used_at is not None:
        _refuse_reuse(grant, provider)
    if not _is_live(token, grant, provider):
        _refuse()
    allowed = scopes_left(grant, app=app, provider=provider)
    scopes = requested(form.get("scope"), allowed=allowed)
    issued = issue(grant, scopes=scopes, provider=provider, is_refreshable=True)
    if not provider.store.rotate(
        token.tenant, token.digest, now=provider.now, tokens=issued.tokens
    ):
        _refuse_reuse(grant, provider)
    return issued


def _own_token(value: str, app: App, provider: Provider) -> tuple[Token, Grant]:
    found = provider.store.token(provider.tenant, digest(value))
    if found is None or found[0].kind is not TokenKind.REFRESH:
        _refuse()
    if found[0].client_id != app.client_id:
        _refuse()
    return found


def _is_live(token: Token, grant: Grant, provider: Provider) -> bool:
    is_revoked = token.revoked_at is not None or grant.revoked_at is not None
    return not is_revoked and provider.now < min(token.expires_at, grant.expires_at)


def _refuse_reuse(grant: Grant, provider: Provider) -> NoReturn:
    provider.store.revoke_grant(grant.tenant, grant.id, now=provider.now)
    _refuse()


def _refuse() -> NoReturn:
    raise Refusal(
        ErrorCode.INVALID_GRANT, "The refresh token is unknown, used, expired or revoked."
    )
