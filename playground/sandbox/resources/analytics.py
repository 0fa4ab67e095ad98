"""Analytics: figures counted from the recorded clicks and conversions, never made up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Select, Table, bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import instant, milliseconds, stamp
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.money import DOLLARS, KNOWN, shown
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import invalid
from playground.sandbox.resources.lookup import LINKS, wanted_text

__all__ = ["HANDLERS"]

_MOST_BUCKETS = 10_000
_FIRST, _LAST = 1970, 2200
_STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "month": timedelta(days=31)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Period:
    """From `start` on, until before `end`."""

    start: datetime
    end: datetime


def get_workspace_overview(call: Call) -> Reply:
    """Return the headline figures of a period."""
    period, currency = _period(call), _currency(call)
    clicks, conversions = _recorded(call, period)
    overview = {
        "clicks": len(clicks),
        "uniqueVisitors": len({row.visitor for row in clicks}),
        "conversions": len(conversions),
        "revenue": _revenue(conversions, currency),
        "activeLinks": len({row.link for row in clicks}),
        "currency": currency,
        "start": stamp(period.start),
        "end": stamp(period.end),
    }
    return Reply(encoded(overview))


def get_workspace_timeseries(call: Call) -> Reply:
    """Return the same figures for each hour, day or month of a period, empty ones included."""
    period, currency, zone = _period(call), _currency(call), _zone(call)
    asked = call.params.get("granularity")
    granularity = asked if asked in _STEPS else "day"
    if (period.end - period.start) / _STEPS[granularity] > _MOST_BUCKETS:
        raise invalid("/query/granularity", "this is too fine for so long a period")
    clicks, conversions = _recorded(call, period)
    clicked = _by_bucket(clicks, granularity, zone)
    converted = _by_bucket(conversions, granularity, zone)
    rows = [
        {
            "timestamp": bucket,
            "clicks": len(clicked[bucket]),
            "uniqueVisitors": len({row.visitor for row in clicked[bucket]}),
            "conversions": len(converted[bucket]),
            "revenue": _revenue(converted[bucket], currency),
        }
        for bucket in _buckets(period, granularity, zone)
    ]
    series = {"timeseries": rows, "granularity": granularity, "currency": currency}
    return Reply(encoded(series))


def _period(call: Call) -> _Period:
    """Return the period asked for: `start` and `end`, else the last `days`."""
    start, end, zone = call.params.get("start"), call.params.get("end"), _zone(call)
    if start is None or end is None:
        return _Period(start=call.now - timedelta(days=call.params["days"]), end=call.now)
    period = _Period(start=_time("start", start, zone), end=_time("end", end, zone))
    if period.end <= period.start:
        raise invalid("/query/end", "must be after `start`")
    return period


def _time(name: str, text: str, zone: ZoneInfo) -> datetime:
    place = f"/query/{name}"
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise invalid(place, "must be a date or a time, such as 2026-02-01") from None
    if not _FIRST <= found.year <= _LAST:
        raise invalid(place, f"must be between {_FIRST} and {_LAST}")
    return found if found.tzinfo else found.replace(tzinfo=zone)


def _zone(call: Call) -> ZoneInfo:
    try:
        return ZoneInfo(call.params.get("timezone", "UTC"))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise invalid("/query/timezone", "must be an IANA time zone") from None


def _currency(call: Call) -> str:
    asked = call.params.get("currency", DOLLARS)
    return asked if asked in KNOWN else DOLLARS


def _recorded(call: Call, period: _Period) -> tuple[Sequence[Record], Sequence[Record]]:
    """Return the clicks and conversions of *period*, of one link or campaign if asked."""
    link = call.params.get("linkId")
    if link is not None:
        wanted_text(call, LINKS, link)
    asked = {"link": link, "campaign": call.params.get("campaignId")}
    filters = {f"is_{name}": value for name, value in asked.items() if value is not None}
    names = tuple(name for name, value in asked.items() if value is not None)
    bounds = {"from_at": milliseconds(period.start), "to_at": milliseconds(period.end)}
    workspace = call.workspace.id
    clicks, conversions = (
        call.store.rows(_within(table, names), in_workspace=workspace, **bounds, **filters)
        for table in (tables.clicks, tables.conversions)
    )
    return clicks, conversions


@cache
def _within(table: Table, names: tuple[str, ...]) -> Select[Any]:
    columns = table.c
    value = columns.visitor if "visitor" in columns else columns.dollars
    return select(columns.at, columns.link, value).where(
        columns.tenant == bindparam("in_tenant"),
        columns.workspace == bindparam("in_workspace"),
        columns.at >= bindparam("from_at"),
        columns.at < bindparam("to_at"),
        *(columns[name] == bindparam(f"is_{name}") for name in names),
    )


def _revenue(conversions: Iterable[Record], currency: str) -> float:
    return shown(sum(row.dollars for row in conversions), currency)


def _by_bucket(rows: Iterable[Record], granularity: str, zone: ZoneInfo) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        found[_bucket(instant(row.at).astimezone(zone), granularity)].append(row)
    return found


def _bucket(local: datetime, granularity: str) -> str:
    """Return where the bucket of *local* begins, in its own zone, as published: without one."""
    start = local.replace(minute=0, second=0, microsecond=0, tzinfo=None)
    if granularity != "hour":
        start = start.replace(hour=0)
    if granularity == "month":
        start = start.replace(day=1)
    return start.isoformat(timespec="milliseconds")


def _buckets(period: _Period, granularity: str, zone: ZoneInfo) -> list[str]:
    """Return every bucket that *period* touches, oldest first."""
    step = timedelta(days=1) if granularity == "month" else _STEPS[granularity]
    last = period.end - timedelta(milliseconds=1)
    count = (last - period.start) // step
    times = [period.start + step * number for number in range(count + 1)]
    local = (_bucket(time.astimezone(zone), granularity) for time in [*times, last])
    return list(dict.fromkeys(local))


HANDLERS: dict[str, Handler] = {
    "getWorkspaceOverview": get_workspace_overview,
    "getWorkspaceTimeseries": get_workspace_timeseries,
}
