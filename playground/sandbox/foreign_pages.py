"""
Pages of other origins: they may ask what takes a publishable key, which is for them alone.

No cookie counts across origins, so that any page may ask; whether a key is good on the page's
origin is judged with the key.
"""

from dataclasses import replace

from playground.openapi import Operation, Router
from playground.sandbox.message import Request, Response

__all__ = ["preflight", "readable"]

_ANY = ("Access-Control-Allow-Origin", "*")
_TOLD = (
    *("Retry-After", "WWW-Authenticate", "X-Accepted-Scopes", "X-Granted-Scopes"),
    *("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"),
)
_SHOWN = ("Access-Control-Expose-Headers", ", ".join(_TOLD))


def preflight(request: Request, router: Router) -> Response | None:
    """Return the answer to a browser that asks beforehand, None where no page may ask."""
    method = request.header("access-control-request-method")
    if request.method != "OPTIONS" or method is None:
        return None
    routed = router.route(method, request.target.partition("?")[0])
    if routed is None or not _is_for_pages(routed[0]):
        return None
    allowed = (
        ("Access-Control-Allow-Methods", method),
        ("Access-Control-Allow-Headers", "Authorization, Content-Type, X-Publishable-Key"),
        ("Access-Control-Max-Age", "600"),
    )
    return Response(status=204, headers=(_ANY, *allowed), body=b"")


def readable(answer: Response, request: Request, operation: Operation) -> Response:
    """Return *answer*, which the page that sent *request* can read where *operation* is for it."""
    if request.header("origin") is None or not _is_for_pages(operation):
        return answer
    return replace(answer, headers=(*answer.headers, _ANY, _SHOWN))


def _is_for_pages(operation: Operation) -> bool:
    return any(part.scheme == "publishableKey" for option in operation.security for part in option)
