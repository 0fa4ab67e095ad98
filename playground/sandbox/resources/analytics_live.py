"""What just happened: events of the last hour, and counters of the last minutes."""

from collections import Counter

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, Switching, encoded
from playground.sandbox.figures.events import Click, Conversion, clicks, conversions
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources.live_events import TYPES, click_event, conversion_event, named

__all__ = ["HANDLERS"]

_MINUTE = 60_000
_HOUR = 60 * _MINUTE
_ACTIVE = 5 * _MINUTE


def get_live_events(call: Call) -> Reply:
    """Return the events of the last hour, the newest first, with the names of what they touch."""
    clicked, made = _last_hour(call)
    events = [*map(click_event, clicked), *map(conversion_event, made)]
    events.sort(key=lambda event: str(event["timestamp"]), reverse=True)
    counts = Counter(event["type"] for event in events)
    shown = [
        named(call.store, call.workspace.id, event) for event in events[: call.params["limit"]]
    ]
    meta = {name: counts[name] for name in TYPES} | {"total": len(events)}
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


def open_live_stream(call: Call) -> Reply:
    """Let the connection become a WebSocket; the server that holds it tells the events."""
    if str(call.params.get("Upgrade", "")).lower() != "websocket":
        headers = (("Upgrade", "websocket"),)
        raise Refusal(426, "UPGRADE_REQUIRED", "This is a WebSocket", headers=headers)
    return Switching()


HANDLERS: dict[str, Handler] = {
    "getLiveEvents": get_live_events,
    "getLiveStats": get_live_stats,
    "openLiveStream": open_live_stream,
}
