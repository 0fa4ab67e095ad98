"""Deferred deep links: which click an app was installed after, told by its device."""

from collections.abc import Iterator, Mapping
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.fingerprint import hashes
from playground.sandbox.prepared import Record
from playground.sandbox.redirect.device import device
from playground.sandbox.resources.lookup import LINKS, wanted_text

__all__ = ["HANDLERS"]

_WEEK = 7 * 24 * 3600 * 1000
_CONFIDENCE = {"full": "high", "semiStable": "medium", "stable": "low"}
_METADATA = (
    *("referrer", "referrerDomain"),
    *("utmSource", "utmMedium", "utmCampaign", "utmTerm", "utmContent"),
)

_clicks = tables.clicks.c
_IN_WORKSPACE = select(
    _clicks.id, _clicks.link, _clicks.campaign, _clicks.at, _clicks.document
).where(_clicks.tenant == bindparam("in_tenant"), _clicks.workspace == bindparam("in_workspace"))
_CLICK = _IN_WORKSPACE.where(_clicks.id == bindparam("is_click"))
_RECENT = _IN_WORKSPACE.where(_clicks.at >= bindparam("from_at")).order_by(
    _clicks.at.desc(), _clicks.position.desc()
)


def attribute_install(call: Call) -> Reply:
    """Find the click by what an app knows of its device."""
    given = call.body
    return _matched(call, hashes({**device(given.get("userAgent", "")), **given}))


def attribute_install_by_hash(call: Call) -> Reply:
    """Find the click by hashes that the app made itself."""
    given = {level: call.body.get(f"{level}Hash") for level in _CONFIDENCE}
    return _matched(call, {level: value for level, value in given.items() if value})


def check_deep_link_click(call: Call) -> Reply:
    """Tell whether there is a click, and what is known of it."""
    key = call.params["clickId"]
    row = call.store.row(_CLICK, in_workspace=call.workspace.id, is_click=key)
    if row is None:
        return Reply(encoded({"found": False}))
    told = json.loads(row.document)
    context = {
        "found": True,
        **_told(row, told),
        "timestamp": told["timestamp"],
        "country": told.get("country"),
        "deviceType": told.get("deviceType"),
        "hashes": hashes(told),
    }
    return Reply(encoded(context))


def _matched(call: Call, wanted: Mapping[str, str]) -> Reply:
    """Return the newest click of the last week whose hash is wanted, the surest hash first."""
    link = call.body.get("linkId")
    if link is not None:
        wanted_text(call, LINKS, link)
    recent = list(_recent(call, link))
    for level, confidence in _CONFIDENCE.items():
        for row, told in recent:
            if wanted.get(level) is not None and hashes(told).get(level) == wanted[level]:
                decay = round(1 - (call.at - row.at) / _WEEK, 4)
                found = {"confidence": confidence, "matchedHash": level, "timeDecay": decay}
                return Reply(encoded({"matched": True, **found, **_told(row, told)}))
    none = {"matched": False, "confidence": "none", "matchedHash": None, "timeDecay": 0}
    return Reply(encoded(none))


def _recent(call: Call, link: str | None) -> Iterator[tuple[Record, dict[str, Any]]]:
    for row in call.store.rows(_RECENT, in_workspace=call.workspace.id, from_at=call.at - _WEEK):
        if link is None or row.link == link:
            yield row, json.loads(row.document)


def _told(row: Record, told: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "linkId": row.link,
        "campaignId": row.campaign,
        "destinationUrl": told.get("destinationUrl"),
        "metadata": {name: told[name] for name in _METADATA if told.get(name)},
        "clickId": row.id,
    }


HANDLERS: dict[str, Handler] = {
    "attributeInstall": attribute_install,
    "attributeInstallByHash": attribute_install_by_hash,
    "checkDeepLinkClick": check_deep_link_click,
}
