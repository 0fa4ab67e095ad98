"""The provider's routes: which function answers which method and path."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth import cors
from playground.sandbox.oauth.authorization_endpoint import answer_page, show_page
from playground.sandbox.oauth.headers import NO_STORE
from playground.sandbox.oauth.introspection import introspect
from playground.sandbox.oauth.metadata import WELL_KNOWN, metadata
from playground.sandbox.oauth.pages import refusal_page
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.revocation import revoke
from playground.sandbox.oauth.token_endpoint import token
from playground.sandbox.oauth.userinfo import challenge, userinfo
from playground.sandbox.oauth.wire import json_answer, path_of
from playground.sandbox.refusal import REALM
from playground.sandbox.refusal import Refusal as ApiRefusal
from playground.sandbox.unfit import refuse_unfit

__all__ = ["answer", "is_oauth", "well_known_tenant"]

_Endpoint = Callable[[Request, Provider], Response]

_PAGES = {show_page, answer_page}
_FAILURES = {ErrorCode.INVALID_CLIENT, ErrorCode.INVALID_TOKEN}


def _metadata(_: Request, provider: Provider) -> Response:
    return json_answer(metadata(provider), headers=(("Cache-Control", "max-age=60"),))


_ROUTES: Mapping[str, Mapping[str, _Endpoint]] = MappingProxyType(
    {
        "/oauth/token": {"POST": token},
        "/oauth/introspect": {"POST": introspect},
        "/oauth/revoke": {"POST": revoke},
        "/oauth/authorize": {"GET": show_page, "POST": answer_page},
        "/oauth/userinfo": {"GET": userinfo},
        WELL_KNOWN: {"GET": _metadata},
    }
)


def is_oauth(path: str) -> bool:
    """Return whether *path*, without its tenant's prefix, is one of the provider's."""
    return _plain(path) in _ROUTES


def well_known_tenant(path: str) -> str | None:
    """
    Return the tenant whose metadata *path* asks for, None where it is none.

    Source: RFC 8414, section 3.1: the issuer's path follows the well-known one.
    """
    prefix = f"{WELL_KNOWN}/t/"
    tenant = path.removeprefix(prefix)
    return tenant if path.startswith(prefix) and tenant and "/" not in tenant else None


def answer(request: Request, provider: Provider) -> Response:
    """Return the provider's answer to *request*, whose path `is_oauth`."""
    path = _plain(path_of(request))
    methods, is_open = _ROUTES[path], path in cors.OPEN
    if is_open and request.method == "OPTIONS":
        return cors.preflight(methods)
    found = _answered(request, provider, methods)
    return cors.opened(found) if is_open else found


def _answered(request: Request, provider: Provider, methods: Mapping[str, _Endpoint]) -> Response:
    endpoint = methods.get(request.method)
    if endpoint is None:
        return _refuse_method(methods)
    try:
        _refuse_unfit(request)
        return endpoint(request, provider)
    except Refusal as refusal:
        if endpoint in _PAGES:
            return refusal_page(refusal, status=400)
        told = _told(refusal, is_userinfo=endpoint is userinfo)
        wait = provider.wait(request.address) if refusal.code in _FAILURES else None
        return told if wait is None else _slowed(told, wait)


def _refuse_unfit(request: Request) -> None:
    """Refuse in OAuth's words what no operation of the API could take either."""
    try:
        refuse_unfit(request)
    except ApiRefusal as unfit:
        raise Refusal(ErrorCode.INVALID_REQUEST, unfit.message) from unfit


def _plain(path: str) -> str:
    return path.removeprefix("/api")


def _told(refusal: Refusal, *, is_userinfo: bool) -> Response:
    """Return *refusal* in the JSON of RFC 6749, section 5.2."""
    if is_userinfo:
        return challenge(refusal)
    realm = (("WWW-Authenticate", f'Basic realm="{REALM}", charset="UTF-8"'),)
    return json_answer(
        {"error": refusal.code, "error_description": refusal.description},
        status=refusal.code.status,
        headers=(
            *NO_STORE,
            *(realm if refusal.code is ErrorCode.INVALID_CLIENT else ()),
        ),
    )


def _slowed(told: Response, wait: int) -> Response:
    """Return *told* as the answer to one guess too many; `wait` is in seconds."""
    return replace(told, status=429, headers=(*told.headers, ("Retry-After", str(wait))))


def _refuse_method(methods: Mapping[str, _Endpoint]) -> Response:
    refused = {
        "error": str(ErrorCode.INVALID_REQUEST),
        "error_description": "The method is not allowed here.",
    }
    return json_answer(refused, status=405, headers=(("Allow", ", ".join(sorted(methods))),))
