"""Keys are shown once, obey their records, and are made only as they may be."""

import json
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory


def test_a_key_is_shown_once_and_obeys_its_record(lab: Laboratory) -> None:
    """Made, used, rescoped, switched off, deleted: each step holds at the next request."""
    ada = lab.signed_in("user_ada")
    path = "/api/workspaces/ws_acme/api-keys"
    body = {"name": "n", "scopes": ["links:read"], "owner": "user_ben", "purpose": "p"}
    made = lab.data("POST", path, body, **ada)
    value = {"x_api_key": made.pop("key")}
    assert lab.data("GET", path, **ada)[0] == made
    assert lab.call("GET", "/api/links", **value).status == 200
    assert lab.data("GET", path, **ada)[0]["lastUsedAt"] == "2026-03-01T12:00:00.000Z"
    lab.data("PUT", f"{path}/{made['id']}", {"scopes": ["rules:read"]}, **ada)
    assert lab.call("GET", "/api/links", **value).status == 403
    lab.data("PUT", f"{path}/{made['id']}", {"enabled": False}, **ada)
    assert lab.call("GET", "/api/rules", **value).status == 401
    lab.data("PUT", f"{path}/{made['id']}", {"enabled": True}, **ada)
    assert lab.call("GET", "/api/rules", **value).status == 200
    lab.data("DELETE", f"{path}/{made['id']}", **ada)
    assert lab.call("GET", "/api/rules", **value).status == 401


@pytest.mark.parametrize(
    ("expires_at", "status"),
    [("2026-04-01T00:00:00Z", 200), ("2027-01-01T00:00:00Z", 409), (None, 409)],
)
def test_an_expiry_is_never_put_off(lab: Laboratory, expires_at: str | None, status: int) -> None:
    """The value of a key carries its expiry, and a guard reads it there."""
    path = "/api/workspaces/ws_acme/api-keys/key_links_writer"
    ada = lab.signed_in("user_ada")
    assert lab.call("PUT", path, {"expiresAt": expires_at}, **ada).status == status


def test_keys_without_scopes_may_do_nothing(lab: Laboratory) -> None:
    """An empty list is an empty list."""
    ada = lab.signed_in("user_ada")
    body = {"name": "n", "scopes": [], "owner": "user_ada", "purpose": "p"}
    made = lab.data("POST", "/api/workspaces/ws_acme/api-keys", body, **ada)
    assert lab.call("GET", "/api/links", x_api_key=made["key"]).status == 403


@pytest.mark.parametrize(
    ("change", "pointer", "status"),
    [
        ({"owner": "user_gus"}, "/owner", 404),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, "/expiresAt", 409),
        ({"scopes": ["links:reed"]}, "/scopes/0", 400),
        ({"purpose": ""}, "/purpose", 400),
    ],
)
def test_a_wrong_key_is_not_made(
    lab: Laboratory, change: dict[str, Any], pointer: str, status: int
) -> None:
    """The owner is a member, the expiry ahead, the scopes exist, the purpose is told."""
    body = {"name": "n", "scopes": ["links:read"], "owner": "user_ada", "purpose": "p"} | change
    ada = lab.signed_in("user_ada")
    answer = lab.call("POST", "/api/workspaces/ws_acme/api-keys", body, **ada)
    assert answer.status == status
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == pointer
