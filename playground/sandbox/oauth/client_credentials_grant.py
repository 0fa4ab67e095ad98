"""RFC 6749, section 4.4: an application that acts for itself, in its own workspace."""

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.grant import Grant
from playground.sandbox.oauth.issue import Issued, issue
from playground.sandbox.oauth.parameters import Parameters
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.scope import app_scopes, requested

__all__ = ["grant_to_app"]


def grant_to_app(form: Parameters, app: App, provider: Provider) -> Issued:
    """
    Return an access token without a person, and without a refresh token (section 4.4.3).

    Raises:
        Refusal: the application is public, or asks for more than it is registered for.
    """
    if app.is_public:
        raise Refusal(
            ErrorCode.UNAUTHORIZED_CLIENT, "A public client cannot use client_credentials."
        )
    allowed = app_scopes(app, provider.vocabulary)
    grant = Grant(
        tenant=provider.tenant,
        id=provider.new_id("grant"),
        client_id=app.client_id,
        workspace=app.workspace,
        person=None,
        scopes=requested(form.get("scope"), allowed=allowed),
        created_at=provider.now,
        expires_at=provider.now + provider.lifetimes.access,
    )
    issued = issue(grant, scopes=grant.scopes, provider=provider, is_refreshable=False)
    provider.store.issue(grant, issued.tokens)
    return issued
