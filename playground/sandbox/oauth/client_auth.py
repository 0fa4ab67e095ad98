"""RFC 6749, section 2.3: who the application at the token endpoint is, by exactly one method."""

from base64 import b64decode
from dataclasses import dataclass
from urllib.parse import unquote_plus

from playground.sandbox.message import Request
from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.parameters import Parameters
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.wire import values_of
from playground.sandbox.values import is_same

__all__ = ["authenticate", "authenticate_confidential"]

_NOBODY = "0" * 64
_ASSERTION = "client_assertion"  # RFC 7521, section 4.2
_IN_BODY = ("client_secret", _ASSERTION)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Presented:
    """What a request says of its client; `secret` is None for the method `none`."""

    client_id: str
    secret: str | None


def authenticate(request: Request, form: Parameters, provider: Provider) -> App:
    """
    Return the application that sends *request*.

    Raises:
        Refusal: no method or more than one is used, or the credentials are wrong; which of
            them is wrong is not told.
    """
    presented = _presented(request, form)
    app = provider.store.app(provider.tenant, presented.client_id)
    if not _is_proven(presented, app, provider) or app is None or not app.is_enabled:
        raise Refusal(ErrorCode.INVALID_CLIENT, "The client authentication failed.")
    return app


def authenticate_confidential(request: Request, form: Parameters, provider: Provider) -> App:
    """Return the application that sends *request*, and that proved who it is by a secret."""
    app = authenticate(request, form, provider)
    if app.is_public:
        raise Refusal(ErrorCode.INVALID_CLIENT, "This endpoint wants an authenticated client.")
    return app


def _is_proven(presented: _Presented, app: App | None, provider: Provider) -> bool:
    if app is None:
        is_same(presented.secret or "", _NOBODY)
        return False
    if app.is_public:
        return presented.secret is None
    fits = [
        is_same(presented.secret or "", secret.digest) and secret.is_valid(now=provider.now)
        for secret in app.secrets
    ]
    return presented.secret is not None and any(fits)


def _presented(request: Request, form: Parameters) -> _Presented:
    headers = values_of(request, "authorization")
    in_body = [name for name in _IN_BODY if form.get(name) is not None]
    if len(headers) + len(in_body) > 1:
        raise Refusal(ErrorCode.INVALID_REQUEST, "More than one client authentication is sent.")
    if _ASSERTION in in_body:
        raise Refusal(ErrorCode.INVALID_CLIENT, "Assertions of clients are not supported.")
    if not headers:
        if (client_id := form.get("client_id")) is None:
            raise Refusal(ErrorCode.INVALID_CLIENT, "No client authentication is sent.")
        return _Presented(client_id=client_id, secret=form.get("client_secret"))
    presented = _basic(headers[0])
    if form.get("client_id") not in {None, presented.client_id}:
        raise Refusal(ErrorCode.INVALID_REQUEST, "The client_id differs from the header's.")
    return presented


def _basic(header: str) -> _Presented:
    """Return the client of a Basic header, whose halves are form-encoded (section 2.3.1)."""
    try:
        scheme, encoded = header.split(maxsplit=1)
        name, secret = b64decode(encoded, validate=True).decode().split(":", 1)
        client_id, value = (unquote_plus(half, errors="strict") for half in (name, secret))
    except ValueError as wrong:
        raise _not_basic() from wrong
    if scheme.lower() != "basic":
        raise _not_basic()
    return _Presented(client_id=client_id, secret=value)


def _not_basic() -> Refusal:
    return Refusal(ErrorCode.INVALID_CLIENT, "The Authorization header is not Basic.")
