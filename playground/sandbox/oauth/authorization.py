"""RFC 6749, section 4.1: the authorization request, and where its answer goes (RFC 9207)."""

from dataclasses import dataclass

from playground.sandbox.message import Response
from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.parameters import Parameters
from playground.sandbox.oauth.pkce import challenge_in
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.redirect_uri import is_allowed, with_parameters
from playground.sandbox.oauth.refusal import ErrorCode, Refusal, ShownRefusal
from playground.sandbox.oauth.scope import app_scopes, requested
from playground.sandbox.oauth.wire import redirect_answer

__all__ = ["AuthorizationRequest", "Destination", "destination", "failure", "read", "success"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """A redirect URI that belongs to its application, and the state to give back there."""

    app: App
    uri: str
    is_uri_sent: bool
    state: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """What an application asks a person for."""

    destination: Destination
    scopes: frozenset[str]
    challenge: str | None


def destination(parameters: Parameters, provider: Provider) -> Destination:
    """
    Return where the answer to an authorization request may be sent.

    Raises:
        ShownRefusal: the client or its redirect URI is not one that we know.
    """
    app = _app(parameters, provider)
    uri = _redirect_uri(parameters, app)
    state = None if "state" in parameters.repeated else parameters.get("state")
    sent = parameters.get("redirect_uri") is not None
    return Destination(app=app, uri=uri, is_uri_sent=sent, state=state)


def read(parameters: Parameters, to: Destination, provider: Provider) -> AuthorizationRequest:
    """
    Return the authorization request of *parameters*.

    Raises:
        Refusal: to be told at the redirect URI.
    """
    parameters.refuse_repeated()
    if parameters.require("response_type") != "code":
        raise Refusal(ErrorCode.UNSUPPORTED_RESPONSE_TYPE, "The response_type must be code.")
    if parameters.get("response_mode") not in {None, "query"}:
        raise Refusal(ErrorCode.INVALID_REQUEST, "The response_mode must be query.")
    challenge = challenge_in(parameters, is_required=to.app.must_use_pkce)
    allowed = app_scopes(to.app, provider.vocabulary)
    scopes = requested(parameters.get("scope"), allowed=allowed)
    return AuthorizationRequest(destination=to, scopes=scopes, challenge=challenge)


def success(to: Destination, code: str, provider: Provider) -> Response:
    """Return the redirect that brings *code* to the application (section 4.1.2)."""
    return _redirect(to, [("code", code)], provider)


def failure(to: Destination, refusal: Refusal, provider: Provider) -> Response:
    """Return the redirect that tells the application of *refusal* (section 4.1.2.1)."""
    told = [("error", str(refusal.code)), ("error_description", refusal.description)]
    return _redirect(to, told, provider)


def _redirect(to: Destination, answer: list[tuple[str, str]], provider: Provider) -> Response:
    state = [] if to.state is None else [("state", to.state)]
    parameters = [*answer, *state, ("iss", provider.issuer)]
    return redirect_answer(with_parameters(to.uri, parameters))


def _app(parameters: Parameters, provider: Provider) -> App:
    client_id = parameters.get("client_id")
    if client_id is None or "client_id" in parameters.repeated:
        raise ShownRefusal(ErrorCode.INVALID_REQUEST, "The request must name one client_id.")
    app = provider.store.app(provider.tenant, client_id)
    if app is None or not app.is_enabled:
        raise ShownRefusal(ErrorCode.INVALID_CLIENT, "No application has this client_id.")
    return app


def _redirect_uri(parameters: Parameters, app: App) -> str:
    sent = parameters.get("redirect_uri")
    if "redirect_uri" in parameters.repeated:
        raise ShownRefusal(ErrorCode.INVALID_REQUEST, "The redirect_uri is sent more than once.")
    if sent is None and len(app.redirect_uris) != 1:
        raise ShownRefusal(ErrorCode.INVALID_REQUEST, "The redirect_uri is missing.")
    uri = app.redirect_uris[0] if sent is None else sent
    if not is_allowed(uri, app.redirect_uris):
        raise ShownRefusal(
            ErrorCode.INVALID_REQUEST, "The redirect_uri is not registered for this application."
        )
    return uri
