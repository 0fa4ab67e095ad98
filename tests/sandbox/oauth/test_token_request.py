"""What binds a server at its token endpoint, line by line."""

from collections.abc import Mapping

import pytest

from tests.sandbox.oauth.world import (
    FORM,
    SECRET,
    WEB,
    Changes,
    World,
    changed,
    client_of,
    content,
    values,
)

CREDENTIALS: Mapping[str, str] = {"grant_type": "client_credentials", **client_of(WEB)}
REFUSED: dict[str, tuple[Changes, int, str]] = {
    "RFC 6749, 5.2: no grant type": ({"grant_type": None}, 400, "invalid_request"),
    "RFC 6749, 3.2: an empty grant type": ({"grant_type": ""}, 400, "invalid_request"),
    "RFC 6749, 5.2: an unknown grant type": (
        {"grant_type": "magic"},
        400,
        "unsupported_grant_type",
    ),
    "RFC 9700, 2.4: passwords": ({"grant_type": "password"}, 400, "unsupported_grant_type"),
    "RFC 6749, 5.2: an unknown client": ({"client_id": "nobody"}, 401, "invalid_client"),
    "RFC 6749, 5.2: no client": (
        {"client_id": None, "client_secret": None},
        401,
        "invalid_client",
    ),
    "RFC 6749, 2.3: no secret": ({"client_secret": None}, 401, "invalid_client"),
    "RFC 6749, 3.2: an empty secret": ({"client_secret": ""}, 401, "invalid_client"),
    "RFC 6749, 5.2: a wrong secret": ({"client_secret": f"{SECRET}!"}, 401, "invalid_client"),
    "RFC 6749, 3.3: an unknown scope": ({"scope": "nothing"}, 400, "invalid_scope"),
    "RFC 6749, 3.3: a scope of others": ({"scope": "domains:write"}, 400, "invalid_scope"),
    "RFC 6749, 4.4: a public client": (
        {"client_id": "native", "client_secret": None},
        400,
        "unauthorized_client",
    ),
    "RFC 6749, 2.1: a public client with a secret": (
        {"client_id": "native"},
        401,
        "invalid_client",
    ),
    "RFC 7521, 4.2: an assertion": (
        {"client_id": "native", "client_secret": None, "client_assertion": "e30."},
        401,
        "invalid_client",
    ),
    "RFC 6749, 4.1.3: no code": ({"grant_type": "authorization_code"}, 400, "invalid_request"),
    "RFC 6749, 6: no refresh token": ({"grant_type": "refresh_token"}, 400, "invalid_request"),
    "RFC 6749, 5.2: an invented code": (
        {"grant_type": "authorization_code", "code": "x"},
        400,
        "invalid_grant",
    ),
    "RFC 6749, 5.2: an invented refresh token": (
        {"grant_type": "refresh_token", "refresh_token": "x"},
        400,
        "invalid_grant",
    ),
}


@pytest.mark.parametrize(("changes", "status", "error"), REFUSED.values(), ids=REFUSED)
def test_a_bad_request_is_refused(world: World, changes: Changes, status: int, error: str) -> None:
    """RFC 6749, 5.2: the error has its code and status, and no cache keeps it."""
    found = world.post("token", changed(CREDENTIALS, changes))
    assert (found.status, content(found)["error"]) == (status, error)
    assert values(found, "cache-control") == ("no-store",)
    assert values(found, "content-type") == ("application/json",)


UNFIT: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "two types": ("", (("Content-Type", FORM),)),
    "two origins": ("", (("Origin", "https://a.example"), ("Origin", "https://b.example"))),
    "many headers": ("", tuple((f"X-Note-{number}", "a") for number in range(100))),
    "large headers": ("", (("X-Note", "a" * 65_536),)),
    "a long address": ("?" + "a" * 8192, ()),
    "a null character": ("?a=%00", ()),
}


@pytest.mark.parametrize("endpoint", ["token", "revoke", "introspect"])
@pytest.mark.parametrize(("query", "headers"), UNFIT.values(), ids=UNFIT)
def test_what_no_operation_could_take_is_an_invalid_request(
    world: World, endpoint: str, query: str, headers: tuple[tuple[str, str], ...]
) -> None:
    """RFC 6749, 5.2: these endpoints have one form of error, whatever is wrong."""
    found = world.post(f"{endpoint}{query}", CREDENTIALS, *headers)
    assert (found.status, content(found)["error"]) == (400, "invalid_request")
    assert values(found, "cache-control") == ("no-store",)
    assert values(found, "pragma") == ("no-cache",)


def test_a_client_by_itself_gets_no_refresh_token(world: World) -> None:
    """RFC 6749, 4.4.3: it can ask again at any time."""
    tokens = content(world.post("token", {**CREDENTIALS, "scope": "links:read"}))
    assert "refresh_token" not in tokens
    assert tokens["scope"] == "links:read"
    assert world.introspect(tokens["access_token"])["sub"] == "web"
