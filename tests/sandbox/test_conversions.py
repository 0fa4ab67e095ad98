"""Conversions: three ways to tell of them, and what each makes of a repeated order."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "links-writer"}  # it lives longer than the attribution window
CLICK = "lw_ck_spring1"
S2S = "/api/conversions/s2s"
CALLS: list[tuple[str, str, str, Any]] = [
    ("recordPostback", "GET", f"/api/conversions/postback?lw_cid={CLICK}&amount=3", None),
    ("recordServerConversion", "POST", S2S, {"click_id": CLICK, "value": 3}),
]


def counted(lab: Laboratory) -> tuple[int, float]:
    """Return what the link of the click counts."""
    link = lab.data("GET", "/api/links/link_spring", **ALL)
    return link["conversions"], link["revenue"]


def test_a_postback_is_counted_on_the_link(lab: Laboratory) -> None:
    """The query alone tells of a conversion; the payout stands in for the amount."""
    place = f"/api/conversions/postback?lw_cid={CLICK}&currency=EUR"
    made = lab.data("GET", f"{place}&amount=10&payout=1", **ALL)
    assert (made["clickId"], made["tracked"]) == (CLICK, True)
    lab.data("GET", f"{place}&payout=1", **ALL)
    assert counted(lab) == (2, 12.1)


def test_a_server_needs_no_key(lab: Laboratory) -> None:
    """A click's ID is enough, and tells whose conversion it is."""
    made = lab.data("POST", S2S, {"click_id": CLICK, "value": 20})
    assert made["attributed"]
    assert (made["linkId"], made["campaignId"]) == ("link_spring", "camp_spring")
    assert counted(lab) == (1, 20)
    assert lab.call("POST", S2S, {"click_id": "lw_ck_none"}).status == 404
    assert lab.call("POST", S2S).status == 400


def test_ad_networks_send_a_query(lab: Laboratory) -> None:
    """The macros of an ad network mean the same as the body."""
    query = f"click_id={CLICK}&payout=4&currency=USD&order_id=N-1&event=install"
    first = lab.data("POST", f"{S2S}?{query}")
    assert lab.data("POST", f"{S2S}?{query}") == first | {"duplicate": True}
    assert counted(lab) == (1, 4)


@pytest.mark.parametrize("first", ["track", "postback", "s2s"])
@pytest.mark.parametrize(("second", "status"), [("track", 409), ("postback", 409), ("s2s", 200)])
def test_a_repeated_order(lab: Laboratory, first: str, second: str, status: int) -> None:
    """The older way answers with the first conversion, the newer ones refuse; none counts."""
    ways: dict[str, tuple[str, str, Any]] = {
        "track": ("POST", "/api/conversions/track", {"clickId": CLICK, "orderId": "A", "value": 5}),
        "postback": (
            "GET",
            f"/api/conversions/postback?lw_cid={CLICK}&orderId=A&amount=5",
            None,
        ),
        "s2s": ("POST", S2S, {"click_id": CLICK, "order_id": "A", "value": 5}),
    }
    made = lab.data(*ways[first], **ALL)
    again = lab.call(*ways[second], **ALL)
    assert again.status == status
    assert counted(lab) == (1, 5)
    if status == 200:
        told = json.loads(again.body)["data"]
        assert (told["conversionId"], told["duplicate"]) == (made["conversionId"], True)


def test_an_old_click_earns_nothing(lab: Laboratory) -> None:
    """After the window a server's report is kept, and no link is credited with it."""
    lab.control("PUT", "clock", {"advance": 31 * 86400})
    made = lab.data("POST", S2S, {"click_id": CLICK, "value": 20})
    assert (made["attributed"], made["linkId"]) == (False, None)
    assert counted(lab) == (0, 0)
    place = f"/api/conversions/postback?lw_cid={CLICK}"
    assert lab.call("GET", place, **ALL).status == 409


@pytest.mark.parametrize(
    ("time", "status"),
    [
        ("2026-03-01T10:00:00Z", 200),
        ("2026-03-01T12:00:01Z", 409),
        ("2026-02-01T10:00:00Z", 409),
        ("2026-03-01t11:59:59z", 200),
        ("0000-01-01T00:00:00Z", 409),
        ("yesterday", 400),
    ],
)
def test_a_report_may_come_late(lab: Laboratory, time: str, status: int) -> None:
    """A conversion happened between its click and now."""
    assert lab.call("POST", S2S, {"click_id": CLICK, "timestamp": time}).status == status


def test_the_click_of_another_workspace_is_not_found(lab: Laboratory) -> None:
    """A key tells of its own workspace's clicks only."""
    place = f"/api/conversions/postback?lw_cid={CLICK}"
    assert lab.call("GET", place, key="other-workspace").status == 404


def test_conversions_survive_a_restart(tmp_path: Path) -> None:
    """An order that was recorded is known to the next process on the same file."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    order = {"click_id": CLICK, "order_id": "A"}
    first = Laboratory(database=database)
    made = first.data("POST", S2S, order)
    first.sandbox.close()
    second = Laboratory(database=database)
    assert second.data("POST", S2S, order) == made | {"duplicate": True}
    second.sandbox.close()
