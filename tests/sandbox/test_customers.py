"""Customers: who they are, what they did, what they are worth, and how they are forgotten."""

import json
from pathlib import Path
import sqlite3
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "everything"}
PLACE = "/api/customers"
BODY = {"externalId": "mine-1", "email": "Ann@Example.com", "name": "Ann 100%"}
CALLS: list[tuple[str, str, str, Any]] = [
    ("listCustomers", "GET", PLACE, None),
    ("countCustomers", "GET", f"{PLACE}/count", None),
    ("getCustomer", "GET", f"{PLACE}/cust_lena", None),
    ("upsertCustomer", "POST", PLACE, BODY),
    ("updateCustomer", "PATCH", f"{PLACE}/cust_lena", {"name": "L"}),
    ("deleteCustomer", "DELETE", f"{PLACE}/cust_lena", None),
    ("getCustomerCohorts", "GET", f"{PLACE}/cohorts?group_by=week", None),
    ("getCustomerLtvCohorts", "GET", f"{PLACE}/ltv-cohorts?months=3", None),
    ("recalculateCustomerLtv", "POST", f"{PLACE}/cust_lena/recalculate-ltv", None),
    ("getCustomerJourney", "GET", f"{PLACE}/cust_lena/journey", None),
    ("getCustomerAttribution", "GET", f"{PLACE}/cust_lena/attribution", None),
]


def sale(lab: Laboratory, value: float, click: str = "lw_ck_spring1") -> None:
    """Record a sale after *click*."""
    body = {"clickId": click, "value": value, "event": "purchase"}
    lab.data("POST", "/api/conversions/track", body, **ALL)


def test_an_upsert_makes_and_then_changes(lab: Laboratory) -> None:
    """Your own ID decides whether a customer exists, and finds them."""
    first = lab.call("POST", PLACE, BODY, **ALL)
    second = lab.call("POST", PLACE, {**BODY, "name": "Anna"}, **ALL)
    assert (first.status, second.status) == (201, 200)
    made = json.loads(first.body)["data"]
    for key in (made["id"], "ext_mine-1"):
        assert lab.data("GET", f"{PLACE}/{key}", **ALL) == made | {"name": "Anna"}
    assert lab.data("GET", f"{PLACE}/count", **ALL) == {"count": 2}
    lab.data("PATCH", f"{PLACE}/ext_mine-1", {"email": None}, **ALL)
    assert lab.data("GET", f"{PLACE}/{made['id']}", **ALL)["email"] is None


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("example.COM", ["Ann 100%", "Lena"]),
        ("mine", ["Ann 100%"]),
        ("100%25", ["Ann 100%"]),
        ("%25", ["Ann 100%"]),
        ("_", []),
        ("nobody", []),
    ],
)
def test_customers_are_searched(lab: Laboratory, search: str, names: list[str]) -> None:
    """A search looks into the identity fields, and takes every character as itself."""
    lab.data("POST", PLACE, BODY, **ALL)
    found = lab.data("GET", f"{PLACE}?search={search}", **ALL)
    assert [customer["name"] for customer in found] == names
    found = lab.data("GET", f"{PLACE}?search={search}&sortOrder=asc", **ALL)
    assert [customer["name"] for customer in found] == names[::-1]
    assert lab.data("GET", f"{PLACE}/count?search={search}", **ALL) == {"count": len(names)}


def test_worth_is_added_up_when_it_is_asked_for(lab: Laboratory) -> None:
    """Conversions after the customer's clicks count, once they are added up."""
    sale(lab, 20)
    sale(lab, 5.5)
    assert lab.data("GET", f"{PLACE}/cust_lena", **ALL)["ltv"] == 0
    lab.data("POST", f"{PLACE}/cust_lena/recalculate-ltv", **ALL)
    lena = lab.data("GET", f"{PLACE}/cust_lena", **ALL)
    assert (lena["ltv"], lena["conversions"]) == (25.5, 2)
    assert lena["lastSeenAt"] == "2026-03-01T12:00:00.000Z"


def test_a_journey_tells_clicks_and_conversions(lab: Laboratory) -> None:
    """What the same visitor did on any link is one journey, in order."""
    who = "sandbox_visitor=ann&utm_source=mail"
    key = lab.call("GET", f"/r/spring?{who}").header("X-Click-Id")
    lab.data("POST", PLACE, {**BODY, "clickId": key}, **ALL)
    lab.control("PUT", "clock", {"advance": 60})
    lab.call("GET", "/r/app?sandbox_visitor=ann")
    lab.control("PUT", "clock", {"advance": 60})
    sale(lab, 7, str(key))
    journey = lab.data("GET", f"{PLACE}/ext_mine-1/journey", **ALL)
    steps = [(event["type"], event["linkId"]) for event in journey]
    assert steps == [("click", "link_spring"), ("click", "link_app"), ("conversion", "link_spring")]
    told = lab.data("GET", f"{PLACE}/ext_mine-1/attribution", **ALL)
    assert (told["clickId"], told["linkId"], told["campaignId"]) == (
        key,
        "link_spring",
        "camp_spring",
    )
    assert (told["firstTouch"]["source"], told["lastTouch"]["linkId"]) == ("mail", "link_app")
    assert (told["conversions"], told["revenue"]) == (1, 7)


@pytest.mark.parametrize(
    ("group", "cohorts"),
    [
        ("month", ["2026-02", "2026-03"]),
        ("week", ["2026-W09"]),
        ("campaign", ["camp_spring", "none"]),
        ("source", ["direct"]),
    ],
)
def test_cohorts_have_their_worth(lab: Laboratory, group: str, cohorts: list[str]) -> None:
    """Each customer is in one cohort, with the worth of what they did."""
    lab.data("POST", PLACE, BODY, **ALL)
    sale(lab, 10)
    rows = lab.data("GET", f"{PLACE}/cohorts?group_by={group}", **ALL)
    assert [row["cohort"] for row in rows] == cohorts
    assert sum(row["customers"] for row in rows) == 2
    assert sum(row["revenue"] for row in rows) == 10
    march = lab.data("GET", f"{PLACE}/cohorts?group_by={group}&start=2026-03-01", **ALL)
    assert sum(row["customers"] for row in march) == 1
    assert lab.call("GET", f"{PLACE}/cohorts?group_by=colour", **ALL).status == 400


def test_worth_grows_by_month(lab: Laboratory) -> None:
    """A month's customers are followed to the present, month by month."""
    ada = lab.signed_in("user_ada")
    sale(lab, 10)
    lab.control("PUT", "clock", {"advance": 20 * 86400})
    sale(lab, 5)
    lab.control("PUT", "clock", {"advance": 20 * 86400})
    rows = lab.data("GET", f"{PLACE}/ltv-cohorts?months=3", **ada)
    assert [(row["cohort"], row["customers"]) for row in rows] == [
        ("2026-02", 1),
        ("2026-03", 0),
        ("2026-04", 0),
    ]
    assert rows[0]["ltv"] == [0, 15, 15]


def test_a_deleted_customer_is_forgotten(tmp_path: Path) -> None:
    """Nothing that names the person is left in the database; what they did stays."""
    file = tmp_path / "sandbox.db"
    lab = Laboratory(database=f"sqlite:///{file}")
    made = lab.data("POST", PLACE, {**BODY, "metadata": {"street": "Elm"}}, **ALL)
    clicks = lab.data("GET", "/api/analytics/workspace/overview", **ALL)["clicks"]
    lab.data("DELETE", f"{PLACE}/{made['id']}", **ALL)
    assert lab.call("GET", f"{PLACE}/{made['id']}", **ALL).status == 404
    assert lab.call("GET", f"{PLACE}/ext_mine-1", **ALL).status == 404
    assert lab.data("GET", f"{PLACE}/count", **ALL) == {"count": 1}
    assert lab.data("GET", "/api/analytics/workspace/overview", **ALL)["clicks"] == clicks
    lab.sandbox.close()
    with sqlite3.connect(file) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert made["id"] in dump
    assert not [word for word in ("Example.com", "mine-1", "Ann 100%", "Elm") if word in dump]
    again = Laboratory(database=f"sqlite:///{file}")
    assert again.call("POST", PLACE, BODY, **ALL).status == 201
    again.sandbox.close()


def test_a_click_must_exist(lab: Laboratory) -> None:
    """A customer cannot be credited to nothing."""
    answer = lab.call("POST", PLACE, {**BODY, "clickId": "lw_ck_none"}, **ALL)
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == "/clickId"


def test_customers_need_the_plan_and_the_scope(lab: Laboratory) -> None:
    """Starter has no customers, and a key that reads figures changes none."""
    assert lab.call("POST", PLACE, BODY, key="analytics-reader").status == 403
    assert lab.call("GET", PLACE, key="analytics-reader").status == 200
    gus = lab.signed_in("user_gus")
    answer = lab.call("GET", PLACE, **gus)
    assert (answer.status, b"FEATURE_NOT_AVAILABLE" in answer.body) == (403, True)
