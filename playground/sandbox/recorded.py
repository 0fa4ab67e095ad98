"""Clicks of a seed: one entry stands for many, spread evenly over a day."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import encoded
from playground.sandbox.ids import Ids
from playground.sandbox.seed import Entry

__all__ = ["clicks_of", "count"]

_DAY = timedelta(days=1)


def clicks_of(
    entry: Entry, link: Mapping[str, Any], *, workspace: str, ids: Ids, now: datetime
) -> Iterator[dict[str, Any]]:
    """Yield the clicks on *link* that *entry* stands for, as rows; the first has its ID."""
    visitors = _visitors(entry)
    for number, at in enumerate(_times(entry, now)):
        given = entry.get("id") if number == 0 else None
        key = given or ids.make("lw_ck_", now=at)
        told = {"clickId": key, "timestamp": stamp(at), **entry.get("fields", {})}
        yield {
            "workspace": workspace,
            "id": key,
            "position": ids.number(),
            "link": link["id"],
            "campaign": link["campaignId"],
            "visitor": f"{link['id']}:{entry['days_ago']}:{number % visitors}",
            "at": milliseconds(at),
            "document": encoded(told),
        }


def count(entry: Entry, link: dict[str, Any], *, now: datetime) -> None:
    """Add the clicks of *entry* to the totals in *link*, a document."""
    clicks = int(entry.get("count", 1))
    if clicks > 0:
        link["clicks"] += clicks
        link["uniqueClicks"] += _visitors(entry)
        link["lastClickedAt"] = max(
            link["lastClickedAt"] or "", stamp(_time(entry, clicks - 1, clicks, now))
        )


def _visitors(entry: Entry) -> int:
    clicks = int(entry.get("count", 1))
    return max(1, min(int(entry.get("visitors", clicks)), clicks))


def _times(entry: Entry, now: datetime) -> list[datetime]:
    clicks = int(entry.get("count", 1))
    return [_time(entry, number, clicks, now) for number in range(clicks)]


def _time(entry: Entry, number: int, clicks: int, now: datetime) -> datetime:
    begin: datetime = now - entry["days_ago"] * _DAY
    return begin + number * _DAY / (clicks + 1)
