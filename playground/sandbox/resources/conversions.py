"""
Conversions: what visitors did after a click, told by a page, a network or a server.

The three ways differ in what they make of an order that they were told of before: `track` and
`postback` refuse it, `s2s` answers with the first conversion.
"""

import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds, read
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, conflict, invalid, not_found
from playground.sandbox.resources.conversion import DOLLARS, WINDOW, Report, recorded, with_order

__all__ = ["HANDLERS"]

_CREATED = 201
_TRACKED = ("conversionId", "clickId", "event", "value", "currency", "orderId", "tracked")
_SERVED = ("conversionId", "attributed", "linkId", "campaignId")

_clicks = tables.clicks.c
_ANYWHERE = select(_clicks.workspace, _clicks.id, _clicks.link, _clicks.campaign, _clicks.at).where(
    _clicks.tenant == bindparam("in_tenant"), _clicks.id == bindparam("is_click")
)
_CLICK = _ANYWHERE.where(_clicks.workspace == bindparam("in_workspace"))


def track_conversion(call: Call) -> Reply:
    """Record a conversion of a click of the last 30 days; a repeated order is refused."""
    given = call.body
    document = _once(
        call,
        given["clickId"],
        "/clickId",
        Report(
            at=call.at,
            event=given.get("event", "conversion"),
            value=given.get("value"),
            currency=given.get("currency", DOLLARS),
            order=given.get("orderId"),
            metadata=given.get("metadata", {}),
            source="track",
        ),
    )
    shown = {name: document[name] for name in (*_TRACKED, "timestamp")}
    return Reply(encoded(shown), status=_CREATED)


def record_postback(call: Call) -> Reply:
    """Do the same by the query alone; what the network pays stands in for the amount."""
    given = call.params
    document = _once(
        call,
        given["lw_cid"],
        "/query/lw_cid",
        Report(
            at=call.at,
            event=given["event"],
            value=given.get("amount", given.get("payout")),
            currency=given["currency"],
            order=given.get("orderId"),
            source="postback",
        ),
    )
    return Reply(encoded({name: document[name] for name in ("conversionId", "clickId", "tracked")}))


def record_server_conversion(call: Call) -> Reply:
    """Record what a server or an ad network tells, without a key; an order counts once."""
    given = {**call.params, **(call.body or {})}
    if "click_id" not in given:
        raise invalid("/click_id", "is required, in the body or in the query")
    click = call.store.row(_ANYWHERE, is_click=given["click_id"])
    if click is None:
        raise not_found("Click")
    known = with_order(call, click.workspace, given.get("order_id"))
    if known is not None:
        first = json.loads(known.document)
        return Reply(encoded({name: first[name] for name in _SERVED} | {"duplicate": True}))
    at = _happened(given.get("timestamp"), call, click)
    report = Report(
        at=at,
        event=given.get("event", "conversion"),
        value=given.get("value", given.get("payout")),
        currency=given.get("currency", DOLLARS),
        order=given.get("order_id"),
        source="s2s",
        is_attributed=at - click.at <= WINDOW,
    )
    document = recorded(call, report, click)
    return Reply(encoded({name: document[name] for name in _SERVED} | {"duplicate": False}))


def _once(call: Call, key: str, place: str, report: Report) -> dict[str, Any]:
    """Record *report* of the click *key*, which the caller's workspace must have."""
    click = call.store.row(_CLICK, in_workspace=call.workspace.id, is_click=key)
    if click is None:
        raise not_found("Click")
    if report.at - click.at > WINDOW:
        raise conflict(place, "this click is older than the attribution window of 30 days")
    if with_order(call, call.workspace.id, report.order) is not None:
        raise Refusal(409, "DUPLICATE_CODE", "This order was recorded already")
    return recorded(call, report, click)


def _happened(text: str | None, call: Call, click: Record) -> int:
    """Return when the conversion happened: between the click and now."""
    if text is None:
        return call.at
    happened = read(text)
    at = milliseconds(happened) if happened else 0
    if not click.at <= at <= call.at:
        raise conflict("/timestamp", "must be between the click and now")
    return at


HANDLERS: dict[str, Handler] = {
    "trackConversion": track_conversion,
    "recordPostback": record_postback,
    "recordServerConversion": record_server_conversion,
}
