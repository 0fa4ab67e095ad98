"""The subscription of a workspace: its state, what renews it, and what it has used."""

from calendar import monthrange
from datetime import datetime
import json
from typing import Any

from sqlalchemy import bindparam, delete, select, update

from playground.sandbox import agenda, tables
from playground.sandbox.agenda import Task
from playground.sandbox.clock import stamp
from playground.sandbox.envelope import encoded
from playground.sandbox.ids import Ids
from playground.sandbox.resources import ledger
from playground.sandbox.resources.billing_tables import subscriptions
from playground.sandbox.resources.recharging import recharge
from playground.sandbox.resources.spending import costs
from playground.sandbox.resources.tariff import PRICES
from playground.sandbox.store import Transaction
from playground.scopes.vocabulary import Vocabulary

__all__ = ["FREE", "RENEWAL", "kept", "later", "opened", "renew", "switch"]

FREE = "starter"
RENEWAL = "billing.renew"

_HERE = (
    subscriptions.c.tenant == bindparam("in_tenant"),
    subscriptions.c.workspace == bindparam("in_workspace"),
)
_GET = select(subscriptions.c.document).where(*_HERE)
_DELETE = delete(subscriptions).where(*_HERE)
_places = tables.workspaces.c
_PLACE = (_places.tenant == bindparam("in_tenant"), _places.id == bindparam("in_workspace"))
_GET_PLACE = select(_places.document, _places.plan).where(*_PLACE)
_SWITCH = (
    update(tables.workspaces)
    .where(*_PLACE)
    .values(plan=bindparam("new_plan"), document=bindparam("new_document"))
)


def opened(store: Transaction, workspace: str, *, now: datetime) -> dict[str, Any]:
    """Return the subscription; a workspace that never had one has its plan since it was made."""
    row = store.row(_GET, in_workspace=workspace)
    if row is not None:
        return dict(json.loads(row.document))
    place = store.row(_GET_PLACE, in_workspace=workspace)
    plan = place.plan if place else FREE
    begin = datetime.fromisoformat(json.loads(place.document)["createdAt"]) if place else now
    count = 0
    while later(begin, count + 1) <= now:
        count += 1
    return {
        "workspaceId": workspace,
        "plan": plan,
        "period": "monthly",
        "status": "none" if plan == FREE else "active",
        "currentPeriodStart": stamp(later(begin, count)),
        "currentPeriodEnd": stamp(later(begin, count + 1)),
        "cancelAtPeriodEnd": False,
        "pendingPlan": None,
        "pendingPeriod": None,
        "paymentMethod": None,
        "autoRecharge": {"enabled": False, "thresholdMicros": None, "amountMicros": None},
    }


def kept(store: Transaction, subscription: dict[str, Any], *, ids: Ids, now: datetime) -> None:
    """Keep *subscription*, and put its next renewal on the agenda."""
    workspace = subscription["workspaceId"]
    store.run(_DELETE, in_workspace=workspace)
    store.add(subscriptions, {"workspace": workspace, "document": encoded(subscription)})
    agenda.forget(store, kind=RENEWAL, workspace=workspace, subject=workspace)
    at = datetime.fromisoformat(subscription["currentPeriodEnd"])
    key = ids.make("due_", now=now)
    agenda.plan(store, key, at=at, kind=RENEWAL, workspace=workspace, subject=workspace)


def switch(store: Transaction, workspace: str, plan: str, *, vocabulary: Vocabulary) -> None:
    """Put *workspace* on *plan*: its limits hold from the next request."""
    row = store.row(_GET_PLACE, in_workspace=workspace)
    if row is None:
        return
    limits = vocabulary.plans[plan].limits
    document = json.loads(row.document)
    document |= {
        "plan": plan,
        "linksLimit": limits["links"],
        "clicksLimit": limits["clicks_per_month"],
    }
    new = encoded(document)
    store.run(_SWITCH, in_workspace=workspace, new_plan=plan, new_document=new)


def renew(task: Task) -> None:
    """End a period and begin the next: charge what was used, then the plan, as it is now."""
    store, now = task.store, task.now
    subscription = opened(store, task.workspace, now=now)
    _charge_usage(task, subscription)
    plan = subscription["pendingPlan"] or subscription["plan"]
    subscription["period"] = subscription["pendingPeriod"] or subscription["period"]
    if subscription["cancelAtPeriodEnd"]:
        plan, subscription["status"] = FREE, "canceled"
    subscription |= {"cancelAtPeriodEnd": False, "pendingPlan": None, "pendingPeriod": None}
    if plan != subscription["plan"]:
        switch(store, task.workspace, plan, vocabulary=task.vocabulary)
    months = 12 if subscription["period"] == "yearly" else 1
    subscription |= {
        "plan": plan,
        "currentPeriodStart": stamp(now),
        "currentPeriodEnd": stamp(later(now, months)),
    }
    if price := PRICES[plan].of(subscription["period"]):
        ledger.written(
            store,
            task.ids,
            workspace=task.workspace,
            now=now,
            kind="invoice",
            text=f"Plan {plan}, {subscription['period']}",
            charged=price,
        )
    recharge(store, subscription, ids=task.ids, now=now)
    kept(store, subscription, ids=task.ids, now=now)


def later(time: datetime, months: int) -> datetime:
    """Return the same day some *months* later, or that month's last."""
    count = time.year * 12 + time.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return time.replace(year=year, month=month, day=min(time.day, monthrange(year, month)[1]))


def _charge_usage(task: Task, subscription: dict[str, Any]) -> None:
    """Take what the plan's credits did not cover from the purchased ones, as far as they go."""
    begin = datetime.fromisoformat(subscription["currentPeriodStart"])
    used = costs(task.store, task.workspace, begin=begin, end=task.now)
    beyond = sum(share["costMicros"] for share in used.values())
    beyond -= PRICES[subscription["plan"]].credits
    taken = min(beyond, ledger.balance(task.store, task.workspace))
    if taken > 0:
        ledger.written(
            task.store,
            task.ids,
            workspace=task.workspace,
            now=task.now,
            kind="usage",
            text="Usage beyond the plan's credits",
            credits=-taken,
        )
