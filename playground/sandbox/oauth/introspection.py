"""RFC 7662: an authenticated application asks what one of its tokens is worth."""

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.client_auth import authenticate_confidential
from playground.sandbox.oauth.grant import Grant, Token, TokenKind
from playground.sandbox.oauth.parameters import form
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.scope import scope_text
from playground.sandbox.oauth.standing import Standing, State, standing
from playground.sandbox.oauth.wire import json_answer

__all__ = ["introspect"]


def introspect(request: Request, provider: Provider) -> Response:
    """
    Return what the token of *request* is worth, and only "inactive" for all others' tokens.

    Raises:
        Refusal: the client is not authenticated, or no token is named.
    """
    parameters = form(request)
    app = authenticate_confidential(request, parameters, provider)
    found = standing(parameters.require("token"), provider)
    token, grant = found.token, found.grant
    if found.state is not State.ACTIVE or token is None or grant is None:
        return json_answer({"active": False})
    if token.client_id != app.client_id:
        return json_answer({"active": False})
    return json_answer(_description(found, token, grant, provider))


def _description(
    found: Standing, token: Token, grant: Grant, provider: Provider
) -> dict[str, object]:
    """Return the members of section 2.2; `workspace_id` is our own."""
    described: dict[str, object] = {
        "active": True,
        "client_id": token.client_id,
        "exp": int(token.expires_at.timestamp()),
        "iat": int(token.issued_at.timestamp()),
        "iss": provider.issuer,
        "scope": scope_text(found.scopes),
        "sub": grant.person or grant.client_id,
        "workspace_id": grant.workspace,
    }
    if found.person:
        described["username"] = found.person.email
    if token.kind is TokenKind.ACCESS:
        described["token_type"] = "Bearer"  # noqa: S105  a type, no token
    return described
