"""The profile of the person behind an access token; the token is sent as RFC 6750 says."""

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.grant import TokenKind
from playground.sandbox.oauth.headers import NO_STORE
from playground.sandbox.oauth.parameters import parse
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.standing import State, standing
from playground.sandbox.oauth.wire import json_answer, query_of, values_of
from playground.sandbox.refusal import REALM
from playground.scopes.challenge import Challenge, written

__all__ = ["challenge", "userinfo"]


def userinfo(request: Request, provider: Provider) -> Response:
    """
    Return who the person is, and their role in the workspace that the token is for.

    Raises:
        Refusal: the token is not active, or stands for no person.
    """
    sent = _bearer(request)
    if sent is None:
        return challenge(None)
    found = standing(sent, provider)
    if found.state is not State.ACTIVE or found.token is None or found.grant is None:
        raise Refusal(ErrorCode.INVALID_TOKEN, "The access token is not active.")
    if found.token.kind is not TokenKind.ACCESS:
        raise Refusal(ErrorCode.INVALID_TOKEN, "This is no access token.")
    if found.person is None:
        raise Refusal(ErrorCode.INSUFFICIENT_SCOPE, "The token stands for no person.")
    workspace = found.grant.workspace
    return json_answer(
        {
            "sub": found.person.id,
            "email": found.person.email,
            "workspace_id": workspace,
            "role": found.person.roles.get(workspace),
        }
    )


def challenge(refusal: Refusal | None) -> Response:
    """Return the challenge of RFC 6750, section 3: without an error where no token was sent."""
    if refusal is None:
        bare = ("WWW-Authenticate", written(Challenge(realm=REALM)))
        return Response(status=401, headers=(bare, *NO_STORE), body=b"")
    told = Challenge(realm=REALM, error=refusal.code, description=refusal.description)
    return json_answer(
        {"error": refusal.code, "error_description": refusal.description},
        status=refusal.code.status,
        headers=(("WWW-Authenticate", written(told)), *NO_STORE),
    )


def _bearer(request: Request) -> str | None:
    """Return the token, None where another scheme or nothing is sent (section 3)."""
    headers = values_of(request, "authorization")
    is_in_query = parse(query_of(request)).get("access_token") is not None
    if len(headers) > 1 or (headers and is_in_query):
        raise Refusal(ErrorCode.INVALID_REQUEST, "More than one token is sent.")
    scheme, _, value = (headers or ("",))[0].partition(" ")
    if scheme.lower() != "bearer":
        return None
    if not value.strip():
        raise Refusal(ErrorCode.INVALID_REQUEST, "The token is missing.")
    return value.strip()
