"""Billing: plans and credits in micro-dollars, which follow the clock; for owners only."""

from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

ACME = "/api/billing/ws_acme"
GLOBEX = "/api/billing/ws_globex"
PRO = {"plan": "pro", "period": "monthly", "paymentMethod": "pm_card_visa"}
ENTERPRISE = {"plan": "enterprise", "period": "monthly"}
CARD = {"paymentMethod": "pm_card_visa"}
RECHARGE = {"enabled": True, "thresholdMicros": 2_000_000, "amountMicros": 10_000_000}
DAY = 86400


def with_card(lab: Laboratory, what: str) -> tuple[str, str]:
    """Return the path of *what* once Acme's payment method is set."""
    lab.data("POST", f"{ACME}/auto-recharge/payment-method", CARD, **lab.signed_in("user_ada"))
    return f"{ACME}/{what}", "user_ada"


def cancelled(lab: Laboratory) -> tuple[str, str]:
    """Return the path that takes back a cancellation which was just made."""
    lab.data("POST", f"{ACME}/cancel", **lab.signed_in("user_ada"))
    return f"{ACME}/reactivate", "user_ada"


CALLS: list[tuple[str, str, Any, Any]] = [
    ("listPlans", "GET", "/api/billing/plans", None),
    ("getBilling", "GET", ACME, None),
    ("getWorkspaceBilling", "GET", "/api/workspaces/ws_acme/billing", None),
    ("subscribe", "POST", lambda _: (f"{GLOBEX}/subscribe", "user_gus"), PRO),
    ("changePlan", "POST", f"{ACME}/change-plan", ENTERPRISE),
    ("cancelSubscription", "POST", f"{ACME}/cancel", None),
    ("reactivateSubscription", "POST", cancelled, None),
    ("getBillingPortal", "GET", f"{ACME}/portal", None),
    ("addCredits", "POST", lambda lab: with_card(lab, "add-credits"), {"packageId": "pkg_10"}),
    ("listCreditPackages", "GET", f"{ACME}/credit-packages", None),
    ("listTransactions", "GET", f"{ACME}/transactions", None),
    ("listBillingHistory", "GET", f"{ACME}/history", None),
    ("getAutoRecharge", "GET", f"{ACME}/auto-recharge", None),
    ("updateAutoRecharge", "PUT", lambda lab: with_card(lab, "auto-recharge"), RECHARGE),
    ("setPaymentMethod", "POST", f"{ACME}/auto-recharge/payment-method", CARD),
    ("getBillingUsage", "GET", f"{ACME}/usage", None),
    ("getUsageHistory", "GET", f"{ACME}/usage-history?months=3", None),
]


@pytest.fixture
def ada(lab: Laboratory) -> dict[str, str]:
    """Give the session of Acme's owner, who has a payment method."""
    with_card(lab, "")
    return lab.signed_in("user_ada")


@pytest.mark.parametrize("user", ["user_ben", "user_cleo", "user_dev"])
def test_bills_are_for_the_owner(lab: Laboratory, user: str) -> None:
    """No other role reads or pays them, and no key does."""
    assert lab.call("GET", ACME, **lab.signed_in(user)).status == 403
    assert lab.call("GET", ACME, key="everything").status == 403
    assert lab.last_decision()["rule"] == "wrong_kind"


def test_a_bigger_plan_holds_from_the_next_request(lab: Laboratory) -> None:
    """Globex subscribes: its limits grow at once, and an invoice is there."""
    gus = lab.signed_in("user_gus")
    before = lab.call("GET", "/api/links", key="other-workspace")
    assert before.header("X-RateLimit-Limit") == "100"
    lab.data("POST", f"{GLOBEX}/subscribe", PRO, **gus)
    after = lab.call("GET", "/api/links", key="other-workspace")
    assert after.header("X-RateLimit-Limit") == "1000"
    workspace = lab.data("GET", "/api/workspaces/ws_globex", **gus)
    assert (workspace["plan"], workspace["linksLimit"]) == ("pro", 1000)
    (invoice,) = lab.data("GET", f"{GLOBEX}/history", **gus)
    assert (invoice["type"], invoice["amountMicros"]) == ("invoice", 29_000_000)
    assert lab.call("POST", f"{GLOBEX}/subscribe", PRO, **gus).status == 409


def test_a_declined_card_changes_nothing(lab: Laboratory) -> None:
    """The provider says no: 402, and the plan is what it was."""
    gus = lab.signed_in("user_gus")
    body = PRO | {"paymentMethod": "pm_card_declined"}
    answer = lab.call("POST", f"{GLOBEX}/subscribe", body, **gus)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (402, "P003")
    assert lab.data("GET", GLOBEX, **gus)["plan"] == "starter"


def test_a_cancelled_plan_ends_with_its_period(lab: Laboratory, ada: dict[str, str]) -> None:
    """Until then all is as it was; then the limits are those of the free plan."""
    found = lab.data("POST", f"{ACME}/cancel", **ada)
    assert (found["plan"], found["cancelAtPeriodEnd"]) == ("pro", True)
    end = datetime.fromisoformat(found["currentPeriodEnd"])
    lab.control("PUT", "clock", {"now": (end - timedelta(seconds=1)).isoformat()})
    assert lab.call("GET", "/api/links", **ada).header("X-RateLimit-Limit") == "1000"
    lab.control("PUT", "clock", {"advance": 1})
    assert lab.call("GET", "/api/links", **ada).header("X-RateLimit-Limit") == "100"
    after = lab.data("GET", ACME, **ada)
    assert (after["plan"], after["status"]) == ("starter", "canceled")
    assert lab.data("GET", f"{ACME}/history", **ada) == []


def test_a_period_changes_alone(lab: Laboratory, ada: dict[str, str]) -> None:
    """What is not named stays; an empty body is as good as none."""
    found = lab.data("POST", f"{ACME}/change-plan", {"period": "yearly"}, **ada)
    assert (found["plan"], found["period"]) == ("pro", "yearly")
    found = lab.data("POST", f"{ACME}/change-plan", {"plan": "enterprise"}, **ada)
    assert (found["plan"], found["period"]) == ("enterprise", "yearly")
    assert lab.data("POST", f"{ACME}/cancel", {}, **ada)["cancelAtPeriodEnd"] is True
    assert lab.call("POST", f"{ACME}/reactivate", {"now": True}, **ada).status == 400


def test_a_cancellation_is_taken_back(lab: Laboratory, ada: dict[str, str]) -> None:
    """The subscription renews as if nothing had been."""
    end = lab.data("POST", f"{ACME}/cancel", **ada)["currentPeriodEnd"]
    lab.data("POST", f"{ACME}/reactivate", **ada)
    assert lab.call("POST", f"{ACME}/reactivate", **ada).status == 409
    lab.control("PUT", "clock", {"now": end})
    found = lab.data("GET", "/api/workspaces/ws_acme/billing", **ada)
    assert (found["plan"], found["status"]) == ("pro", "active")


def test_a_smaller_plan_waits_for_the_next_period(lab: Laboratory, ada: dict[str, str]) -> None:
    """What costs more begins now, what costs less later; each period has its invoice."""
    lab.data("POST", f"{ACME}/change-plan", ENTERPRISE, **ada)
    assert lab.data("GET", ACME, **ada)["plan"] == "enterprise"
    smaller = {"plan": "pro", "period": "monthly"}
    found = lab.data("POST", f"{ACME}/change-plan", smaller, **ada)
    assert (found["plan"], found["pendingPlan"]) == ("enterprise", "pro")
    lab.control("PUT", "clock", {"advance": 62 * DAY})
    assert lab.data("GET", ACME, **ada)["plan"] == "pro"
    amounts = [entry["amountMicros"] for entry in lab.data("GET", f"{ACME}/history", **ada)]
    assert amounts == [29_000_000, 29_000_000, 299_000_000]


def test_bought_credits_are_shown_everywhere(lab: Laboratory, ada: dict[str, str]) -> None:
    """A package adds to the balance, to the transactions and, as an invoice, to the history."""
    before = lab.data("GET", ACME, **ada)["credits"]["purchasedMicros"]
    lab.data("POST", f"{ACME}/add-credits", {"packageId": "pkg_50"}, **ada)
    assert lab.data("GET", ACME, **ada)["credits"]["purchasedMicros"] == before + 55_000_000
    (entry,) = lab.data("GET", f"{ACME}/transactions", **ada)
    assert (entry["type"], entry["creditsMicros"]) == ("purchase", 55_000_000)
    assert len(lab.data("GET", f"{ACME}/history", **ada)) == 2


def test_auto_recharge_needs_a_subscription_and_a_card(lab: Laboratory) -> None:
    """Without them it cannot be switched on; with them it buys when credits are low."""
    gus, ada = lab.signed_in("user_gus"), lab.signed_in("user_ada")
    assert lab.call("PUT", f"{GLOBEX}/auto-recharge", RECHARGE, **gus).status == 409
    assert lab.call("PUT", f"{ACME}/auto-recharge", RECHARGE, **ada).status == 409
    with_card(lab, "")
    lab.data("PUT", f"{ACME}/auto-recharge", RECHARGE, **ada)
    assert lab.data("GET", f"{ACME}/auto-recharge", **ada) == RECHARGE | CARD
    assert lab.data("GET", ACME, **ada)["credits"]["purchasedMicros"] == 10_000_000


def test_usage_is_counted_from_what_was_recorded(lab: Laboratory, ada: dict[str, str]) -> None:
    """One conversion more costs a thousand micro-dollars; history has the same months."""
    lab.control("PUT", "clock", {"advance": 1})
    before = lab.data("GET", f"{ACME}/usage", **ada)
    body = {"clickId": "lw_ck_spring1", "value": 1}
    lab.data("POST", "/api/conversions/track", body, key="web-tracker")
    lab.control("PUT", "clock", {"advance": 1})
    after = lab.data("GET", f"{ACME}/usage", **ada)
    assert after["conversions"]["count"] == before["conversions"]["count"] + 1
    assert after["totalMicros"] == before["totalMicros"] + 1000
    months = lab.data("GET", f"{ACME}/usage-history?months=2", **ada)
    assert [month["periodStart"][:7] for month in months] == ["2026-03", "2026-02"]
    assert months[0]["conversions"]["count"] == 1


def test_the_portal_is_a_page_of_the_simulated_provider(
    lab: Laboratory, ada: dict[str, str]
) -> None:
    """It shows the invoices to whoever has the address, for a quarter of an hour."""
    lab.data("POST", f"{ACME}/change-plan", ENTERPRISE, **ada)
    url = lab.data("GET", f"{ACME}/portal", **ada)["url"]
    answer = lab.call("GET", url)
    assert (answer.status, b"299.00" in answer.body) == (200, True)
    assert (answer.header("Content-Type") or "").startswith("text/html")
    assert lab.call("POST", url).status == 405
    lab.control("PUT", "clock", {"advance": 900})
    assert lab.call("GET", url).status == 404


def test_what_is_another_workspaces_bill_is_not_found(lab: Laboratory) -> None:
    """Gus owns Globex, and learns nothing of Acme."""
    gus = lab.signed_in("user_gus")
    for path in ("", "/usage", "/history", "/transactions", "/auto-recharge", "/portal"):
        assert lab.call("GET", f"{ACME}{path}", **gus).status == 404


def test_a_subscription_outlives_a_restart(tmp_path: Path) -> None:
    """Its renewal is done by the next sandbox, in time order."""
    database = f"sqlite:///{tmp_path / 'state.db'}"
    first = Laboratory(database=database)
    first.data("POST", f"{GLOBEX}/subscribe", PRO, **first.signed_in("user_gus"))
    first.sandbox.close()
    second = Laboratory(database=database)
    second.control("PUT", "clock", {"advance": 366 * DAY})
    history = second.data("GET", f"{GLOBEX}/history", **second.signed_in("user_gus"))
    assert len(history) == 13
    second.sandbox.close()
