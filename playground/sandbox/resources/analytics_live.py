"""What just happened: events of the last hour, and counters of the last minutes."""

from collections import Counter
from collections.abc import Mapping
import json
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import instant, stamp
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.figures.events import Click, Conversion, clicks, conversions
from playground.sandbox.resources.lookup import CAMPAIGNS, LINKS

__all__ = ["HANDLERS"]

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_ACTIVE = 5 * _MINUTE
_TYPES = ("click", "qr_scan", "conversion")


def get_live_events(call: Call) -> Reply:
    """Return the events of the last hour, the newest first, with the names of what they touch."""
    clicked, made = _last_hour(call)
    events = [*map(_click_event, clicked), *map(_conversion_event, made)]
    events.sort(key=lambda event: str(event["timestamp"]), reverse=True)
    counts = Counter(event["type"] for event in events)
    shown = [_named(call, event) for event in events[: call.params["limit"]]]
    meta = {name: counts[name] for name in _TYPES} | {"total": len(events)}
    return Reply(encoded({"events": shown, "meta": meta}))


def get_live_stats(call: Call) -> Reply:
    """Return counters of the last minutes."""
    clicked, made = _last_hour(call)
    stats = {
        "activeVisitors": len({c.visitor for c in clicked if c.at > call.at - _ACTIVE}),
        "clicksLastMinute": sum(c.at > call.at - _MINUTE for c in clicked),
        "clicksLastHour": len(clicked),
        "conversionsLastHour": len(made),
        "at": call.time,
    }
    return Reply(encoded(stats))


def _last_hour(call: Call) -> tuple[list[Click], list[Conversion]]:
    start, end = call.at - _HOUR + 1, call.at + 1
    return clicks(call, start=start, end=end), conversions(call, start=start, end=end)


def _click_event(click: Click) -> dict[str, Any]:
    return {
        "type": "qr_scan" if click.fact("trigger") == "qr" else "click",
        "id": click.id,
        "timestamp": stamp(instant(click.at)),
        "linkId": click.link,
        "campaignId": click.campaign,
        "country": click.fact("country") or None,
        "event": None,
    }


def _conversion_event(made: Conversion) -> dict[str, Any]:
    return {
        "type": "conversion",
        "id": made.id,
        "timestamp": stamp(instant(made.at)),
        "linkId": made.link or None,
        "campaignId": made.campaign,
        "country": None,
        "event": made.document["event"],
    }


def _named(call: Call, event: Mapping[str, Any]) -> dict[str, Any]:
    link = LINKS.text(call.store, call.workspace.id, event["linkId"] or "")
    campaign = CAMPAIGNS.text(call.store, call.workspace.id, event["campaignId"] or "")
    names = {
        "linkTitle": json.loads(link)["title"] if link else None,
        "campaignName": json.loads(campaign)["name"] if campaign else None,
    }
    return {**event, **names}


HANDLERS: dict[str, Handler] = {
    "getLiveEvents": get_live_events,
    "getLiveStats": get_live_stats,
}
