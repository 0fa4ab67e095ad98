"""Keys of both kinds: renewed without a gap, never worth more than a role, seen when used."""

import json
from pathlib import Path
from typing import Any

import pytest

from playground.sandbox import Request
from tests.sandbox.laboratory import Laboratory

KEYS = "/api/workspaces/ws_acme/api-keys"
PUBLISHABLE = "/api/workspaces/ws_acme/publishable-keys"
TRACK = "/api/conversions/track"
CLICK: dict[str, Any] = {"clickId": "lw_ck_spring1", "value": 1}
SHOP: dict[str, Any] = {
    "name": "shop",
    "origins": ["https://shop.example"],
    "owner": "user_cleo",
    "purpose": "p",
}

CALLS: list[tuple[str, str, Any, Any]] = [
    ("rotateApiKey", "POST", f"{KEYS}/key_links_writer/rotate", {"overlapSeconds": 60}),
    ("listPublishableKeys", "GET", PUBLISHABLE, None),
    ("createPublishableKey", "POST", PUBLISHABLE, SHOP),
    ("deletePublishableKey", "DELETE", f"{PUBLISHABLE}/key_web_tracker", None),
    ("togglePublishableKey", "POST", f"{PUBLISHABLE}/key_web_tracker/toggle", {"enabled": False}),
    (
        "rotatePublishableKey",
        "POST",
        f"{PUBLISHABLE}/key_web_tracker/rotate",
        {"overlapSeconds": 60},
    ),
]


def record(lab: Laboratory, name: str, path: str = KEYS) -> dict[str, Any]:
    """Return the key called *name* as the list shows it."""
    keys = lab.data("GET", path, **lab.signed_in("user_ada"))
    return next(key for key in keys if key["name"] == name)


def test_a_renewed_key_has_two_values_for_a_while(lab: Laboratory) -> None:
    """Both work until the overlap ends, then only the new one; scopes and record stay."""
    before = record(lab, "links-writer")
    path = f"{KEYS}/key_links_writer/rotate"
    made = lab.data("POST", path, {"overlapSeconds": 60}, **lab.signed_in("user_ada"))
    assert made["previousValidUntil"] == "2026-03-01T12:01:00.000Z"
    lab.control("PUT", "clock", {"advance": 59})
    assert lab.call("GET", "/api/links", key="links-writer").status == 200
    lab.control("PUT", "clock", {"advance": 1})
    old = lab.call("GET", "/api/links", key="links-writer")
    assert (old.status, lab.last_decision()["rule"]) == (401, "expired")
    assert lab.call("GET", "/api/links", x_api_key=made["key"]).status == 200
    after = record(lab, "links-writer")
    assert (after["scopes"], after["expiresAt"]) == (before["scopes"], before["expiresAt"])


@pytest.mark.parametrize("body", [None, {}])
def test_a_renewal_that_says_nothing_leaves_a_day(lab: Laboratory, body: Any) -> None:
    """Who only wants another value need not know of the overlap."""
    made = lab.data("POST", f"{KEYS}/key_links_writer/rotate", body, **lab.signed_in("user_ada"))
    assert made["previousValidUntil"] == "2026-03-02T12:00:00.000Z"


def test_a_second_renewal_does_not_prolong_the_first_value(lab: Laboratory) -> None:
    """What was to end in a second ends in a second."""
    ada, path = lab.signed_in("user_ada"), f"{KEYS}/key_links_writer/rotate"
    lab.data("POST", path, {"overlapSeconds": 1}, **ada)
    lab.data("POST", path, {"overlapSeconds": 600}, **ada)
    lab.control("PUT", "clock", {"advance": 1})
    assert lab.call("GET", "/api/links", key="links-writer").status == 401


def test_an_ended_value_stays_ended(tmp_path: Path) -> None:
    """Neither a restart nor a reset brings a replaced value back."""
    database = f"sqlite:///{tmp_path / 'state.db'}"
    first = Laboratory(database=database)
    path = f"{KEYS}/key_links_writer/rotate"
    first.data("POST", path, {"overlapSeconds": 0}, **first.signed_in("user_ada"))
    first.control("POST", "reset")
    first.sandbox.close()
    second = Laboratory(database=database)
    second.keys["old"] = first.keys["links-writer"]
    assert second.call("GET", "/api/links", key="old").status == 401
    second.sandbox.close()


def test_a_key_is_worth_no_more_than_its_owners_role(lab: Laboratory) -> None:
    """Who may only look cannot answer for a key that writes, at creation and at a change."""
    ada = lab.signed_in("user_ada")
    body = {"name": "n", "scopes": ["links:write"], "owner": "user_dev", "purpose": "p"}
    assert lab.call("POST", KEYS, body, **ada).status == 409
    change = {"owner": "user_dev"}
    assert lab.call("PUT", f"{KEYS}/key_links_writer", change, **ada).status == 409
    assert record(lab, "links-writer")["owner"] == "user_cleo"


def test_the_key_of_someone_who_left_is_not_switched_on_again(lab: Laboratory) -> None:
    """It needs a new owner first."""
    ada = lab.signed_in("user_ada")
    lab.data("DELETE", "/api/workspaces/ws_acme/members/user_cleo", **ada)
    path = f"{KEYS}/key_links_writer"
    assert lab.call("PUT", path, {"enabled": True}, **ada).status == 404
    lab.data("PUT", path, {"enabled": True, "owner": "user_ben"}, **ada)
    assert lab.call("GET", "/api/links", key="links-writer").status == 200


def test_a_key_tells_when_from_where_and_for_what_it_was_used(lab: Laboratory) -> None:
    """The newest use is shown."""
    assert record(lab, "links-writer")["lastUsedOperation"] is None
    request = Request(
        method="GET",
        target="/api/links/stats",
        headers=(("x-api-key", lab.keys["links-writer"]),),
        address="127.0.0.1",
    )
    assert lab.sandbox.handle(request).status == 200
    found = record(lab, "links-writer")
    seen = [found[name] for name in ("lastUsedAt", "lastUsedFrom", "lastUsedOperation")]
    assert seen == ["2026-03-01T12:00:00.000Z", "127.0.0.1", "getLinkStats"]


def test_a_publishable_key_reports_from_its_own_pages(lab: Laboratory) -> None:
    """It is made for origins, tracks from them, and may do nothing else."""
    made = lab.data("POST", PUBLISHABLE, SHOP, **lab.signed_in("user_ada"))
    value = {"x_publishable_key": made.pop("key")}
    assert lab.data("GET", PUBLISHABLE, **lab.signed_in("user_ada"))[0] == made
    own, other = {"origin": "https://shop.example"}, {"origin": "https://evil.example"}
    assert lab.call("POST", TRACK, CLICK, **value, **own).status == 201
    assert lab.call("POST", TRACK, CLICK, **value, **other).status == 403
    assert lab.call("GET", "/api/links", **value).status == 403
    assert record(lab, "shop", PUBLISHABLE)["lastUsedOperation"] == "trackConversion"


def test_a_publishable_key_is_switched_renewed_and_deleted(lab: Laboratory) -> None:
    """Each step holds at the next request."""
    ada, path = lab.signed_in("user_ada"), f"{PUBLISHABLE}/key_web_tracker"
    lab.data("POST", f"{path}/toggle", {"enabled": False}, **ada)
    assert lab.call("POST", TRACK, CLICK, key="web-tracker").status == 401
    lab.data("POST", f"{path}/toggle", {"enabled": True}, **ada)
    assert lab.call("POST", TRACK, CLICK, key="web-tracker").status == 201
    made = lab.data("POST", f"{path}/rotate", {"overlapSeconds": 0}, **ada)
    assert lab.call("POST", TRACK, CLICK, key="web-tracker").status == 401
    assert lab.call("POST", TRACK, CLICK, x_api_key=made["key"]).status == 201
    lab.data("DELETE", path, **ada)
    assert lab.call("POST", TRACK, CLICK, x_api_key=made["key"]).status == 401


@pytest.mark.parametrize("origin", ["shop.example", "https://shop.example/path", "*"])
def test_an_origin_is_an_origin(lab: Laboratory, origin: str) -> None:
    """A host alone, a page and a wildcard are refused."""
    body = SHOP | {"origins": [origin]}
    answer = lab.call("POST", PUBLISHABLE, body, **lab.signed_in("user_ada"))
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == "/origins/0"


def test_kinds_of_keys_are_not_mixed_up(lab: Laboratory) -> None:
    """The path of one kind does not reach the other."""
    ada = lab.signed_in("user_ada")
    assert lab.call("DELETE", f"{KEYS}/key_web_tracker", **ada).status == 404
    assert lab.call("DELETE", f"{PUBLISHABLE}/key_links_writer", **ada).status == 404
