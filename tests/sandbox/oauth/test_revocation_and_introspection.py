"""What binds a server that takes tokens back (RFC 7009) and describes them (RFC 7662)."""

import pytest

from playground.sandbox.oauth.app import App
from tests.sandbox.oauth.world import (
    ISSUER,
    NATIVE,
    OLD,
    SECRET,
    WEB,
    World,
    basic,
    client_of,
    content,
    values,
)

HINTS = ["access_token", "refresh_token", "nonsense", ""]


@pytest.mark.parametrize("hint", HINTS)
@pytest.mark.parametrize("app", [WEB, NATIVE], ids=["confidential", "public"])
def test_a_revoked_access_token_is_inactive(world: World, app: App, hint: str) -> None:
    """RFC 7009, 2.1: whatever the hint, the token ends; its refresh token goes on."""
    tokens = world.tokens(app)
    form = {"token": tokens["access_token"], "token_type_hint": hint, **client_of(app)}
    assert world.post("revoke", form).status == 200
    assert not world.is_active(tokens["access_token"])
    assert world.is_active(tokens["refresh_token"])


@pytest.mark.parametrize("hint", HINTS)
def test_a_revoked_refresh_token_ends_its_family(world: World, hint: str) -> None:
    """RFC 7009, 2.1: the access tokens of the same grant end too."""
    tokens = world.tokens()
    form = {"token": tokens["refresh_token"], "token_type_hint": hint, **client_of(WEB)}
    assert world.post("revoke", form).status == 200
    assert not world.is_active(tokens["access_token"])
    assert content(world.refresh(tokens["refresh_token"]))["error"] == "invalid_grant"


@pytest.mark.parametrize("token", ["invented", "lw_at_", "é"])
def test_an_unknown_token_is_fine(world: World, token: str) -> None:
    """RFC 7009, 2.2: an invalid token causes no error."""
    found = world.post("revoke", {"token": token, **client_of(WEB)})
    assert (found.status, found.body) == (200, b"")
    assert values(found, "cache-control") == ("no-store",)


def test_a_token_of_others_is_not_revoked(world: World) -> None:
    """RFC 7009, 2.1: the answer is the same, the token stays."""
    tokens = world.tokens()
    assert world.post("revoke", {"token": tokens["refresh_token"], **client_of(OLD)}).status == 200
    assert world.is_active(tokens["refresh_token"])


def test_a_token_can_be_revoked_twice(world: World) -> None:
    """RFC 7009, 2.2: the second time is as good as the first."""
    form = {"token": world.tokens()["access_token"], **client_of(WEB)}
    assert [world.post("revoke", form).status for _ in range(2)] == [200, 200]


@pytest.mark.parametrize("endpoint", ["revoke", "introspect"])
def test_a_token_must_be_named(world: World, endpoint: str) -> None:
    """RFC 7009, 2.1, and RFC 7662, 2.1: the parameter is required."""
    found = world.post(endpoint, client_of(WEB))
    assert (found.status, content(found)["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("endpoint", "form"),
    [
        ("revoke", {}),
        ("revoke", {"client_id": "web"}),
        ("revoke", {"client_id": "web", "client_secret": "wrong"}),
        ("introspect", {}),
        ("introspect", {"client_id": "web", "client_secret": "wrong"}),
        ("introspect", {"client_id": "native"}),
    ],
)
def test_the_client_must_be_authenticated(
    world: World, endpoint: str, form: dict[str, str]
) -> None:
    """RFC 7009, 2.1, and RFC 7662, 2.1 and 4: nobody may scan for tokens."""
    found = world.post(endpoint, {"token": "x", **form})
    assert (found.status, content(found)["error"]) == (401, "invalid_client")
    assert values(found, "www-authenticate")


def test_an_access_token_is_described(world: World) -> None:
    """RFC 7662, 2.2: every member, with the granted scope and the times in seconds."""
    token = world.tokens()["access_token"]
    now = int(world.now.timestamp())
    found = world.post("introspect", {"token": token}, basic("web", SECRET))
    assert values(found, "cache-control") == ("no-store",)
    assert content(found) == {
        "active": True,
        "client_id": "web",
        "exp": now + 3600,
        "iat": now,
        "iss": ISSUER,
        "scope": "links:create links:read",
        "sub": "ada",
        "token_type": "Bearer",
        "username": "ada@acme.example",
        "workspace_id": "ws_acme",
    }


def test_a_refresh_token_is_not_called_a_bearer_token(world: World) -> None:
    """RFC 7662, 2.2: the type is that of an access token."""
    described = world.introspect(world.tokens()["refresh_token"])
    assert described["active"]
    assert "token_type" not in described


def test_inactive_says_nothing_more(world: World) -> None:
    """RFC 7662, 2.2: unknown, expired, revoked, used and others' tokens look the same."""
    revoked, used, others = world.tokens(), world.tokens(), world.tokens(OLD)
    expired = world.tokens()["access_token"]
    world.post("revoke", {"token": revoked["access_token"], **client_of(WEB)})
    world.refresh(used["refresh_token"])
    world.wait(hours=1)
    fresh = content(world.refresh(others["refresh_token"], OLD))["access_token"]
    values = ("invented", revoked["access_token"], used["refresh_token"], expired, fresh)
    assert [world.introspect(value) for value in values] == [{"active": False}] * 5
    assert world.introspect(fresh, OLD)["active"]
