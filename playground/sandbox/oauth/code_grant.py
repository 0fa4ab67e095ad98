"""RFC 6749, section 4.1.3: an authorization code becomes tokens, once."""

from typing import NoReturn

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.grant import Code, Grant
from playground.sandbox.oauth.issue import Issued, issue
from playground.sandbox.oauth.parameters import Parameters
from playground.sandbox.oauth.pkce import check_verifier
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.redirect_uri import is_allowed
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.standing import scopes_left
from playground.sandbox.values import digest

__all__ = ["redeem_code"]


def redeem_code(form: Parameters, app: App, provider: Provider) -> Issued:
    """
    Return the tokens that the code of *form* gives *app*.

    A second use by someone who holds the verifier ends all that the first gave; without it, a
    thief of the code alone could end the session of its owner (RFC 6749, section 4.1.2).

    Raises:
        Refusal: the code is not for this application, redirect URI or verifier, or not fresh.
    """
    code = provider.store.code(provider.tenant, digest(form.require("code")))
    if code is None or code.client_id != app.client_id:
        _refuse()
    _check_redirect_uri(form.get("redirect_uri"), code)
    check_verifier(form.get("code_verifier"), code.challenge)
    if code.used_at is not None:
        _refuse_replay(code, provider)
    if code.expires_at <= provider.now or not is_allowed(code.redirect_uri, app.redirect_uris):
        _refuse()
    grant = _live_grant(code, provider)
    scopes = scopes_left(grant, app=app, provider=provider)
    issued = issue(grant, scopes=scopes, provider=provider, is_refreshable=True)
    if not provider.store.redeem(code.tenant, code.digest, now=provider.now, tokens=issued.tokens):
        _refuse_replay(code, provider)
    return issued


def _check_redirect_uri(sent: str | None, code: Code) -> None:
    """Raise a refusal unless *sent* is the redirect URI of the request (section 4.1.3)."""
    if sent is None and code.is_redirect_uri_sent:
        raise Refusal(ErrorCode.INVALID_REQUEST, "The parameter redirect_uri is missing.")
    if sent is not None and sent != code.redirect_uri:
        raise Refusal(ErrorCode.INVALID_GRANT, "The redirect_uri is not the one of the request.")


def _live_grant(code: Code, provider: Provider) -> Grant:
    grant = provider.store.grant(code.tenant, code.grant_id)
    if grant is None or grant.revoked_at is not None:
        _refuse()
    return grant


def _refuse_replay(code: Code, provider: Provider) -> NoReturn:
    provider.store.revoke_grant(code.tenant, code.grant_id, now=provider.now)
    _refuse()


def _refuse() -> NoReturn:
    raise Refusal(ErrorCode.INVALID_GRANT, "The code is unknown, used, expired or revoked.")
