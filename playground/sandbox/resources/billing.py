"""Billing: plans on offer, and the subscription of a workspace, begun, changed and ended."""

from datetime import timedelta
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import Refusal, conflict, invalid
from playground.sandbox.resources import ledger, subscription
from playground.sandbox.resources.billing_tables import visits
from playground.sandbox.resources.spending import left
from playground.sandbox.resources.tariff import PRICES
from playground.sandbox.resources.workspaces import refuse_elsewhere
from playground.sandbox.values import digest, token

__all__ = ["HANDLERS", "charged", "mine", "refuse_declined"]

_DECLINED = "pm_card_declined"
_VISIT = timedelta(minutes=15)


def list_plans(call: Call) -> Reply:
    """Return every plan with its price, its limits and its features."""
    plans = [
        {
            "id": name,
            "name": plan.title,
            "monthlyPriceMicros": PRICES[name].monthly,
            "yearlyPriceMicros": PRICES[name].yearly,
            "creditsMicros": PRICES[name].credits,
            "currency": "USD",
            "limits": dict(plan.limits),
            "features": sorted(plan.features),
        }
        for name, plan in call.vocabulary.plans.items()
    ]
    return Reply(encoded(plans))


def get_billing(call: Call) -> Reply:
    """Return the subscription and the credits that are left."""
    return _reply(call, mine(call))


def get_workspace_billing(call: Call) -> Reply:
    """Return the same in brief, as the older path does."""
    found = mine(call)
    names = ("workspaceId", "plan", "period", "status", "currentPeriodEnd")
    return Reply(encoded({name: found[name] for name in names}))


def subscribe(call: Call) -> Reply:
    """Begin a subscription: the provider, simulated, is paid at once."""
    found, given = mine(call), call.body
    if found["status"] == "active":
        raise Refusal(409, "DUPLICATE_CODE", "The workspace has a subscription: change its plan")
    refuse_declined(given["paymentMethod"])
    found |= {"status": "active", "paymentMethod": given["paymentMethod"]}
    return _begun(call, found, plan=given["plan"], period=given.get("period", "monthly"))


def change_plan(call: Call) -> Reply:
    """Change the plan: what costs more begins now, what costs less with the next period."""
    found, given = _active(call), call.body
    plan, period = given.get("plan", found["plan"]), given.get("period", found["period"])
    if (plan, period) == (found["plan"], found["period"]):
        raise conflict("/plan", "must be another plan or period than the present one")
    if plan == subscription.FREE:
        raise invalid("/plan", "must be a paid plan: cancel, to have none")
    if PRICES[plan].of(period) > PRICES[found["plan"]].of(found["period"]):
        return _begun(call, found, plan=plan, period=period)
    return _kept(call, found | {"pendingPlan": plan, "pendingPeriod": period})


def cancel(call: Call) -> Reply:
    """Let the subscription end with its period."""
    found = _active(call)
    ended = {"cancelAtPeriodEnd": True, "pendingPlan": None, "pendingPeriod": None}
    return _kept(call, found | ended)


def reactivate(call: Call) -> Reply:
    """Take a cancellation back, as long as the period lasts."""
    found = mine(call)
    if not found["cancelAtPeriodEnd"]:
        raise conflict("", "There is no cancellation to take back")
    return _kept(call, found | {"cancelAtPeriodEnd": False})


def get_portal(call: Call) -> Reply:
    """Return an address of the simulated provider's page, good for a quarter of an hour."""
    workspace, value = refuse_elsewhere(call), token()
    expires_at = call.now + _VISIT
    row = {"digest": digest(value), "workspace": workspace, "expires_at": milliseconds(expires_at)}
    call.store.add(visits, row)
    shown = {"url": f"/_provider/portal/{value}", "expiresAt": stamp(expires_at)}
    return Reply(encoded(shown))


def mine(call: Call) -> dict[str, Any]:
    """
    Return the subscription of the workspace in the path.

    Raises:
        Refusal: the caller acts in another one (404).
    """
    return subscription.opened(call.store, refuse_elsewhere(call), now=call.now)


def charged(call: Call, *, amount: int, text: str) -> dict[str, Any]:
    """Write the invoice over *amount*, in micro-dollars, and return it."""
    return ledger.written(
        call.store,
        call.ids,
        workspace=call.workspace.id,
        now=call.now,
        kind="invoice",
        text=text,
        charged=amount,
    )


def refuse_declined(payment_method: str | None) -> None:
    """
    Refuse what cannot be charged.

    Raises:
        Refusal: no method (409), or the one that the provider always declines (402).
    """
    if payment_method is None:
        raise conflict("/paymentMethod", "There is no payment method: set one first")
    if payment_method == _DECLINED:
        raise Refusal(402, "P003", "The payment provider declined this payment method")


def _active(call: Call) -> dict[str, Any]:
    found = mine(call)
    if found["status"] != "active":
        raise conflict("", "There is no subscription: subscribe first")
    return found


def _begun(call: Call, found: dict[str, Any], *, plan: str, period: str) -> Reply:
    """Begin a period of *plan* now."""
    months = 12 if period == "yearly" else 1
    charged(call, amount=PRICES[plan].of(period), text=f"Plan {plan}, {period}")
    subscription.switch(call.store, found["workspaceId"], plan, vocabulary=call.vocabulary)
    begun = {
        "plan": plan,
        "period": period,
        "currentPeriodStart": call.time,
        "currentPeriodEnd": stamp(subscription.later(call.now, months)),
        "cancelAtPeriodEnd": False,
        "pendingPlan": None,
        "pendingPeriod": None,
    }
    return _kept(call, found | begun)


def _kept(call: Call, found: dict[str, Any]) -> Reply:
    subscription.kept(call.store, found, ids=call.ids, now=call.now)
    return _reply(call, found)


def _reply(call: Call, found: dict[str, Any]) -> Reply:
    remaining = left(call.store, found, now=call.now)
    shown = {name: value for name, value in found.items() if name != "autoRecharge"}
    shown |= {
        "priceMicros": PRICES[found["plan"]].of(found["period"]),
        "currency": "USD",
        "credits": {
            "planMicros": remaining.plan,
            "purchasedMicros": remaining.purchased,
            "totalMicros": remaining.total,
        },
    }
    return Reply(encoded(shown))


HANDLERS: dict[str, Handler] = {
    "listPlans": list_plans,
    "getBilling": get_billing,
    "getWorkspaceBilling": get_workspace_billing,
    "subscribe": subscribe,
    "changePlan": change_plan,
    "cancelSubscription": cancel,
    "reactivateSubscription": reactivate,
    "getBillingPortal": get_portal,
}
