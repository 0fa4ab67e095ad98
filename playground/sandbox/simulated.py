"""Other services, simulated: what they would send to Linquid, signed with their secret."""

from collections.abc import Mapping
from datetime import datetime
import json
from typing import Any
from urllib.parse import urlencode

from playground.sandbox.refusal import invalid
from playground.sandbox.resources.installation import Installation, installed
from playground.sandbox.resources.provider_signature import signed
from playground.sandbox.store import Transaction

__all__ = ["sent_by_provider"]

_PLACE = "/api/integrations/webhooks/"
_PATHS = {
    "stripe": "stripe",
    "shopify": "shopify",
    "hubspot": "hubspot",
    "slack": "slack/events",
    "slack/commands": "slack/commands",
    "slack/notify": "slack/notify",
}


def sent_by_provider(
    store: Transaction, given: Mapping[str, Any], *, now: datetime
) -> dict[str, Any]:
    """
    Return path, headers and body of the request that a provider sends for an event.

    Args:
        store: where the installation is, or is made.
        given: `provider` (`stripe`, `shopify`, `hubspot`, `slack`, `slack/commands` or
            `slack/notify`), `workspace`, and the `event` as the provider writes it.
        now: when it is sent.

    Raises:
        Refusal: there is no such provider (400) or workspace (404).
    """
    kind, event = given.get("provider"), given.get("event")
    if not isinstance(kind, str) or kind not in _PATHS:
        raise invalid("/provider", f"must be one of {', '.join(_PATHS)}")
    if not isinstance(event, dict | list):
        raise invalid("/event", "must be what the provider sends")
    provider = kind.partition("/")[0]
    one = installed(store, provider, str(given.get("workspace")))
    is_form = kind == "slack/commands"
    filled = _filled(kind, event, one)
    body = urlencode(filled) if is_form else json.dumps(filled)
    path = _PLACE + _PATHS[kind] + (f"/{one.id}" if kind == "slack/notify" else "")
    headers = {
        "content-type": "application/x-www-form-urlencoded" if is_form else "application/json",
        **signed(provider, one.secret, body.encode(), now=now, target=path),
        **_more(kind, one, event),
    }
    query = f"?installationId={one.id}" if kind == "stripe" else ""
    return {"method": "POST", "target": f"{path}{query}", "headers": headers, "body": body}


def _filled(kind: str, event: Any, one: Installation) -> Any:
    """Return *event* with the name of the installation where the provider puts it."""
    if kind in {"slack", "slack/commands"}:
        return {**event, "team_id": one.id}
    if kind == "hubspot":
        return [{**entry, "portalId": one.id} for entry in event]
    return event


def _more(kind: str, one: Installation, event: Any) -> dict[str, str]:
    if kind != "shopify":
        return {}
    return {
        "x-shopify-shop-domain": f"{one.id}.myshopify.com",
        "x-shopify-topic": "orders/paid",
        "x-shopify-webhook-id": f"event-{event.get('id')}",
    }
