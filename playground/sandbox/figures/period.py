"""The period that a call asks for, its time zone, and the buckets of time in it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from playground.sandbox.call import Call
from playground.sandbox.clock import instant, milliseconds
from playground.sandbox.figures.preference import preferred_zone
from playground.sandbox.refusal import invalid

__all__ = [
    "Period",
    "bucket",
    "buckets",
    "by_bucket",
    "fitting",
    "granularity",
    "moment",
    "period",
    "zone",
]

_MOST_BUCKETS = 10_000
_MOMENT = timedelta(milliseconds=1)
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "month": timedelta(days=31)}


class _Timed(Protocol):
    @property
    def at(self) -> int: ...


_Event = TypeVar("_Event", bound=_Timed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `start` on, until before `end`; until and with it where `has_end`."""

    start: datetime
    end: datetime
    has_end: bool = False

    @property
    def limit(self) -> datetime:
        """The first moment that is not in it any more."""
        return self.end + _MOMENT if self.has_end else self.end

    def bounds(self) -> dict[str, int]:
        """Return start and limit in milliseconds since 1970."""
        return {"start": milliseconds(self.start), "end": milliseconds(self.limit)}


def period(call: Call, *, first: str = "start", last: str = "end") -> Period:
    """
    Return the period asked for: *first* and *last*, parameters, else the last `days` until now.

    Two moments the wrong way round mean the time between them.

    Raises:
        Refusal: a bound is no time.
    """
    start, end = call.params.get(first), call.params.get(last)
    if start is None or end is None:
        begin = call.now - timedelta(days=call.params.get("days", 30))
        return Period(start=begin, end=call.now, has_end=True)
    local = zone(call)
    bounds = moment(first, start, local), moment(last, end, local)
    return Period(start=min(bounds), end=max(bounds))


def moment(name: str, text: str, local: ZoneInfo) -> datetime:
    """
    Return the aware time that *text*, of the parameter *name*, means in the zone *local*.

    Nothing happened before 1970 or will after 2200: whatever is beyond counts as that.

    Raises:
        Refusal: it is no time.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(f"/query/{name}", "must be a date or a time, such as 2026-02-01") from None
    if found.year < _FIRST.year:
        return _FIRST
    if found.year >= _LAST.year:
        return _LAST
    return found if found.tzinfo else found.replace(tzinfo=local)


def zone(call: Call) -> ZoneInfo:
    """Return the time zone asked for, else the workspace's."""
    try:
        return ZoneInfo(preferred_zone(call))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid("/query/timezone", "must be an IANA time zone") from None


def granularity(call: Call) -> str:
    """Return how long a bucket is; what is not known counts as a day."""
    asked = str(call.params.get("granularity"))
    return asked if asked in _STEPS else "day"


def fitting(span: Period, length: str) -> str:
    """Return *length*, or the next one that does not cut *span* into too many buckets."""
    longer = list(_STEPS)[list(_STEPS).index(length) :]
    fits = ((span.end - span.start) / _STEPS[name] <= _MOST_BUCKETS for name in longer)
    return next((name for name, is_fit in zip(longer, fits, strict=True) if is_fit), longer[-1])


def bucket(local: datetime, length: str) -> str:
    """Return where the bucket of *local* begins, in its own zone, as published: without one."""
    start = local.replace(minute=0, second=0, microsecond=0, tzinfo=None)
    if length != "hour":
        start = start.replace(hour=0)
    if length == "month":
        start = start.replace(day=1)
    return start.isoformat(timespec="milliseconds")


def buckets(span: Period, length: str, local: ZoneInfo) -> list[str]:
    """Return every bucket that *span* touches, oldest first."""
    step = timedelta(days=1) if length == "month" else _STEPS[length]
    last = span.limit - _MOMENT
    count = (last - span.start) // step
    times = [span.start + step * number for number in range(count + 1)]
    found = (bucket(time.astimezone(local), length) for time in [*times, last])
    return list(dict.fromkeys(found))


def by_bucket(events: Iterable[_Event], length: str, local: ZoneInfo) -> dict[str, list[_Event]]:
    """Return *events* by the bucket that they are in; a bucket without any is empty."""
    found: dict[str, list[_Event]] = defaultdict(list)
    for event in events:
        found[bucket(instant(event.at).astimezone(local), length)].append(event)
    return found
