"""What Zapier asks for with a key: subscriptions, dropdowns, samples, and a connection test."""

from dataclasses import replace
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.collection import Collection
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import not_found
from playground.sandbox.resources.conversion import kind_of
from playground.sandbox.resources.lookup import CAMPAIGNS, LINKS
from playground.sandbox.resources.webhooks import ZAPIER

__all__ = ["HANDLERS"]

_MOST = 100
_EVENTS = {
    "click": "A link was opened.",
    "conversion": "A visitor did something after a click.",
    "qr_scan": "A QR code was scanned.",
    "leads": "A conversion that is a lead.",
    "sales": "A conversion that is a sale.",
}
_NAME = select(tables.workspaces.c.name).where(
    tables.workspaces.c.tenant == bindparam("in_tenant"),
    tables.workspaces.c.id == bindparam("in_workspace"),
)
_CLICKS, _CONVERSIONS = Collection(tables.clicks), Collection(tables.conversions)


def subscribe(call: Call) -> Reply:
    """Make a webhook for Zapier, and show its signing secret, this once."""
    given = {"url": call.body["targetUrl"], "events": [call.body["event"]]}
    return ZAPIER.create(replace(call, body=given), pointer="/targetUrl")


def unsubscribe(call: Call) -> Reply:
    """End a subscription."""
    params: dict[str, Any] = {**call.params, "webhookId": call.params["hookId"]}
    return ZAPIER.delete(replace(call, params=params))


def get_sample(call: Call) -> Reply:
    """Return the newest event of its kind that was recorded."""
    event = call.params["event"]
    recorded = _CLICKS if event in {"click", "qr_scan"} else _CONVERSIONS
    texts = recorded.texts(call.store, call.workspace.id, offset=0, limit=_MOST)
    found = next((one for one in map(json.loads, texts) if _is(event, one)), None)
    if event not in _EVENTS or found is None:
        raise not_found("Event")
    return Reply(encoded({"type": event, "timestamp": found["timestamp"], "data": found}))


def list_links(call: Call) -> Reply:
    """Return the newest links by title, or else by short URL."""
    return _choices(call, LINKS, ("title", "shortUrl"))


def list_campaigns(call: Call) -> Reply:
    """Return the newest campaigns by name."""
    return _choices(call, CAMPAIGNS, ("name", "id"))


def list_events(_: Call) -> Reply:
    """Return what can be subscribed to."""
    shown = [{"event": name, "description": text} for name, text in _EVENTS.items()]
    return Reply(encoded(shown))


def test_connection(call: Call) -> Reply:
    """Tell whose key it is."""
    row = call.store.row(_NAME, in_workspace=call.workspace.id)
    credential = call.caller.credential
    shown = {
        "workspaceId": call.workspace.id,
        "workspaceName": row.name if row else "",
        "key": credential.name if credential else "",
    }
    return Reply(encoded(shown))


def _is(event: str, recorded: dict[str, Any]) -> bool:
    if event in {"leads", "sales"}:
        return f"{kind_of(recorded['event'])}s" == event
    return event != "qr_scan" or recorded.get("trigger") == "qr"


def _choices(call: Call, collection: Collection, names: tuple[str, ...]) -> Reply:
    texts = collection.texts(call.store, call.workspace.id, offset=0, limit=_MOST)
    shown = [
        {"id": one["id"], "name": next(one[name] for name in names if one[name])}
        for one in map(json.loads, texts)
    ]
    return Reply(encoded(shown))


HANDLERS: dict[str, Handler] = {
    "subscribeZapier": subscribe,
    "unsubscribeZapier": unsubscribe,
    "getZapierSample": get_sample,
    "listZapierLinks": list_links,
    "listZapierCampaigns": list_campaigns,
    "listZapierEvents": list_events,
    "testZapier": test_connection,
}
