"""Limits that are reached by use: credits, a month's clicks, guesses at a password, room."""

import base64
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import bindparam, update

from playground.sandbox import Response
from playground.sandbox.envelope import encoded
from playground.sandbox.redirect.password import MOST
from playground.sandbox.resources import subscription
from playground.sandbox.resources.billing_tables import subscriptions
from playground.sandbox.seed import Seed, read_seed
from tests.sandbox.laboratory import NOON, Laboratory

LINK = {"destinationUrl": "https://example.com"}
GLOBEX = "/api/billing/ws_globex"
ACME = "/api/billing/ws_acme"
DAY = 86_400
_KEPT = (
    update(subscriptions)
    .where(
        subscriptions.c.tenant == bindparam("in_tenant"),
        subscriptions.c.workspace == bindparam("in_workspace"),
    )
    .values(document=bindparam("new_document"))
)
RECHARGE = {"enabled": True, "thresholdMicros": 1_000_000, "amountMicros": 5_000_000}


def spend(lab: Laboratory, times: int) -> None:
    """Record *times* conversions at Globex; each costs a thousand micro-dollars."""
    click = lab.call("GET", "/r/globex").header("X-Click-Id")
    for _ in range(times):
        lab.data("POST", "/api/conversions/s2s", {"click_id": click})


def purchased(lab: Laboratory, owner: dict[str, str]) -> int:
    """Return the purchased credits that Acme has left."""
    return int(lab.data("GET", ACME, **owner)["credits"]["purchasedMicros"])


def test_without_credits_nothing_is_made(lab: Laboratory) -> None:
    """402, with the published code; a batch is told of each link; credits that come help."""
    spend(lab, 1000)
    gus = lab.signed_in("user_gus")
    assert lab.data("GET", GLOBEX, **gus)["credits"]["totalMicros"] == 0
    for method, path in (("POST", "/api/links"), ("PUT", "/api/links/upsert")):
        answer = lab.call(method, path, {**LINK, "externalId": "new"}, key="other-workspace")
        assert (answer.status, b"INSUFFICIENT_CREDITS" in answer.body) == (402, True)
    told = lab.data("POST", "/api/links/bulk", {"links": [LINK]}, key="other-workspace")
    assert told["results"][0]["error"]["code"] == "INSUFFICIENT_CREDITS"
    lab.data("PATCH", "/api/links/link_globex", {"title": "T"}, key="other-workspace")
    body = {"plan": "pro", "period": "monthly", "paymentMethod": "pm_card_visa"}
    lab.data("POST", f"{GLOBEX}/subscribe", body, **gus)
    assert lab.call("POST", "/api/links", LINK, key="other-workspace").status == 201


def test_a_new_period_brings_new_credits(lab: Laboratory) -> None:
    """The free plan's credits are there again a month later."""
    spend(lab, 1000)
    assert lab.call("POST", "/api/links", LINK, key="other-workspace").status == 402
    lab.control("PUT", "clock", {"advance": 31 * DAY})
    assert lab.call("POST", "/api/links", LINK, key="other-workspace").status == 201


def test_auto_recharge_follows_the_clock(lab: Laboratory) -> None:
    """It looks each day, buys when credits run low, and not any more once it is off."""
    ada = lab.signed_in("user_ada")
    method = {"paymentMethod": "pm_card_visa"}
    lab.data("POST", f"{ACME}/auto-recharge/payment-method", method, **ada)
    lab.data("PUT", f"{ACME}/auto-recharge", RECHARGE, **ada)
    assert purchased(lab, ada) == 5_000_000
    raised = RECHARGE | {"thresholdMicros": 6_000_000}
    with lab.sandbox.state.writing() as store:
        _raise_threshold(store, raised)
    lab.control("PUT", "clock", {"advance": DAY - 1})
    assert purchased(lab, ada) == 5_000_000
    lab.control("PUT", "clock", {"advance": 1})
    assert purchased(lab, ada) == 10_000_000
    lab.data("PUT", f"{ACME}/auto-recharge", {"enabled": False}, **ada)
    lab.control("PUT", "clock", {"advance": 5 * DAY})
    assert purchased(lab, ada) == 10_000_000
    bought = lab.data("GET", f"{ACME}/transactions", **ada)
    assert [entry["createdAt"][:10] for entry in bought] == ["2026-03-02", "2026-03-01"]


def _raise_threshold(store: Any, wanted: dict[str, Any]) -> None:
    """Make the credits low without spending millions of clicks."""
    found = subscription.opened(store, "ws_acme", now=NOON) | {"autoRecharge": wanted}
    text = encoded(found)
    store.run(_KEPT, in_workspace="ws_acme", new_document=text)


def test_a_plan_serves_so_many_clicks_a_month(tmp_path: Path) -> None:
    """The thousand and first of the free plan is refused until the month is over."""
    lab = Laboratory(seed=crowded(tmp_path, clicks=999))
    assert lab.call("GET", "/r/busy").status == 302
    refused = lab.call("GET", "/r/busy")
    assert (refused.status, b"LIMIT_EXCEEDED" in refused.body) == (403, True)
    lab.control("PUT", "clock", {"now": "2026-04-01T00:00:00Z"})
    assert lab.call("GET", "/r/busy").status == 302
    lab.sandbox.close()


def crowded(tmp_path: Path, *, clicks: int) -> Seed:
    """Return a seed whose only link had so many *clicks* in this month."""
    path = tmp_path / "seed.yaml"
    path.write_text(
        f"""
workspaces: [{{id: ws_a, name: A, slug: a, plan: starter, environment: sandbox}}]
links:
  - {{id: link_a, workspace: ws_a, code: busy, fields: {{destinationUrl: "https://a.example"}}}}
clicks: [{{link: link_a, days_ago: 0.4, count: {clicks}}}]
""",
        encoding="utf-8",
    )
    return read_seed(path)


def opened(lab: Laboratory, code: str, password: str, **headers: str) -> Response:
    """Open the link *code* with *password*, as a browser does."""
    basic = base64.b64encode(f":{password}".encode()).decode()
    return lab.call("GET", f"/r/{code}", authorization=f"Basic {basic}", **headers)


def test_passwords_are_not_guessed(lab: Laboratory) -> None:
    """After some wrong ones even the right one must wait a minute; other links need not."""
    body = {**LINK, "password": "open sesame"}
    code, other = (
        lab.data("POST", "/api/links", body, key="everything")["shortCode"] for _ in range(2)
    )
    assert opened(lab, code, "open sesame").status == 302
    wrong = [opened(lab, code, f"guess{number}").status for number in range(MOST + 1)]
    assert wrong == [401] * MOST + [429]
    late = opened(lab, code, "open sesame")
    assert (late.status, late.header("Retry-After")) == (429, "60")
    assert lab.call("GET", f"/r/{code}").status == 401
    assert opened(lab, other, "open sesame").status == 302
    lab.control("PUT", "clock", {"advance": 60})
    assert opened(lab, code, "open sesame").status == 302


@pytest.fixture
def second(lab: Laboratory) -> tuple[dict[str, str], str]:
    """Give the headers of a person with another workspace, and its ID."""
    ada = lab.signed_in("user_ada")
    return ada, lab.data("POST", "/api/workspaces", {"name": "Second"}, **ada)["id"]


def test_everything_of_a_link_moves_along(
    lab: Laboratory, second: tuple[dict[str, str], str]
) -> None:
    """Its QR codes are the other workspace's afterwards, and no more here."""
    ada, target = second
    code = lab.data("POST", "/api/qr/links/link_spring", {"name": "Q"}, **ada)["id"]
    body = {"workspaceId": target}
    lab.data("POST", "/api/links/link_spring/transfer", body, **ada, x_workspace_id="ws_acme")
    assert lab.call("GET", f"/api/qr/{code}", key="everything").status == 404
    there = {**ada, "x_workspace_id": target}
    assert lab.data("GET", f"/api/qr/{code}", **there)["linkId"] == "link_spring"


def test_a_link_moves_only_where_there_is_room(
    lab: Laboratory, second: tuple[dict[str, str], str]
) -> None:
    """The free plan has room for 25 links, and for one of each external ID."""
    ada, target = second
    there, here = {**ada, "x_workspace_id": target}, {**ada, "x_workspace_id": "ws_acme"}
    path, body = "/api/links/link_spring/transfer", {"workspaceId": target}
    lab.data("POST", "/api/links", {**LINK, "externalId": "cms-4711"}, **there)
    assert lab.call("POST", path, body, **here).status == 409
    for _ in range(24):
        lab.data("POST", "/api/links", LINK, **there)
    answer = lab.call("POST", path, body, **here)
    assert (answer.status, b"LIMIT_EXCEEDED" in answer.body) == (403, True)
    assert lab.call("GET", "/api/links/link_spring", **here).status == 200
