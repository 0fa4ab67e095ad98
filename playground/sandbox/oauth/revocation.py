"""RFC 7009: an application gives a token back."""

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.client_auth import authenticate
from playground.sandbox.oauth.grant import TokenKind
from playground.sandbox.oauth.headers import NO_STORE
from playground.sandbox.oauth.parameters import form
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.values import digest

__all__ = ["revoke"]


def revoke(request: Request, provider: Provider) -> Response:
    """
    Return 200 for each well-formed request, so that nobody learns which tokens exist.

    A refresh token ends its whole family, an access token only itself (section 2.1); the
    `token_type_hint` is not needed, as one look-up covers both kinds.

    Raises:
        Refusal: the client is not authenticated, or no token is named.
    """
    parameters = form(request)
    app = authenticate(request, parameters, provider)
    found = provider.store.token(provider.tenant, digest(parameters.require("token")))
    if found and found[0].client_id == app.client_id:
        token, grant = found
        if token.kind is TokenKind.REFRESH:
            provider.store.revoke_grant(grant.tenant, grant.id, now=provider.now)
        provider.store.revoke_token(token.tenant, token.digest, now=provider.now)
    return Response(status=200, headers=NO_STORE, body=b"")
