"""How a refusal, or a failure of our own, is told."""

from datetime import datetime
import logging

from sqlalchemy.exc import OperationalError

from playground.sandbox.envelope import encoded, responded
from playground.sandbox.message import Response
from playground.sandbox.refusal import REALM, Refusal
from playground.sandbox.store import Unavailable
from playground.scopes.challenge import Challenge, written

__all__ = ["failed", "told"]

_CHALLENGED = frozenset({401, 403})
_LOG = logging.getLogger(__name__)


def told(refusal: Refusal, now: datetime, headers: tuple[tuple[str, str], ...] = ()) -> Response:
    """Return *refusal* as a response; each 401 and 403 has a challenge, before anything else."""
    body = encoded(refusal.body()).encode()
    own = refusal.headers
    if refusal.status in _CHALLENGED and not any(name == "WWW-Authenticate" for name, _ in own):
        own = (("WWW-Authenticate", written(Challenge(realm=REALM))), *own)
    return responded(refusal.status, body, now=now, headers=(*own, *headers))


def failed(error: Exception) -> Refusal:
    """Return the answer to a request that failed unexpectedly, and log why."""
    if isinstance(error, Unavailable | OperationalError):
        _LOG.error("The sandbox's database does not answer")
        return Refusal(503, "SERVICE_UNAVAILABLE", "The sandbox's database does not answer")
    _LOG.error("A request to the sandbox failed unexpectedly", exc_info=error)
    return Refusal(500, "INTERNAL_ERROR", "The sandbox failed: its log says why")
