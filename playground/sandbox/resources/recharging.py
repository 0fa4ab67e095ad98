"""Auto-recharge: credits are bought by themselves where they run low."""

from datetime import datetime, timedelta
from typing import Any

from playground.sandbox import agenda
from playground.sandbox.ids import Ids
from playground.sandbox.resources import ledger
from playground.sandbox.resources.spending import left
from playground.sandbox.store import Transaction

__all__ = ["WATCH", "recharge", "watch_on"]

WATCH = "billing.watch"

_OFTEN = timedelta(days=1)


def recharge(store: Transaction, subscription: dict[str, Any], *, ids: Ids, now: datetime) -> bool:
    """Buy credits where auto-recharge is on and the purchased ones run low; whether it did."""
    wanted, workspace = subscription["autoRecharge"], subscription["workspaceId"]
    if not wanted["enabled"]:
        return False
    if left(store, subscription, now=now).purchased >= wanted["thresholdMicros"]:
        return False
    amount = wanted["amountMicros"]
    for kind, charged, credited in (("purchase", 0, amount), ("invoice", amount, 0)):
        ledger.written(
            store,
            ids,
            workspace=workspace,
            now=now,
            kind=kind,
            text="Credits by auto-recharge",
            charged=charged,
            credits=credited,
        )
    return True


def watch_on(store: Transaction, subscription: dict[str, Any], *, ids: Ids, now: datetime) -> None:
    """Have a look at the credits tomorrow, and on each day after it, while auto-recharge is on."""
    workspace = subscription["workspaceId"]
    agenda.forget(store, kind=WATCH, workspace=workspace, subject=workspace)
    if subscription["autoRecharge"]["enabled"]:
        key, at = ids.make("due_", now=now), now + _OFTEN
        agenda.plan(store, key, at=at, kind=WATCH, workspace=workspace, subject=workspace)
