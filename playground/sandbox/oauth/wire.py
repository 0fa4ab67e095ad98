"""What the provider reads of a request, and how its answers are written."""

from collections.abc import Mapping, Sequence
import json

from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.headers import NO_STORE, QUIET

__all__ = ["cookie_of", "json_answer", "path_of", "query_of", "redirect_answer", "values_of"]


def path_of(request: Request) -> str:
    """Return the path, without the query."""
    return request.target.partition("?")[0]


def query_of(request: Request) -> bytes:
    """Return the query as it was sent, empty if there is none."""
    return request.target.partition("?")[2].encode("latin-1", "replace")


def values_of(request: Request, name: str) -> tuple[str, ...]:
    """Return every value of the header *name*, a lower-case name."""
    return tuple(value for key, value in request.headers if key.lower() == name)


def cookie_of(request: Request, name: str) -> str:
    """Return the first cookie called *name*, empty if there is none."""
    for line in values_of(request, "cookie"):
        for pair in line.split(";"):
            key, _, value = pair.strip().partition("=")
            if key == name:
                return value.strip('"')
    return ""


def json_answer(
    content: Mapping[str, object],
    *,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = NO_STORE,
) -> Response:
    """Return *content* as JSON that no cache keeps (RFC 6749, section 5.1)."""
    return Response(
        status=status,
        headers=(("Content-Type", "application/json"), *headers, *QUIET),
        body=json.dumps(content).encode(),
    )


def redirect_answer(location: str, *, headers: Sequence[tuple[str, str]] = ()) -> Response:
    """
    Return a redirect to *location* that drops the body of a form.

    Source: RFC 9700, section 4.12: 303, never 307.
    """
    return Response(
        status=303,
        headers=(("Location", location), *NO_STORE, *QUIET, *headers),
        body=b"",
    )
