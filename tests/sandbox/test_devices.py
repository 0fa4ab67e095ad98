"""Clicks are counted by device, browser and system, as far as the plan goes."""

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "analytics-reader"}
ROOT = "/api/analytics"
TODAY = "start=2026-03-01T12:00:00Z&end=2026-03-01T13:00:00Z"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) Version/17.2 Mobile Safari/604.1"


@pytest.mark.parametrize("scope", ["workspace", "link_app"])
def test_devices(lab: Laboratory, scope: str) -> None:
    """What a browser says of itself is in all three breakdowns."""
    lab.call("GET", "/r/app", user_agent=PHONE)
    lab.control("PUT", "clock", {"advance": 1})
    found = lab.data("GET", f"{ROOT}/{scope}/devices?{TODAY}", **ALL)
    names = {title: [row["name"] for row in part] for title, part in found.items()}
    assert names == {"deviceData": ["mobile"], "browserData": ["Safari"], "osData": ["iOS"]}


def test_devices_of_a_link_need_the_plan(lab: Laboratory) -> None:
    """The starter plan has no device figures of a link, whatever the role."""
    gus = lab.signed_in("user_gus")
    answer = lab.call("GET", f"{ROOT}/link_globex/devices", **gus)
    assert (answer.status, b"FEATURE_NOT_AVAILABLE" in answer.body) == (403, True)
