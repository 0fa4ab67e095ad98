"""How a request comes to the token endpoint: its form, its method, and who sends it."""

from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest

from tests.sandbox.oauth.world import (
    FORM,
    SECRET,
    WEB,
    World,
    basic,
    client_of,
    content,
    sent,
    values,
)

ANONYMOUS: Mapping[str, str] = {"grant_type": "client_credentials"}
CREDENTIALS: Mapping[str, str] = {"grant_type": "client_credentials", **client_of(WEB)}


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
