"""The document that the sandbox answers by, at `/openapi.json`, for whoever brings a client."""

from datetime import datetime

from playground.openapi import Document
from playground.sandbox.envelope import encoded, responded
from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import Refusal

__all__ = ["PATH", "served"]

PATH = "/openapi.json"
_METHODS = ("GET", "HEAD")


def served(request: Request, document: Document, *, base: str, now: datetime) -> Response:
    """
    Return *document* as JSON; its server is *base*, the address of the tenant that was asked.

    Raises:
        Refusal: another method (405).
    """
    if request.method not in _METHODS:
        allow = (("Allow", ", ".join(_METHODS)),)
        raise Refusal(405, "METHOD_NOT_ALLOWED", "This path has other methods", headers=allow)
    servers = [{"url": base, "description": "The sandbox that this document came from."}]
    return responded(200, encoded({**document.root, "servers": servers}).encode(), now=now)
