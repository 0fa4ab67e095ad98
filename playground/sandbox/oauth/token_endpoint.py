"""RFC 6749, section 3.2: the token endpoint, and the grants that it takes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.client_auth import authenticate
from playground.sandbox.oauth.client_credentials_grant import grant_to_app
from playground.sandbox.oauth.code_grant import redeem_code
from playground.sandbox.oauth.issue import Issued
from playground.sandbox.oauth.parameters import Parameters, form
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refresh_grant import refresh
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.wire import json_answer

__all__ = ["GRANTS", "token"]

GRANTS: Mapping[str, Callable[[Parameters, App, Provider], Issued]] = MappingProxyType(
    {
        "authorization_code": redeem_code,
        "client_credentials": grant_to_app,
        "refresh_token": refresh,
    }
)


def token(request: Request, provider: Provider) -> Response:
    """
    Return the tokens that *request* is entitled to.

    Raises:
        Refusal: it is entitled to none.
    """
    parameters = form(request)
    app = authenticate(request, parameters, provider)
    grant = GRANTS.get(parameters.require("grant_type"))
    if grant is None:
        raise Refusal(ErrorCode.UNSUPPORTED_GRANT_TYPE, "The grant_type is not supported.")
    return json_answer(grant(parameters, app, provider).answer)
