"""What other services tell: sales, people and commands, each believed only when it is signed."""

from collections.abc import Callable, Mapping
from dataclasses import replace
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.openapi import linquid
from playground.openapi.check import body_problems
from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources.conversion import Report, recorded, with_order
from playground.sandbox.resources.customers import upsert_customer
from playground.sandbox.resources.installation import authentic, once
from playground.sandbox.resources.link import made

__all__ = ["HANDLERS"]

_CENT = 100
_clicks = tables.clicks.c
_CLICK = select(_clicks.workspace, _clicks.id, _clicks.link, _clicks.campaign, _clicks.at).where(
    _clicks.tenant == bindparam("in_tenant"),
    _clicks.workspace == bindparam("in_workspace"),
    _clicks.id == bindparam("is_click"),
)


def receive_stripe_event(call: Call) -> Reply:
    """Record a paid checkout as a sale, and its payer as a customer."""
    installation, acting = authentic(call, "stripe", call.params.get("installationId", ""))
    event = call.body
    about = event.get("data", {}).get("object", {})
    click = about.get("client_reference_id") or _of(about, "metadata").get("lw_cid")

    def work() -> bool:
        if event["type"] != "checkout.session.completed":
            return False
        _customer(acting, about.get("id"), _of(about, "customer_details").get("email"), click)
        value = _number(about.get("amount_total"))
        paid = None if value is None else value / _CENT
        return _sale(acting, click, value=paid, money=about.get("currency"), order=about.get("id"))

    return Reply(once(call, installation, event["id"], work))


def receive_shopify_event(call: Call) -> Reply:
    """Record a paid order as a sale, and its buyer as a customer."""
    shop = call.params.get("X-Shopify-Shop-Domain", "").partition(".")[0]
    installation, acting = authentic(call, "shopify", shop)
    order, topic = call.body, call.params.get("X-Shopify-Topic", "")
    notes = {note.get("name"): note.get("value") for note in order.get("note_attributes") or ()}
    buyer = order.get("customer") or {}

    def work() -> bool:
        if topic != "orders/paid":
            return False
        _customer(acting, buyer.get("id"), buyer.get("email"), notes.get("lw_cid"))
        return _sale(
            acting,
            notes.get("lw_cid"),
            value=_number(order.get("total_price")),
            money=order.get("currency"),
            order=f"shopify-{order['id']}",
        )

    key = call.params.get("X-Shopify-Webhook-Id") or f"{topic} {order['id']}"
    return Reply(once(call, installation, key, work))


def receive_hubspot_events(call: Call) -> Reply:
    """Make a customer of each new contact; the first event names the installation."""
    key = call.params.get("installationId") or str(call.body[0].get("portalId", ""))
    installation, acting = authentic(call, "hubspot", key)

    def work(event: Mapping[str, Any]) -> Callable[[], bool]:
        is_new = event["subscriptionType"] == "contact.creation"
        return lambda: is_new and _customer(acting, f"hubspot-{event['objectId']}", None, None)

    told = [
        json.loads(once(call, installation, str(event["eventId"]), work(event)))
        for event in call.body
    ]
    names = {"received": all, "handled": any, "duplicate": all}
    return Reply(encoded({name: how(one[name] for one in told) for name, how in names.items()}))


def receive_slack_event(call: Call) -> Reply:
    """Answer Slack's verification; other events are heard, and mean nothing here."""
    installation, _ = authentic(call, "slack", call.body.get("team_id", ""))
    if call.body["type"] == "url_verification":
        told = {"received": True, "handled": True, "duplicate": False}
        return Reply(encoded({**told, "challenge": call.body.get("challenge", "")}))
    return Reply(once(call, installation, call.body.get("event_id", call.time), lambda: False))


def receive_slack_command(call: Call) -> Reply:
    """Shorten the address that a person gave, and tell them the short one."""
    installation, acting = authentic(call, "slack", call.body["team_id"])
    address, _, title = call.body["text"].strip().partition(" ")
    given = {"destinationUrl": address, **({"title": title.strip()} if title.strip() else {})}
    said: list[str] = []

    def work() -> bool:
        said.append(_shortened(replace(acting, body=given)))
        return True

    told = json.loads(once(call, installation, call.body.get("trigger_id", call.id("cmd_")), work))
    return Reply(encoded({**told, "text": said[0] if said else "That was done already."}))


def receive_slack_notification(call: Call) -> Reply:
    """Keep what Slack wants an installation to know, once."""
    installation, _ = authentic(call, "slack", call.params["installationId"])
    return Reply(once(call, installation, call.body["id"], lambda: True))


def _shortened(acting: Call) -> str:
    problems = body_problems(linquid().operations["createLink"], acting.body)
    if problems:
        return problems[0].message
    try:
        with acting.store.attempt():
            return str(json.loads(made(acting))["shortUrl"])
    except Refusal as refusal:
        return refusal.message


def _sale(
    acting: Call, click: object, *, value: float | None, money: object, order: object
) -> bool:
    """Record a sale after *click*; whether there was such a click, and no such order before."""
    where = {"in_workspace": acting.workspace.id, "is_click": str(click or "")}
    row = acting.store.row(_CLICK, **where)
    key = str(order)[:128] if order else None
    if row is None or with_order(acting, acting.workspace.id, key) is not None:
        return False
    currency = str(money or "USD").upper()
    report = Report(
        at=acting.at,
        event="purchase",
        value=value,
        currency=currency,
        order=key,
        source="integration",
    )
    recorded(acting, report, row)
    return True


def _customer(acting: Call, external: object, email: object, click: object) -> bool:
    """Make or change the customer that *external* names; whether anything names one."""
    if not external or not (email or str(external).startswith("hubspot-")):
        return False
    row = acting.store.row(_CLICK, in_workspace=acting.workspace.id, is_click=str(click or ""))
    given = {"externalId": str(external)[:128], "email": email, "clickId": row.id if row else None}
    body = {name: value for name, value in given.items() if value}
    upsert_customer(replace(acting, body=body))
    return True


def _of(given: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = given.get(name)
    return found if isinstance(found, dict) else {}


def _number(given: object) -> float | None:
    try:
        return float(str(given))
    except ValueError:
        return None


HANDLERS: dict[str, Handler] = {
    "receiveStripeEvent": receive_stripe_event,
    "receiveShopifyEvent": receive_shopify_event,
    "receiveHubSpotEvents": receive_hubspot_events,
    "receiveHubSpotInstallationEvents": receive_hubspot_events,
    "receiveSlackEvent": receive_slack_event,
    "receiveSlackCommand": receive_slack_command,
    "receiveSlackNotification": receive_slack_notification,
}
