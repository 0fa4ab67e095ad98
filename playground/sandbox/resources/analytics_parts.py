"""Clicks by what they have in common: places, devices, referrers, triggers, folders, tags."""

from collections.abc import Iterable
import json
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.figures.breakdown import UNKNOWN, coordinates, places, shares
from playground.sandbox.figures.events import Click
from playground.sandbox.figures.scope import scoped
from playground.sandbox.resources.lookup import LINKS

__all__ = ["HANDLERS"]

_NONE = "none"
_DEVICES = {"deviceData": "deviceType", "browserData": "browser", "osData": "os"}


def _places(kind: str) -> Handler:
    """Return the handler that counts clicks by *kind* of place."""

    def handler(call: Call) -> Reply:
        country = call.params.get("country", "").upper()
        clicks = scoped(call).clicks
        if country:
            clicks = tuple(c for c in clicks if c.fact("country").upper() == country)
        return Reply(encoded(places(clicks, kind, limit=call.params["limit"])))

    return handler


def get_coordinates(call: Call) -> Reply:
    """Return the points on the map, as far as they are known."""
    return Reply(encoded(coordinates(scoped(call).clicks, limit=call.params["limit"])))


def get_devices(call: Call) -> Reply:
    """Return devices, browsers and systems beside each other."""
    clicks, limit = scoped(call).clicks, call.params["limit"]
    parts = {title: _by_fact(clicks, fact, limit) for title, fact in _DEVICES.items()}
    return Reply(encoded(parts))


def get_referrers(call: Call) -> Reply:
    """Return the domains that visitors came from; `direct` for those without one."""
    return _shown(call, lambda click: [click.fact("referrerDomain") or "direct"])


def get_triggers(call: Call) -> Reply:
    """Return how links were opened."""
    return _shown(call, lambda click: [click.fact("trigger") or "link"])


def get_top_folders(call: Call) -> Reply:
    """Return the folders of the links that were opened."""
    links = _links(call)
    return _shown(call, lambda click: [links.get(click.link, {}).get("folder") or _NONE])


def get_top_tags(call: Call) -> Reply:
    """Return the tags of the links that were opened; a click counts for each of them."""
    links = _links(call)
    return _shown(call, lambda click: links.get(click.link, {}).get("tags") or [_NONE])


def _shown(call: Call, names: Any) -> Reply:
    return Reply(encoded(shares(scoped(call).clicks, names, limit=call.params["limit"])))


def _by_fact(clicks: tuple[Click, ...], fact: str, limit: int) -> list[dict[str, Any]]:
    def names(click: Click) -> Iterable[str]:
        return [click.fact(fact) or UNKNOWN]

    return shares(clicks, names, limit=limit)


def _links(call: Call) -> dict[str, dict[str, Any]]:
    """Return the documents of the workspace's links, by ID."""
    many = LINKS.count(call.store, call.workspace.id)
    texts = LINKS.texts(call.store, call.workspace.id, offset=0, limit=many)
    return {link["id"]: link for link in map(json.loads, texts)}


HANDLERS: dict[str, Handler] = {
    "getWorkspaceRegions": _places("region"),
    "getWorkspaceContinents": _places("continent"),
    "getWorkspaceCities": _places("city"),
    "getWorkspaceCoordinates": get_coordinates,
    "getWorkspaceDevices": get_devices,
    "getWorkspaceTriggers": get_triggers,
    "getWorkspaceTopFolders": get_top_folders,
    "getWorkspaceTopTags": get_top_tags,
    "getLinkCountries": _places("country"),
    "getLinkCities": _places("city"),
    "getLinkRegions": _places("region"),
    "getLinkContinents": _places("continent"),
    "getLinkCoordinates": get_coordinates,
    "getLinkDevices": get_devices,
    "getLinkReferrers": get_referrers,
    "getLinkTriggers": get_triggers,
}
