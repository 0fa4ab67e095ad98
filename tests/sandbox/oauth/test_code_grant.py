"""What binds a server where a client redeems an authorization code, line by line."""

from dataclasses import replace

import pytest

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.pkce import challenge_of
from tests.sandbox.oauth.world import (
    NATIVE,
    OLD,
    SECRET,
    WEB,
    WEB_SECOND_URI,
    Changes,
    World,
    content,
    values,
)

CODE_REFUSED: dict[str, tuple[Changes, str]] = {
    "RFC 6749, 4.1.3: no redirect URI": ({"redirect_uri": None}, "invalid_request"),
    "RFC 6749, 4.1.3: another registered URI": (
        {"redirect_uri": WEB_SECOND_URI},
        "invalid_grant",
    ),
    "RFC 7636, 4.6: no verifier": ({"code_verifier": None}, "invalid_grant"),
    "RFC 7636, 4.6: another verifier": ({"code_verifier": "w" * 43}, "invalid_grant"),
    "RFC 7636, 4.1: a short verifier": ({"code_verifier": "v" * 42}, "invalid_request"),
    "RFC 7636, 4.1: a long verifier": ({"code_verifier": "v" * 129}, "invalid_request"),
    "RFC 7636, 4.1: a foreign character": ({"code_verifier": "v" * 42 + "+"}, "invalid_request"),
    "RFC 7636, 4.1: a letter of another script": (
        {"code_verifier": "v" * 42 + "é"},
        "invalid_request",
    ),
    "RFC 6749, 4.1.3: another client": (
        {"client_id": "old", "client_secret": SECRET},
        "invalid_grant",
    ),
}


@pytest.mark.parametrize(("changes", "error"), CODE_REFUSED.values(), ids=CODE_REFUSED)
def test_a_code_is_bound_to_its_request(world: World, changes: Changes, error: str) -> None:
    """A code is refused to another client, URI or verifier, and then still works for its own."""
    code = world.code()
    found = world.redeem(code, **changes)
    assert (found.status, content(found)["error"]) == (400, error)
    assert world.redeem(code).status == 200


def test_a_code_for_a_uri_that_is_registered_no_more_is_refused(world: World) -> None:
    """RFC 9700, 4.1: an owner takes a URI away because it is not theirs any more."""
    code = world.code()
    world.store.put_app(replace(WEB, redirect_uris=(WEB_SECOND_URI,)))
    assert content(world.redeem(code))["error"] == "invalid_grant"


def test_the_answer_to_a_code_is_complete(world: World) -> None:
    """RFC 6749, 5.1: token, type, lifetime, scope and refresh token, kept by no cache."""
    found = world.redeem(world.code())
    tokens = content(found)
    assert values(found, "cache-control") == ("no-store",)
    assert values(found, "pragma") == ("no-cache",)
    assert tokens.pop("access_token").startswith("lw_at_")
    assert tokens.pop("refresh_token").startswith("lw_rt_")
    assert tokens == {
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "links:create links:read",
    }


def test_a_code_lasts_a_minute(world: World) -> None:
    """RFC 6749, 4.1.2: a code is short-lived."""
    first, second = world.code(), world.code()
    world.wait(seconds=59)
    assert world.redeem(first).status == 200
    world.wait(seconds=1)
    assert content(world.redeem(second))["error"] == "invalid_grant"


def test_a_replay_with_the_verifier_ends_what_the_code_gave(world: World) -> None:
    """RFC 6749, 4.1.2: two holders of code and verifier cannot both be the right one."""
    code = world.code()
    tokens = content(world.redeem(code))
    assert content(world.redeem(code))["error"] == "invalid_grant"
    assert not world.is_active(tokens["access_token"])
    assert not world.is_active(tokens["refresh_token"])


@pytest.mark.parametrize(
    "changes",
    [{"code_verifier": "w" * 43}, {"code_verifier": None}, {"redirect_uri": WEB_SECOND_URI}],
    ids=["another verifier", "no verifier", "another URI"],
)
def test_a_replay_without_the_verifier_ends_nothing(world: World, changes: Changes) -> None:
    """Who has seen the code alone cannot end the session of its owner."""
    code = world.code()
    tokens = content(world.redeem(code))
    assert world.redeem(code, **changes).status == 400
    assert world.is_active(tokens["access_token"])


def test_a_late_replay_still_ends_what_the_code_gave(world: World) -> None:
    """A used code is known for what it is after its minute, too."""
    code = world.code()
    tokens = content(world.redeem(code))
    world.wait(minutes=10)
    assert world.redeem(code).status == 400
    assert not world.is_active(tokens["access_token"])


def test_a_verifier_without_a_challenge_is_refused(world: World) -> None:
    """RFC 9700, 4.8.2: someone may have taken the challenge out of the request."""
    absent = {"code_challenge": None, "code_challenge_method": None}
    code = world.code(OLD, **absent)
    assert content(world.redeem(code, OLD))["error"] == "invalid_grant"
    assert world.redeem(code, OLD, code_verifier=None).status == 200


def test_a_challenge_is_checked_where_pkce_is_optional(world: World) -> None:
    """RFC 7636, 4.6: who sent a challenge must send its verifier."""
    code = world.code(OLD)
    assert content(world.redeem(code, OLD, code_verifier=None))["error"] == "invalid_grant"


def test_a_uri_that_was_not_sent_need_not_be_repeated(world: World) -> None:
    """RFC 6749, 4.1.3: the token request repeats what the authorization request had."""
    code = world.code(OLD, redirect_uri=None)
    assert world.redeem(code, OLD, redirect_uri=None).status == 200


def test_an_unsent_uri_may_be_named(world: World) -> None:
    """Clients that always send the URI are served, if it is the one that was used."""
    assert world.redeem(world.code(OLD, redirect_uri=None), OLD).status == 200


@pytest.mark.parametrize("app", [WEB, NATIVE], ids=["confidential", "public"])
def test_every_authorization_code_gives_a_refresh_token(world: World, app: App) -> None:
    """Both client types can stay connected."""
    assert "refresh_token" in world.tokens(app)


def test_a_verifier_may_be_of_any_allowed_length(world: World) -> None:
    """RFC 7636, 4.1: 43 to 128 characters."""
    verifier = "-._~" * 32
    code = world.code(code_challenge=challenge_of(verifier))
    assert world.redeem(code, code_verifier=verifier).status == 200
