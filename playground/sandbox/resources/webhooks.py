"""Webhooks of three families, of the workspace, of a link, and automations: one life for all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import bindparam, func, select, update

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import conflict, invalid, not_found
from playground.sandbox.resources.delivery import DELIVERIES, SENDING, WEBHOOKS, deliver, planned
from playground.sandbox.resources.lookup import LINKS, listed, wanted, wanted_text
from playground.sandbox.resources.overlap import overlap
from playground.sandbox.resources.signing import fresh_secret, masked
from playground.sandbox.resources.webhook_tables import webhooks

__all__ = ["HANDLERS", "WORKS", "ZAPIER"]

WORKS = {SENDING: deliver}
_GROUPS = ("clicks", "leads", "sales", "partner", "commission", "bounty", "payout")

_hooks = webhooks.c
_HERE = (_hooks.tenant == bindparam("in_tenant"), _hooks.workspace == bindparam("in_workspace"))
_COUNT = select(func.count()).select_from(webhooks).where(*_HERE)
_FAMILY = select(_hooks.link, _hooks.secret).where(
    *_HERE, _hooks.id == bindparam("is_id"), _hooks.family == bindparam("is_family")
)
_ROTATE = (
    update(webhooks)
    .where(*_HERE, _hooks.id == bindparam("is_id"))
    .values(
        secret=bindparam("new_secret"),
        old_secret=bindparam("new_old"),
        old_until=bindparam("new_until"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Family:
    """The webhooks under one path; those of a link hear of that link only."""

    name: str
    noun: str

    def handlers(self) -> Iterator[tuple[str, Handler]]:
        """Yield what every family can do, by `operationId`."""
        noun = self.noun
        yield f"list{noun}s", self.list
        yield f"create{noun}", self.create
        yield f"get{noun}", self.get
        yield f"update{noun}", self.update
        yield f"delete{noun}", self.delete
        yield f"test{noun}", self.test
        yield f"list{noun}Deliveries", self.deliveries

    def list(self, call: Call) -> Reply:
        """Return a page of them, the newest first, their secrets masked."""
        link = self._link(call)
        return listed(call, WEBHOOKS, family=self.name, link=link)

    def create(self, call: Call, *, pointer: str = "/url") -> Reply:
        """Make one, and show its signing secret, this once."""
        link, given = self._link(call), call.body
        _refuse_outside(given["url"], pointer)
        row = call.store.row(_COUNT, in_workspace=call.workspace.id)
        call.refuse_beyond("webhooks", used=int(row[0]) if row else 0)
        key, secret = call.id("wh_"), fresh_secret()
        hook = {
            "id": key,
            **({"linkId": link} if link else {}),
            "url": given["url"],
            "events": given["events"],
            "enabled": given.get("enabled", True),
            "secret": masked(),
            "failureCount": 0,
            "disabledReason": None,
            "createdAt": call.time,
            "updatedAt": call.time,
        }
        columns = {"position": call.ids.number(), "family": self.name, "link": link}
        WEBHOOKS.add(call.store, call.workspace.id, hook, id=key, secret=secret, **columns)
        return Reply(encoded({**hook, "secret": secret}), status=201)

    def get(self, call: Call) -> Reply:
        """Return one, its secret masked."""
        return Reply(encoded(self.found(call)))

    def update(self, call: Call) -> Reply:
        """Change what is named; switched on again, its failures are forgotten."""
        hook = self.found(call)
        if "url" in call.body:
            _refuse_outside(call.body["url"])
        hook |= {**call.body, "updatedAt": call.time}
        if call.body.get("enabled"):
            hook |= {"failureCount": 0, "disabledReason": None}
        return Reply(WEBHOOKS.write(call.store, call.workspace.id, hook["id"], hook))

    def enable(self, call: Call) -> Reply:
        """Switch one on again."""
        on = {"enabled": True, "failureCount": 0, "disabledReason": None, "updatedAt": call.time}
        hook = self.found(call) | on
        return Reply(WEBHOOKS.write(call.store, call.workspace.id, hook["id"], hook))

    def delete(self, call: Call) -> Reply:
        """Delete one; what is still to be sent to it is not sent."""
        key = self.found(call)["id"]
        WEBHOOKS.remove(call.store, call.workspace.id, key)
        return Reply(encoded({"id": key, "deleted": True}))

    def test(self, call: Call) -> Reply:
        """Send a made-up event at once; the delivery log tells what came of it."""
        return _planned(call, self.found(call), "test", {"message": "A test of this webhook"})

    def deliveries(self, call: Call) -> Reply:
        """Return a page of what was sent, the newest first."""
        return listed(call, DELIVERIES, webhook=self.found(call)["id"])

    def delivery(self, call: Call) -> Reply:
        """Return one delivery."""
        self.delivered(call)
        return Reply(wanted_text(call, DELIVERIES, call.params["deliveryId"]))

    def redeliver(self, call: Call) -> Reply:
        """Send again what was sent before, as a delivery of its own."""
        hook, before = self.found(call), self.delivered(call)
        return _planned(call, hook, before["event"], before["payload"]["data"])

    def rotate(self, call: Call) -> Reply:
        """Give one another secret; for a while the one before signs, too."""
        hook, secret = self.found(call), fresh_secret()
        until = milliseconds(call.now + overlap(call))
        here = {"in_workspace": call.workspace.id, "is_id": hook["id"]}
        row = call.store.row(_FAMILY, **here, is_family=self.name)
        old = row.secret if row else None
        call.store.run(_ROTATE, **here, new_secret=secret, new_old=old, new_until=until)
        return Reply(encoded({**hook, "secret": secret}))

    def found(self, call: Call) -> dict[str, Any]:
        """
        Return the webhook in the path.

        Raises:
            Refusal: there is none in this family, of this link (404).
        """
        link, key = self._link(call), call.params["webhookId"]
        hook = wanted(call, WEBHOOKS, key)
        row = call.store.row(
            _FAMILY, in_workspace=call.workspace.id, is_id=key, is_family=self.name
        )
        if row is None or row.link != link:
            raise not_found("Webhook")
        return hook

    def delivered(self, call: Call) -> dict[str, Any]:
        """
        Return the delivery in the path.

        Raises:
            Refusal: the webhook has none such (404).
        """
        found = wanted(call, DELIVERIES, call.params["deliveryId"])
        if found["webhookId"] != self.found(call)["id"]:
            raise not_found("Delivery")
        return found

    def _link(self, call: Call) -> str | None:
        if self.name != "link":
            return None
        return str(wanted(call, LINKS, call.params["linkId"])["id"])


def list_automation_events(_: Call) -> Reply:
    """Return what automations can hear of."""
    return Reply(encoded(list(_GROUPS)))


def _planned(call: Call, hook: dict[str, Any], event: str, data: dict[str, Any]) -> Reply:
    if not hook["enabled"]:
        raise conflict("/webhookId", "is switched off: enable it first")
    text = planned(
        call.store,
        call.workspace.id,
        hook["id"],
        event,
        data,
        key=call.id("dlv_"),
        position=call.ids.number(),
        now=call.now,
    )
    return Reply(text, status=202)


def _refuse_outside(url: str, pointer: str = "/url") -> None:
    """Refuse whatever is not this machine; names are never resolved to find out."""
    from playground.client.transport import is_loopback  # noqa: PLC0415  brings httpx

    if not is_loopback(url) or "@" in urlsplit(url).netloc:
        raise invalid(pointer, "must lead to this machine, such as http://127.0.0.1:9000/hook")


_WORKSPACE = _Family(name="workspace", noun="Webhook")
_LINK = _Family(name="link", noun="LinkWebhook")
_AUTOMATION = _Family(name="automation", noun="Automation")
ZAPIER = _Family(name="zapier", noun="ZapierHook")

HANDLERS: dict[str, Handler] = {
    **dict(_WORKSPACE.handlers()),
    **dict(_LINK.handlers()),
    **dict(_AUTOMATION.handlers()),
    "enableWebhook": _WORKSPACE.enable,
    "getLinkWebhookDelivery": _LINK.delivery,
    "redeliverLinkWebhook": _LINK.redeliver,
    "rotateLinkWebhookSecret": _LINK.rotate,
    "listAutomationEvents": list_automation_events,
}
