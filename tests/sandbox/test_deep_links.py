"""Deferred deep links: an app finds the click that it was installed after."""

from typing import Any

import pytest

from playground.sandbox.fingerprint import hashes
from tests.sandbox.laboratory import Laboratory

ALL = {"key": "everything"}
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) Version/17.2 Mobile Safari/604.1"
SENT = {"user_agent": PHONE, "accept_language": "de-DE,en;q=0.5"}
APP: dict[str, Any] = {"appId": "com.acme.shop"}
ATTRIBUTE = "/api/deep-links/attribute"
CALLS: list[tuple[str, str, str, Any]] = [
    ("attributeInstall", "POST", ATTRIBUTE, {**APP, "os": "iOS"}),
    ("attributeInstallByHash", "POST", f"{ATTRIBUTE}-by-hash", {**APP, "stableHash": "x"}),
    ("checkDeepLinkClick", "GET", "/api/deep-links/check/lw_ck_spring1", None),
]


def clicked(lab: Laboratory) -> str:
    """Open a link on a phone, and return the click's ID."""
    return str(lab.call("GET", "/r/app?utm_source=mail", **SENT).header("X-Click-Id"))


@pytest.mark.parametrize(
    ("known", "confidence", "level"),
    [
        ({"userAgent": PHONE, "language": "de-DE"}, "high", "full"),
        (
            {"os": "ios", "deviceBrand": "APPLE", "osVersion": "17.2", "language": "de-DE"},
            "medium",
            "semiStable",
        ),
        ({"os": "iOS", "deviceBrand": "Apple"}, "low", "stable"),
    ],
)
def test_the_surest_hash_finds_the_click(
    lab: Laboratory, known: dict[str, str], confidence: str, level: str
) -> None:
    """The more an app knows of its device, the surer the match."""
    key = clicked(lab)
    found = lab.data("POST", ATTRIBUTE, {**APP, **known}, key="web-tracker")
    assert (found["matched"], found["clickId"]) == (True, key)
    assert (found["confidence"], found["matchedHash"]) == (confidence, level)
    assert (found["linkId"], found["metadata"]) == ("link_app", {"utmSource": "mail"})


def test_hashes_find_the_same_click(lab: Laboratory) -> None:
    """The hashes that a click's context shows are those that find it."""
    key = clicked(lab)
    context = lab.data("GET", f"/api/deep-links/check/{key}", **ALL)
    assert (context["found"], context["linkId"]) == (True, "link_app")
    given = {f"{level}Hash": value for level, value in context["hashes"].items()}
    found = lab.data("POST", f"{ATTRIBUTE}-by-hash", {**APP, **given}, **ALL)
    assert (found["clickId"], found["confidence"]) == (key, "high")
    given = {"fullHash": "another", "stableHash": context["hashes"]["stable"]}
    found = lab.data("POST", f"{ATTRIBUTE}-by-hash", {**APP, **given}, **ALL)
    assert (found["clickId"], found["confidence"]) == (key, "low")


def test_a_match_fades_in_a_week(lab: Laboratory) -> None:
    """An older click counts for less, and after a week for nothing."""
    clicked(lab)
    body = {**APP, "os": "iOS", "deviceBrand": "Apple"}
    decays = []
    for _ in range(2):
        decays.append(lab.data("POST", ATTRIBUTE, body, **ALL)["timeDecay"])
        lab.control("PUT", "clock", {"advance": 302400})
    assert decays == [1, 0.5]
    lab.control("PUT", "clock", {"advance": 1})
    assert lab.data("POST", ATTRIBUTE, body, **ALL) == {
        "matched": False,
        "confidence": "none",
        "matchedHash": None,
        "timeDecay": 0,
    }


def test_a_match_can_be_bound_to_a_link(lab: Laboratory) -> None:
    """Clicks of other links do not count then; an unknown link is not found."""
    clicked(lab)
    body = {**APP, "os": "iOS", "deviceBrand": "Apple"}
    assert not lab.data("POST", ATTRIBUTE, {**body, "linkId": "link_spring"}, **ALL)["matched"]
    assert lab.call("POST", ATTRIBUTE, {**body, "linkId": "link_none"}, **ALL).status == 404


def test_an_unknown_click_is_told_as_such(lab: Laboratory) -> None:
    """Another workspace's click and no click look the same."""
    for options in ({"key": "other-workspace"}, ALL):
        name = "lw_ck_spring1" if options != ALL else "lw_ck_none"
        found = lab.data("GET", f"/api/deep-links/check/{name}", **options)
        assert found == {"found": False}


def test_nothing_known_is_no_fingerprint() -> None:
    """Two devices of which nothing is known are not the same one."""
    assert hashes({"language": "de"}) == {}
