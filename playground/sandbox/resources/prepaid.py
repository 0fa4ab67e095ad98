"""Credits: bought in packages or by auto-recharge, used up, and listed with the invoices."""

from datetime import datetime
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import stamp
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.refusal import conflict, invalid
from playground.sandbox.resources import ledger, subscription
from playground.sandbox.resources.billing import charged, mine, refuse_declined
from playground.sandbox.resources.recharging import recharge, watch_on
from playground.sandbox.resources.spending import costs
from playground.sandbox.resources.tariff import PACKAGES, PRICES
from playground.sandbox.resources.usage import month_of
from playground.sandbox.resources.workspaces import refuse_elsewhere

__all__ = ["HANDLERS"]


def list_credit_packages(call: Call) -> Reply:
    """Return the credits that can be bought at once."""
    refuse_elsewhere(call)
    shown = [
        {"id": p.id, "creditsMicros": p.credits, "priceMicros": p.price, "currency": "USD"}
        for p in PACKAGES
    ]
    return Reply(encoded(shown))


def add_credits(call: Call) -> Reply:
    """Buy a package of credits with the payment method that is set."""
    found = mine(call)
    package = next((p for p in PACKAGES if p.id == call.body["packageId"]), None)
    if package is None:
        raise invalid("/packageId", f"must be one of {', '.join(p.id for p in PACKAGES)}")
    refuse_declined(found["paymentMethod"])
    charged(call, amount=package.price, text=f"Credits, package {package.id}")
    entry = ledger.written(
        call.store,
        call.ids,
        workspace=found["workspaceId"],
        now=call.now,
        kind="purchase",
        text=f"Package {package.id}",
        credits=package.credits,
    )
    return Reply(encoded(entry), status=201)


def list_transactions(call: Call) -> Reply:
    """Return a page of what moved credits, the newest first."""
    workspace = refuse_elsewhere(call)
    number, limit = call.params["page"], call.params["limit"]
    texts, total = ledger.credit_entries(
        call.store, workspace, offset=(number - 1) * limit, limit=limit
    )
    return page(texts, total=total, number=number, limit=limit)


def list_billing_history(call: Call) -> Reply:
    """Return a page of invoices and credit transactions together, the newest first."""
    workspace = refuse_elsewhere(call)
    number, limit = call.params["page"], call.params["limit"]
    offset = (number - 1) * limit
    texts = ledger.LEDGER.texts(call.store, workspace, offset=offset, limit=limit)
    total = ledger.LEDGER.count(call.store, workspace)
    return page(texts, total=total, number=number, limit=limit)


def get_auto_recharge(call: Call) -> Reply:
    """Return whether credits are bought by themselves, and when."""
    return _recharge(mine(call))


def put_auto_recharge(call: Call) -> Reply:
    """Set when credits are bought by themselves; where they are low already, now."""
    found = mine(call)
    given = {**found["autoRecharge"], **call.body}
    if given["enabled"]:
        if found["status"] != "active":
            raise conflict("/enabled", "needs a subscription: subscribe first")
        refuse_declined(found["paymentMethod"])
        for name in ("thresholdMicros", "amountMicros"):
            if given.get(name) is None:
                raise conflict(f"/{name}", "is needed where auto-recharge is on")
    names = ("enabled", "thresholdMicros", "amountMicros")
    found["autoRecharge"] = {name: given.get(name) for name in names}
    return _kept(call, found)


def put_payment_method(call: Call) -> Reply:
    """Set what the provider, simulated, charges from now on."""
    found = mine(call)
    refuse_declined(call.body["paymentMethod"])
    found["paymentMethod"] = call.body["paymentMethod"]
    return _kept(call, found)


def get_usage(call: Call) -> Reply:
    """Return what was used in the present period, and what it cost."""
    found = mine(call)
    begin = datetime.fromisoformat(found["currentPeriodStart"])
    return Reply(encoded(_used(call, begin=begin, end=call.now, until=found["currentPeriodEnd"])))


def get_usage_history(call: Call) -> Reply:
    """Return the same by calendar month, the newest first."""
    refuse_elsewhere(call)
    begin, end = month_of(call.now)
    months = []
    for _ in range(call.params["months"]):
        months.append(_used(call, begin=begin, end=end, until=stamp(end)))
        begin, end = subscription.later(begin, -1), begin
    return Reply(encoded(months))


def _used(call: Call, *, begin: datetime, end: datetime, until: str) -> dict[str, Any]:
    used = costs(call.store, call.workspace.id, begin=begin, end=end)
    return {
        "periodStart": stamp(begin),
        "periodEnd": until,
        **used,
        "totalMicros": sum(share["costMicros"] for share in used.values()),
        "planCreditsMicros": PRICES[call.workspace.plan].credits,
        "currency": "USD",
    }


def _kept(call: Call, found: dict[str, Any]) -> Reply:
    recharge(call.store, found, ids=call.ids, now=call.now)
    watch_on(call.store, found, ids=call.ids, now=call.now)
    subscription.kept(call.store, found, ids=call.ids, now=call.now)
    return _recharge(found)


def _recharge(found: dict[str, Any]) -> Reply:
    return Reply(encoded({**found["autoRecharge"], "paymentMethod": found["paymentMethod"]}))


HANDLERS: dict[str, Handler] = {
    "listCreditPackages": list_credit_packages,
    "addCredits": add_credits,
    "listTransactions": list_transactions,
    "listBillingHistory": list_billing_history,
    "getAutoRecharge": get_auto_recharge,
    "updateAutoRecharge": put_auto_recharge,
    "setPaymentMethod": put_payment_method,
    "getBillingUsage": get_usage,
    "getUsageHistory": get_usage_history,
}
