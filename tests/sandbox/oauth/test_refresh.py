"""What binds a server that refreshes tokens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from playground.guard import keyformat
from playground.sandbox.oauth.app import App
from tests.sandbox.oauth.world import NATIVE, NOON, SECRET, WEB, World, content

KINDS = ("access_token", "refresh_token")


@pytest.mark.parametrize("app", [WEB, NATIVE], ids=["confidential", "public"])
def test_a_refresh_token_is_rotated(world: World, app: App) -> None:
    """RFC 9700, 4.14.2: each use gives another refresh token, and access goes on."""
    before = world.tokens(app)
    after = content(world.refresh(before["refresh_token"], app))
    assert after["refresh_token"] != before["refresh_token"]
    assert world.is_active(after["access_token"])
    assert world.is_active(before["access_token"])


def test_reuse_ends_the_family(world: World) -> None:
    """RFC 9700, 4.14.2: who holds the newest token is not to be trusted any more."""
    first = world.tokens()
    second = content(world.refresh(first["refresh_token"]))
    third = content(world.refresh(second["refresh_token"]))
    assert content(world.refresh(first["refresh_token"]))["error"] == "invalid_grant"
    for tokens in (first, second, third):
        assert not world.is_active(tokens["access_token"])
        assert not world.is_active(tokens["refresh_token"])
    assert content(world.refresh(third["refresh_token"]))["error"] == "invalid_grant"


def test_reuse_ends_no_other_family(world: World) -> None:
    """A person's other approvals go on."""
    first, other = world.tokens(), world.tokens()
    world.refresh(first["refresh_token"])
    world.refresh(first["refresh_token"])
    assert world.is_active(other["access_token"])


def test_a_narrower_token_can_be_asked_for(world: World) -> None:
    """RFC 6749, 6: the access token is narrower, the refresh token is not."""
    first = world.tokens()
    second = content(world.refresh(first["refresh_token"], scope="links:read"))
    third = content(world.refresh(second["refresh_token"]))
    assert second["scope"] == "links:read"
    assert third["scope"] == "links:create links:read"


def test_a_wider_token_cannot_be_asked_for(world: World) -> None:
    """RFC 6749, 6: nothing that was not granted, though the application may have it."""
    first = world.tokens()
    found = world.refresh(first["refresh_token"], scope="links:read analytics:read")
    assert content(found)["error"] == "invalid_scope"
    assert world.refresh(first["refresh_token"]).status == 200


@pytest.mark.parametrize(
    "changes",
    [{"client_id": "old"}, {"client_secret": "wrong"}],
    ids=["another client", "a wrong secret"],
)
def test_a_refresh_token_is_bound_to_its_client(world: World, changes: dict[str, str]) -> None:
    """RFC 6749, 6: the attempt of another client fails and costs the owner nothing."""
    tokens = world.tokens()
    assert world.refresh(tokens["refresh_token"], **changes).status in {400, 401}
    assert world.refresh(tokens["refresh_token"], client_secret=SECRET).status == 200


def test_an_access_token_does_not_refresh(world: World) -> None:
    """RFC 6749, 1.5: the two kinds are not interchangeable."""
    found = world.refresh(world.tokens()["access_token"])
    assert content(found)["error"] == "invalid_grant"


def test_an_idle_refresh_token_expires(world: World) -> None:
    """RFC 9700, 4.14.2: a token that nobody uses ends after two weeks."""
    tokens = world.tokens()
    world.wait(days=14)
    assert content(world.refresh(tokens["refresh_token"]))["error"] == "invalid_grant"


def test_a_family_ends_even_if_it_is_used(world: World) -> None:
    """After 90 days the person is asked again."""
    tokens = world.tokens()
    for _ in range(8):
        world.wait(days=11)
        tokens = content(world.refresh(tokens["refresh_token"]))
    world.wait(days=2)
    assert content(world.refresh(tokens["refresh_token"]))["error"] == "invalid_grant"


def test_the_last_access_token_does_not_outlive_its_family(world: World) -> None:
    """What is issued shortly before the end ends with it."""
    tokens = world.tokens()
    for days in (13, 13, 13, 13, 13, 13, 11):
        world.wait(days=days)
        tokens = content(world.refresh(tokens["refresh_token"]))
    world.wait(hours=23, minutes=30)
    tokens = content(world.refresh(tokens["refresh_token"]))
    assert tokens["expires_in"] == 1800
    end = NOON + timedelta(days=90)
    assert [keyformat.read(tokens[kind]).expires_at for kind in KINDS] == [end, end]


def test_a_demotion_shrinks_tokens_at_once(world: World) -> None:
    """Nobody keeps through an application what they lost themselves."""
    tokens = world.tokens()
    ada = world.directory.everyone["ada"]
    world.directory.everyone["ada"] = replace(ada, roles={"ws_acme": "viewer"})
    assert world.introspect(tokens["access_token"])["scope"] == "links:read"
    assert content(world.refresh(tokens["refresh_token"]))["scope"] == "links:read"


@pytest.mark.parametrize("is_deleted", [True, False], ids=["deleted", "left the workspace"])
def test_a_person_who_left_takes_the_tokens_along(world: World, is_deleted: bool) -> None:  # noqa: FBT001  a table's column
    """No person, no token."""
    tokens = world.tokens()
    ada = world.directory.everyone.pop("ada")
    if not is_deleted:
        world.directory.everyone["ada"] = replace(ada, roles={})
    assert not world.is_active(tokens["access_token"])
    assert content(world.refresh(tokens["refresh_token"]))["error"] == "invalid_grant"


def test_an_application_that_loses_a_scope_loses_it_in_its_tokens(world: World) -> None:
    """Scopes are a subset of the application's at every moment."""
    tokens = world.tokens()
    world.store.put_app(replace(WEB, scopes=frozenset({"links:read"})))
    assert world.introspect(tokens["access_token"])["scope"] == "links:read"
