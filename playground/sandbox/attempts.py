"""Failed authentication: so many attempts an address and minute, then 429 instead of 401."""

from datetime import datetime
from http import HTTPStatus

from playground.sandbox.counters import Counters, ends
from playground.sandbox.refusal import Refusal

__all__ = ["MOST", "told"]

MOST = 60

_MINUTE = 60


def told(
    refusal: Refusal, counters: Counters, *, tenant: str, address: str, now: datetime
) -> Refusal:
    """
    Return *refusal*, that of a credential which failed, or, past the limit, that of guessing.

    It counts failures only, so a good key from the same address is never locked out. The decision
    log keeps the true reason.
    """
    count = counters.take(tenant=tenant, what=f"failures {address}", span=_MINUTE, now=now)
    if count <= MOST:
        return refusal
    wait = ends(now, _MINUTE) - int(now.timestamp())
    return Refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        "RATE_LIMITED",
        f"More than {MOST} failed authentications from this address in this minute",
        headers=(("Retry-After", str(wait)),),
        rule=refusal.rule,
    )
