"""Conversions: what visitors did after a click, counted once an order."""

import json

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.money import in_dollars
from playground.sandbox.refusal import Refusal, invalid, not_found
from playground.sandbox.resources.lookup import LINKS

__all__ = ["HANDLERS"]

_CREATED = 201
_WINDOW = 30 * 24 * 3600 * 1000

_clicks, _conversions = tables.clicks.c, tables.conversions.c
_CLICK = select(_clicks.link, _clicks.campaign, _clicks.at).where(
    _clicks.tenant == bindparam("in_tenant"),
    _clicks.workspace == bindparam("in_workspace"),
    _clicks.id == bindparam("is_click"),
)
_ORDER = select(_conversions.id).where(
    _conversions.tenant == bindparam("in_tenant"),
    _conversions.workspace == bindparam("in_workspace"),
    _conversions.order_id == bindparam("is_order"),
)


def track_conversion(call: Call) -> Reply:
    """Record a conversion of a click of the last 30 days; a repeated order is refused."""
    given, workspace = call.body, call.workspace.id
    click = call.store.row(_CLICK, in_workspace=workspace, is_click=given["clickId"])
    if click is None:
        raise not_found("Click")
    if milliseconds(call.now) - click.at > _WINDOW:
        raise invalid("/clickId", "this click is older than the attribution window of 30 days")
    order = given.get("orderId")
    if order is not None and call.store.row(_ORDER, in_workspace=workspace, is_order=order):
        raise Refusal(409, "DUPLICATE_CODE", "This order was recorded already")
    currency = given.get("currency", "USD")
    dollars = in_dollars(given.get("value", 0), currency)
    key = call.id("conv_")
    document = {
        "conversionId": key,
        "clickId": given["clickId"],
        "event": given.get("event", "conversion"),
        "value": given.get("value"),
        "currency": currency,
        "orderId": order,
        "tracked": True,
        "timestamp": call.time,
    }
    row = {
        "workspace": workspace,
        "id": key,
        "position": call.ids.number(),
        "click": given["clickId"],
        "link": click.link,
        "campaign": click.campaign,
        "dollars": dollars,
        "order_id": order,
        "at": call.at,
        "document": encoded(document | {"metadata": given.get("metadata", {})}),
    }
    call.store.add(tables.conversions, row)
    _count(call, click.link, dollars)
    return Reply(encoded(document), status=_CREATED)


def _count(call: Call, link: str, dollars: float) -> None:
    """Add the conversion to the totals of its link, unless that is deleted."""
    text = LINKS.text(call.store, call.workspace.id, link)
    if text is not None:
        document = json.loads(text)
        document["conversions"] += 1
        document["revenue"] = round(document["revenue"] + dollars, 2)
        LINKS.write(call.store, call.workspace.id, link, document)


HANDLERS: dict[str, Handler] = {"trackConversion": track_conversion}
