"""What binds a server at its token endpoint, line by line."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

import pytest

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.pkce import challenge_of
from tests.sandbox.oauth.world import (
    FORM,
    NATIVE,
    OLD,
    SECRET,
    WEB,
    WEB_SECOND_URI,
    Changes,
    World,
    basic,
    changed,
    client_of,
    content,
    sent,
    values,
)

CREDENTIALS: Mapping[str, str] = {"grant_type": "client_credentials", **client_of(WEB)}
ANONYMOUS: Mapping[str, str] = {"grant_type": "client_credentials"}

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


def test_a_client_by_itself_gets_no_refresh_token(world: World) -> None:
    """RFC 6749, 4.4.3: it can ask again at any time."""
    tokens = content(world.post("token", {**CREDENTIALS, "scope": "links:read"}))
    assert "refresh_token" not in tokens
    assert tokens["scope"] == "links:read"
    assert world.introspect(tokens["access_token"])["sub"] == "web"


def test_the_secret_may_come_in_a_basic_header(world: World) -> None:
    """RFC 6749, 2.3.1: form-encoded halves, any case of the scheme's name."""
    name, value = basic("web", SECRET)
    assert world.post("token", ANONYMOUS, (name, value)).status == 200
    assert world.post("token", ANONYMOUS, (name, value.replace("Basic", "bASIC"))).status == 200


def test_a_client_id_may_stand_beside_the_header(world: World) -> None:
    """RFC 6749, 3.2.1: a client_id is no authentication by itself."""
    form = {**ANONYMOUS, "client_id": "web"}
    assert world.post("token", form, basic("web", SECRET)).status == 200


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        (CREDENTIALS, (basic("web", SECRET),)),
        (ANONYMOUS, (basic("web", SECRET), basic("web", SECRET))),
        ({**ANONYMOUS, "client_id": "old"}, (basic("web", SECRET),)),
        ({**ANONYMOUS, "client_assertion": "e30."}, (basic("web", SECRET),)),
        ({**CREDENTIALS, "client_assertion": "e30."}, ()),
    ],
    ids=["header and body", "two headers", "another client", "an assertion", "two in the body"],
)
def test_one_authentication_a_request(
    world: World, form: Mapping[str, str], headers: tuple[tuple[str, str], ...]
) -> None:
    """RFC 6749, 2.3: a client must not use more than one method."""
    found = world.post("token", form, *headers)
    assert (found.status, content(found)["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    "header",
    [
        basic("web", "wrong"),
        basic("native", ""),
        ("Authorization", "Bearer abc"),
        ("Authorization", "Basic"),
        ("Authorization", "Basic !!!"),
        ("Authorization", f"Basic {b64encode(b'web').decode()}"),
        ("Authorization", f"Basic {b64encode(b'%ff:%ff').decode()}"),
        ("Authorization", ""),
    ],
    ids=["wrong", "public", "Bearer", "empty", "no base64", "no colon", "no UTF-8", "nothing"],
)
def test_a_failed_header_gets_a_challenge(world: World, header: tuple[str, str]) -> None:
    """RFC 6749, 5.2: 401 with the scheme that the client used."""
    found = world.post("token", ANONYMOUS, header)
    assert (found.status, content(found)["error"]) == (401, "invalid_client")
    assert values(found, "www-authenticate")[0].startswith('Basic realm="linquid"')


@pytest.mark.parametrize("name", ["grant_type", "client_secret", "whatever"])
def test_a_doubled_field_is_refused(world: World, name: str) -> None:
    """RFC 6749, 3.2: a parameter must not be sent more than once."""
    body = urlencode([*CREDENTIALS.items(), (name, "1"), (name, "1")]).encode()
    request = sent(method="POST", path="/oauth/token", headers=(("content-type", FORM),), body=body)
    assert content(world.ask(request))["error"] == "invalid_request"


@pytest.mark.parametrize(
    ("media_type", "query", "body"),
    [
        ("application/json", b"", b'{"grant_type": "client_credentials"}'),
        ("multipart/form-data", b"", b""),
        ("", b"", urlencode(CREDENTIALS).encode()),
        (FORM, urlencode(CREDENTIALS).encode(), b""),
        (FORM, b"a=1", urlencode(CREDENTIALS).encode()),
        (FORM, b"", b"grant_type=%ff"),
        (FORM, b"", b"\xff\xfe"),
        (FORM, b"", b"a=1&" * 500),
        (FORM, b"", b"a" * 100_000),
    ],
    ids=["JSON", "multipart", "none", "query", "both", "no UTF-8", "bytes", "many", "long"],
)
def test_only_a_form_in_the_body_is_read(
    world: World, media_type: str, query: bytes, body: bytes
) -> None:
    """RFC 6749, 2.3.1 and 3.2: credentials in a URL end up in logs."""
    headers = (("Content-Type", media_type),) if media_type else ()
    request = sent(method="POST", path="/api/oauth/token", query=query, headers=headers, body=body)
    found = world.ask(request)
    assert (found.status, content(found)["error"]) == (400, "invalid_request")


def test_a_charset_is_taken(world: World) -> None:
    """Many clients name UTF-8, which the form is anyway."""
    headers = (("Content-Type", f"{FORM};charset=UTF-8"),)
    body = urlencode(CREDENTIALS).encode()
    request = sent(method="POST", path="/api/oauth/token", headers=headers, body=body)
    assert world.ask(request).status == 200


@pytest.mark.parametrize("endpoint", ["token", "revoke", "introspect"])
def test_only_post_is_taken(world: World, endpoint: str) -> None:
    """RFC 6749, 3.2; RFC 7009, 2; RFC 7662, 2.1: the client must use POST."""
    found = world.ask(sent(method="GET", path=f"/api/oauth/{endpoint}", query=b"token=1"))
    assert found.status == 405
    assert values(found, "allow") == ("POST",)


def test_a_verifier_may_be_of_any_allowed_length(world: World) -> None:
    """RFC 7636, 4.1: 43 to 128 characters."""
    verifier = "-._~" * 32
    code = world.code(code_challenge=challenge_of(verifier))
    assert world.redeem(code, code_verifier=verifier).status == 200
