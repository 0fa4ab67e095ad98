"""What binds a server that is asked for authorization, line by line."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from tests.sandbox.oauth.world import (
    ISSUER,
    NATIVE,
    NATIVE_URI,
    OLD,
    WEB,
    WEB_SECOND_URI,
    WEB_URI,
    Changes,
    World,
    changed,
    location,
    query_of,
    sent,
    values,
)

SHOWN: dict[str, Changes] = {
    "RFC 6749, 4.1.2.1: a client_id is missing": {"client_id": None},
    "RFC 6749, 4.1.2.1: a client_id is unknown": {"client_id": "nobody"},
    "RFC 6749, 3.1.2.3: a URI is missing where two are registered": {"redirect_uri": None},
    "RFC 6749, 3.1: an empty URI is a missing one": {"redirect_uri": ""},
    "RFC 6749, 3.1.2.4: a URI is not registered": {"redirect_uri": "https://evil.example/"},
    "RFC 9700, 4.1.3: a longer path": {"redirect_uri": f"{WEB_URI}/more"},
    "RFC 9700, 4.1.3: a shorter path": {"redirect_uri": "https://web.example/"},
    "RFC 9700, 4.1.3: a path that climbs": {"redirect_uri": f"{WEB_URI}/../callback"},
    "RFC 9700, 4.1.3: a query more": {"redirect_uri": f"{WEB_URI}?a=1"},
    "RFC 9700, 4.1.3: a subdomain": {"redirect_uri": "https://a.web.example/callback"},
    "RFC 9700, 4.1.3: the host in capitals": {"redirect_uri": "https://WEB.example/callback"},
    "RFC 9700, 4.1.3: a default port": {"redirect_uri": "https://web.example:443/callback"},
    "RFC 9700, 4.1.3: a user in the host": {"redirect_uri": "https://web.example@evil.example/"},
    "RFC 6749, 3.1.2: a fragment": {"redirect_uri": f"{WEB_URI}#part"},
    "RFC 9700, 2.1: another scheme": {"redirect_uri": "http://web.example/callback"},
}

SHOWN_TO_NATIVE: dict[str, str] = {
    "RFC 8252, 8.3: localhost is no literal": "http://localhost:5000/callback",
    "RFC 8252, 7.3: another literal than the registered one": "http://[::1]:5000/callback",
    "RFC 8252, 7.3: another path": "http://127.0.0.1:5000/other",
    "RFC 8252, 7.3: port 0": "http://127.0.0.1:0/callback",
    "RFC 8252, 7.3: a port that is none": "http://127.0.0.1:99999/callback",
    "RFC 8252, 7.3: a host behind a user": "http://127.0.0.1:80@evil.example/callback",
    "RFC 8252, 7.3: a host that begins like it": "http://127.0.0.1.evil.example/callback",
    "RFC 8252, 7.1: a longer custom URI": "com.example.app:/callback/more",
    "RFC 8252, 7.1: a custom scheme with a host": "com.example.app://evil/callback",
}

REDIRECTED: dict[str, tuple[Changes, str]] = {
    "RFC 6749, 3.1.1: the type is missing": ({"response_type": None}, "invalid_request"),
    "RFC 6749, 3.1: the type is empty": ({"response_type": ""}, "invalid_request"),
    "RFC 9700, 2.1.2: implicit": ({"response_type": "token"}, "unsupported_response_type"),
    "RFC 6749, 8.4: a compound": ({"response_type": "code token"}, "unsupported_response_type"),
    "OAuth 2.1, 4.1.1: a fragment answer": ({"response_mode": "fragment"}, "invalid_request"),
    "RFC 6749, 3.3: an unknown scope": ({"scope": "links:read nothing"}, "invalid_scope"),
    "RFC 6749, 3.3: a scope of others": ({"scope": "domains:write"}, "invalid_scope"),
    "RFC 6749, 3.3: two spaces": ({"scope": "links:read  links:create"}, "invalid_scope"),
    "RFC 6749, 3.3: a quote": ({"scope": 'links:read"'}, "invalid_scope"),
    "RFC 6749, 3.3: another case": ({"scope": "LINKS:READ"}, "invalid_scope"),
    "RFC 7636, 4.4.1: no challenge": ({"code_challenge": None}, "invalid_request"),
    "RFC 7636, 4.3: no method is plain": ({"code_challenge_method": None}, "invalid_request"),
    "RFC 9700, 2.1.1: plain": ({"code_challenge_method": "plain"}, "invalid_request"),
    "RFC 7636, 4.3: another case": ({"code_challenge_method": "s256"}, "invalid_request"),
    "RFC 7636, 4.2: a short challenge": ({"code_challenge": "a" * 42}, "invalid_request"),
    "RFC 7636, 4.2: padding": ({"code_challenge": "a" * 43 + "="}, "invalid_request"),
    "RFC 7636, 4.2: a foreign character": ({"code_challenge": "+" * 43}, "invalid_request"),
}

ASKED: dict[str, Changes] = {
    "RFC 6749, 3.1: an unknown parameter is ignored": {"whatever": "1"},
    "RFC 6749, 3.3: no scope means all of the application's": {"scope": None},
    "RFC 6749, 4.1.1: no state": {"state": None},
    "RFC 6749, 3.1.2: a URI with a query": {"redirect_uri": WEB_SECOND_URI},
    "RFC 6749, 3.3: a scope twice is once": {"scope": "links:read links:read"},
    "RFC 9207, 2: an answer in the query": {"response_mode": "query"},
}


@pytest.mark.parametrize("changes", SHOWN.values(), ids=SHOWN)
@pytest.mark.parametrize("person", ["ada", None])
def test_a_doubtful_destination_is_shown(
    world: World, changes: Changes, person: str | None
) -> None:
    """Where the redirect URI cannot be trusted, a page says so and nothing is redirected."""
    page = world.authorize(changed(query_of(), changes), person=person)
    assert page.status == 400
    assert values(page, "location") == ()
    assert b"<form" not in page.body


@pytest.mark.parametrize("uri", SHOWN_TO_NATIVE.values(), ids=SHOWN_TO_NATIVE)
def test_a_loopback_uri_differs_in_its_port_only(world: World, uri: str) -> None:
    """A native application gets its answer at its own loopback address or scheme, or nowhere."""
    page = world.authorize({**query_of(NATIVE), "redirect_uri": uri})
    assert page.status == 400
    assert values(page, "location") == ()


@pytest.mark.parametrize(
    "uri",
    [
        NATIVE_URI,
        "http://127.0.0.1:1/callback",
        "http://127.0.0.1:65535/callback",
        "http://localhost/callback",
        "com.example.app:/callback",
    ],
)
def test_a_native_application_is_answered_where_it_listens(world: World, uri: str) -> None:
    """RFC 8252, 7.3: any port of a loopback IP literal is fine."""
    page = world.authorize({**query_of(NATIVE), "redirect_uri": uri})
    assert location(world.decide(page))[0] == uri


@pytest.mark.parametrize(("changes", "error"), REDIRECTED.values(), ids=REDIRECTED)
def test_an_error_is_told_to_the_application(world: World, changes: Changes, error: str) -> None:
    """RFC 6749, 4.1.2.1, and RFC 9207: the error comes with the state and the issuer."""
    uri, told = location(world.authorize(changed(query_of(), changes)))
    assert uri == WEB_URI
    assert told.pop("error_description")
    assert told == {"error": error, "state": "s t&te=1", "iss": ISSUER}


@pytest.mark.parametrize("changes", ASKED.values(), ids=ASKED)
def test_a_faultless_request_asks_the_person(world: World, changes: Changes) -> None:
    """The consent page is shown."""
    page = world.authorize(changed(query_of(), changes))
    assert page.status == 200
    assert b"Allow" in page.body


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_a_doubled_destination_is_shown(world: World, name: str) -> None:
    """RFC 6749, 3.1: which of two destinations is meant cannot be known."""
    query = urlencode([*query_of().items(), (name, query_of()[name])])
    assert world.authorize(query).status == 400


@pytest.mark.parametrize("name", ["response_type", "scope", "code_challenge", "whatever"])
def test_a_doubled_parameter_is_told(world: World, name: str) -> None:
    """RFC 6749, 3.1: a parameter must not be sent more than once, be it equal or unknown."""
    value = query_of().get(name, "1")
    query = urlencode([*query_of().items(), (name, value), (name, value)])
    assert location(world.authorize(query))[1]["error"] == "invalid_request"


def test_a_doubled_state_is_not_given_back(world: World) -> None:
    """RFC 6749, 4.1.2.1: nobody can say which state to return."""
    told = location(world.authorize(urlencode([*query_of().items(), ("state", "other")])))[1]
    assert told["error"] == "invalid_request"
    assert "state" not in told


def test_the_only_registered_uri_need_not_be_sent(world: World) -> None:
    """RFC 6749, 3.1.2.3: with one registered URI, that is where the answer goes."""
    page = world.authorize(changed(query_of(OLD), {"redirect_uri": None}))
    assert location(world.decide(page))[0] == WEB_URI


def test_an_application_may_do_without_pkce_if_it_is_told_so(world: World) -> None:
    """RFC 9700, 2.1.1: for a confidential client PKCE is recommended, not required."""
    absent = {"code_challenge": None, "code_challenge_method": None}
    assert world.authorize(changed(query_of(OLD), absent)).status == 200


def test_a_public_application_cannot_be_told_to_do_without_pkce(world: World) -> None:
    """RFC 9700, 2.1.1: a public client must use PKCE, whatever its record says."""
    world.store.put_app(replace(NATIVE, require_pkce=False))
    absent = {"code_challenge": None, "code_challenge_method": None}
    told = location(world.authorize(changed(query_of(NATIVE), absent)))[1]
    assert told["error"] == "invalid_request"


def test_an_error_waits_for_the_person(world: World) -> None:
    """RFC 9700, 4.11.2: nobody is redirected before they are signed in."""
    page = world.authorize({**query_of(), "scope": "nothing"}, person=None)
    assert page.status == 200
    assert b"Sign in" in page.body


def test_a_disabled_application_gets_nobody_redirected(world: World) -> None:
    """RFC 9700, 4.11.2: an application that we no longer trust is no destination."""
    world.store.disable_app("default", WEB.client_id, now=world.now)
    assert world.authorize(query_of()).status == 400


@pytest.mark.parametrize("query", [b"client_id=%ff", b"\xff", b"a=1&" * 200, b"a" * 20_000])
def test_a_query_that_cannot_be_read_is_shown(world: World, query: bytes) -> None:
    """Bad encodings and floods of parameters get a page, not a crash."""
    page = world.ask(sent(method="GET", path="/api/oauth/authorize", query=query))
    assert page.status == 400


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "HEAD"])
def test_other_methods_are_refused(world: World, method: str) -> None:
    """RFC 6749, 3.1: GET, and our own form by POST; no preflight is answered."""
    found = world.ask(sent(method=method, path="/api/oauth/authorize"))
    assert found.status == 405
    assert values(found, "allow") == ("GET, POST",)
    assert not any(name.startswith("Access-Control") for name, _ in found.headers)
