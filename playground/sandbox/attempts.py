"""Failed authentication: so many attempts an address and minute, then 429 instead of 401."""

from datetime import datetime
from http import HTTPStatus

from playground.sandbox.counters import Counters, ends
from playground.sandbox.refusal import Refusal

__all__ = ["MOST", "told", "wait"]

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
    seconds = wait(address, counters=counters, tenant=tenant, now=now)
    if seconds is None:
        return refusal
    return Refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        "RATE_LIMITED",
        f"More than {MOST} failed authentications from this address in this minute",
        headers=(("Retry-After", str(seconds)),),
        rule=refusal.rule,
    )


def wait(address: str, *, counters: Counters, tenant: str, now: datetime) -> int | None:
    """Count one failure from *address*; the seconds it must wait, None within the limit."""
    count = counters.take(tenant=tenant, what=f"failures {address}", span=_MINUTE, now=now)
    return None if count <= MOST else ends(now, _MINUTE) - int(now.timestamp())
