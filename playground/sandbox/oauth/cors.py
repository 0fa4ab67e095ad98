"""
The endpoints that a page of another origin may ask: those that a public client in a browser needs.

Source: the OAuth 2.1 draft, sections 3.1 and 3.2 (never the authorization endpoint), and RFC 9700,
section 2.6. No cookie counts there, so that any origin may ask and none is trusted.
"""

from collections.abc import Iterable
from dataclasses import replace

from playground.sandbox.message import Response
from playground.sandbox.oauth.metadata import WELL_KNOWN

__all__ = ["OPEN", "opened", "preflight"]

OPEN = frozenset({"/oauth/token", "/oauth/revoke", "/oauth/userinfo", WELL_KNOWN})

_ANY = ("Access-Control-Allow-Origin", "*")
_SHOWN = ("Access-Control-Expose-Headers", "Retry-After, WWW-Authenticate")


def preflight(methods: Iterable[str]) -> Response:
    """Return the answer to a browser that asks whether it may use *methods*."""
    allowed = (
        ("Access-Control-Allow-Methods", ", ".join(sorted(methods))),
        ("Access-Control-Allow-Headers", "Authorization, Content-Type"),
        ("Access-Control-Max-Age", "600"),
    )
    return Response(status=204, headers=(_ANY, *allowed), body=b"")


def opened(answer: Response) -> Response:
    """Return *answer*, readable by a page of any origin."""
    return replace(answer, headers=(*answer.headers, _ANY, _SHOWN))
