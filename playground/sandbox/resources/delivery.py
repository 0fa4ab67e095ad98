"""Deliveries of webhooks: planned when something happens, sent, and tried again with backoff."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import agenda
from playground.sandbox.agenda import Errand, Task
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.collection import Collection
from playground.sandbox.envelope import encoded
from playground.sandbox.prepared import Record
from playground.sandbox.resources.signing import signed_headers
from playground.sandbox.resources.webhook_tables import deliveries, webhooks
from playground.sandbox.store import Transaction

__all__ = ["DELIVERIES", "SENDING", "WEBHOOKS", "announce", "deliver", "planned"]

SENDING = "webhook.send"
WEBHOOKS = Collection(webhooks, noun="Webhook")
DELIVERIES = Collection(deliveries, noun="Delivery")

_MILLISECOND = timedelta(milliseconds=1)
_WAITS = tuple(timedelta(seconds=s) for s in (5, 300, 1800, 7200, 18000))
_MOST_FAILURES = 10
_TIMEOUT_SECONDS = 5.0
_LONGEST_BODY = 1000
_OFF = "the webhook is switched off"

_hooks = webhooks.c
_HERE = (_hooks.tenant == bindparam("in_tenant"), _hooks.workspace == bindparam("in_workspace"))
_ALL = select(_hooks.document, _hooks.link).where(*_HERE).order_by(_hooks.position)
_ONE = select(webhooks).where(*_HERE, _hooks.id == bindparam("is_id"))


def announce(
    store: Transaction,
    workspace: str,
    *,
    events: Mapping[str, Mapping[str, Any]],
    link: str,
    key: str,
    position: int,
    now: datetime,
) -> None:
    """
    Plan a delivery to each webhook that wants to hear of one of *events*.

    Args:
        store: the transaction in which it happened.
        workspace: where.
        events: what to tell, by the names that webhooks know it under.
        link: the link that it happened to.
        key: the ID of what happened; deliveries are named after it.
        position: where deliveries stand in the order of creation.
        now: when.
    """
    for row in store.rows(_ALL, in_workspace=workspace):
        hook = json.loads(row.document)
        if hook["enabled"] and row.link in (None, link):
            for event in set(hook["events"]) & events.keys():
                planned(
                    store,
                    workspace,
                    hook["id"],
                    event,
                    events[event],
                    key=f"dlv_{key}_{hook['id']}_{event}"[-128:],
                    position=position,
                    now=now,
                )


def planned(
    store: Transaction,
    workspace: str,
    hook: str,
    event: str,
    data: Mapping[str, Any],
    *,
    key: str,
    position: int,
    now: datetime,
) -> str:
    """Plan to tell *hook* of *event* at once, and return the delivery as JSON text."""
    delivery = {
        "id": key,
        "webhookId": hook,
        "event": event,
        "status": "pending",
        "attempts": 0,
        "statusCode": None,
        "responseBody": None,
        "responseTimeMs": None,
        "error": None,
        "nextAttemptAt": stamp(now),
        "payload": {"type": event, "timestamp": stamp(now), "data": dict(data)},
        "createdAt": stamp(now),
    }
    agenda.plan(store, f"{key}.0"[-128:], at=now, kind=SENDING, workspace=workspace, subject=key)
    return DELIVERIES.add(store, workspace, delivery, id=key, position=position, webhook=hook)


def deliver(task: Task) -> Errand | None:
    """Return the errand that sends the delivery; where nobody waits for it, it has failed."""
    delivery = DELIVERIES.document(task.store, task.workspace, task.subject)
    if delivery is None:
        return None
    key = delivery["webhookId"]
    row = task.store.row(_ONE, in_workspace=task.workspace, is_id=key)
    if row is None:
        return None
    if not json.loads(row.document)["enabled"]:
        delivery |= {"status": "failed", "nextAttemptAt": None, "error": _OFF}
        DELIVERIES.write(task.store, task.workspace, task.subject, delivery)
        return None
    url, headers, body = _letter(row, delivery, task.now)
    return Errand(run=lambda: _sent(url, headers, body, task.clock), settle=_settled)


def _letter(
    row: Record, delivery: Mapping[str, Any], now: datetime
) -> tuple[str, tuple[tuple[str, str], ...], str]:
    body = encoded(delivery["payload"])
    secrets = [row.secret]
    if row.old_secret and row.old_until > milliseconds(now):
        secrets.append(row.old_secret)
    seconds = int(now.timestamp())
    signed = signed_headers(secrets, message=delivery["id"], seconds=seconds, body=body)
    return json.loads(row.document)["url"], (("content-type", "application/json"), *signed), body


def _sent(
    url: str, headers: tuple[tuple[str, str], ...], body: str, clock: Callable[[], datetime]
) -> dict[str, Any]:
    """Send *body*, and return what came of it; nothing but this machine is ever contacted."""
    from playground.client.transport import Transport, is_loopback  # noqa: PLC0415  brings httpx
    from playground.client.wire import Reply, Wire  # noqa: PLC0415

    if not is_loopback(url):
        return {"error": "not on this machine"}
    begin = clock()
    wire = Wire(method="POST", url=url, headers=headers, content=body.encode())
    outcome = Transport(timeout_seconds=_TIMEOUT_SECONDS).send(wire)
    spent = max(round((clock() - begin) / _MILLISECOND), 0)
    if isinstance(outcome, Reply):
        text = outcome.text[:_LONGEST_BODY]
        return {"statusCode": outcome.status, "responseBody": text, "responseTimeMs": spent}
    return {"error": outcome.trouble, "responseTimeMs": spent}


def _settled(task: Task, outcome: dict[str, Any]) -> None:
    """Write down what came of an attempt, and plan the next one where it failed."""
    store, workspace, key = task.store, task.workspace, task.subject
    delivery = DELIVERIES.document(store, workspace, key)
    if delivery is None:
        return
    delivery |= {"statusCode": None, "responseBody": None, "error": None, **outcome}
    is_good = 200 <= (delivery["statusCode"] or 0) < 300  # noqa: PLR2004  success, in HTTP
    attempts = delivery["attempts"] = delivery["attempts"] + 1
    again = None if is_good or attempts > len(_WAITS) else task.now + _WAITS[attempts - 1]
    delivery["status"] = "succeeded" if is_good else "pending" if again else "failed"
    delivery["nextAttemptAt"] = stamp(again) if again else None
    if again:
        entry = f"{key}.{attempts}"[-128:]
        agenda.plan(store, entry, at=again, kind=SENDING, workspace=workspace, subject=key)
    DELIVERIES.write(store, workspace, key, delivery)
    _count(task, delivery["webhookId"], is_good=is_good)


def _count(task: Task, key: str, *, is_good: bool) -> None:
    """Count failures in a row; a webhook that has failed too often is switched off."""
    hook = WEBHOOKS.document(task.store, task.workspace, key)
    if hook is None:
        return
    hook["failureCount"] = 0 if is_good else hook["failureCount"] + 1
    if hook["failureCount"] >= _MOST_FAILURES:
        off = {"enabled": False, "disabledReason": "too many failures"}
        hook |= {**off, "updatedAt": stamp(task.now)}
    WEBHOOKS.write(task.store, task.workspace, key, hook)
