"""Requests that no operation could take: too long, or saying two things at once."""

from playground.sandbox.message import Request
from playground.sandbox.refusal import Refusal, invalid

__all__ = ["refuse_unfit"]

_LONGEST_TARGET = 8192
_LARGEST_HEAD = 65_536
_MOST_HEADERS = 100
_ONCE = frozenset({"content-type", "idempotency-key", "origin", "x-csrf-token", "x-workspace-id"})


def refuse_unfit(request: Request) -> None:
    """
    Refuse an address or headers that no operation could take.

    Which of two values counts is never guessed; credentials that come twice are judged where they
    are read.

    Raises:
        Refusal: 400, 414 or 431.
    """
    if len(request.target) > _LONGEST_TARGET:
        raise Refusal(414, "VALIDATION_ERROR", "The address is too long")
    if "%00" in request.target:
        raise invalid("", "The address must not hold a null character")
    names = [name for name, _ in request.headers]
    size = sum(len(name) + len(value) for name, value in request.headers)
    if len(names) > _MOST_HEADERS or size > _LARGEST_HEAD:
        raise Refusal(431, "VALIDATION_ERROR", "The headers are too many or too large")
    if len(set(names)) == len(names):
        return
    for name in sorted(_ONCE):
        if names.count(name) > 1:
            raise invalid(f"/header/{name}", "must come once only")
