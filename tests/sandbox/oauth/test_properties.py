"""What holds for every input."""

import re
from urllib.parse import parse_qsl, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from playground.sandbox.oauth.pkce import challenge_of, check_verifier
from playground.sandbox.oauth.redirect_uri import (
    fault_of,
    host_of,
    is_allowed,
    source_of,
    with_parameters,
)
from playground.sandbox.oauth.refusal import Refusal
from tests.sandbox.oauth.memory import MemoryStore
from tests.sandbox.oauth.world import FORM, NATIVE, WEB, World, location, query_of, sent

VERIFIERS = st.from_regex(r"[A-Za-z0-9._~-]{43,128}", fullmatch=True)
URIS = st.one_of(
    st.text(max_size=40),
    st.builds(
        "".join,
        st.tuples(
            st.sampled_from(["http://", "https://", "com.example.app:", "javascript:", ""]),
            st.sampled_from(["127.0.0.1", "[::1]", "localhost", "web.example", "a@b", ""]),
            st.sampled_from(["", ":1", ":80@evil.example", ":99999", "."]),
            st.text(max_size=10),
        ),
    ),
)
DESCRIPTION = re.compile(r"[ !#-\[\]-~]+")


@given(VERIFIERS, VERIFIERS)
def test_only_the_verifier_fits_its_challenge(verifier: str, other: str) -> None:
    """RFC 7636, 4.6: the challenge of one verifier is no other's."""
    check_verifier(verifier, challenge_of(verifier))
    try:
        check_verifier(other, challenge_of(verifier))
        fits = True
    except Refusal:
        fits = False
    assert fits == (verifier == other)


@given(URIS)
def test_an_allowed_uri_is_a_registered_one_but_for_its_port(uri: str) -> None:
    """No text but the registered URIs, and loopback ones with another port, is allowed."""
    registered = (*WEB.redirect_uris, *NATIVE.redirect_uris)
    loopback = re.fullmatch(r"http://127\.0\.0\.1(:\d{1,5})?/callback", uri)
    assert is_allowed(uri, registered) <= (uri in registered or bool(loopback))


@given(URIS)
def test_a_uri_of_any_shape_gets_a_verdict(uri: str) -> None:
    """A registered URI is an origin that a policy can name; no text makes a check crash."""
    if fault_of(uri) == "":
        assert re.fullmatch(r"[A-Za-z0-9+.-]+:(//[A-Za-z0-9.-]+(:\d+)?)?", source_of(uri))
        assert not re.search(r"[\s;,'\"@/]", host_of(uri))
        assert is_allowed(uri, [uri])


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1)), min_size=1))
def test_parameters_arrive_as_they_were_sent(parameters: list[tuple[str, str]]) -> None:
    """RFC 6749, appendix B: whatever the state holds, the application gets it back."""
    uri = with_parameters("https://a.example/cb", parameters)
    assert parse_qsl(urlsplit(uri).query, strict_parsing=True) == parameters
    assert uri.isascii()
    assert uri.isprintable()


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))
def test_the_state_comes_back(state: str) -> None:
    """RFC 6749, 4.1.2: exactly the value that was received; none holds a null character."""
    world = World(store=MemoryStore())
    page = world.authorize({**query_of(), "state": state})
    assert location(world.decide(page))[1]["state"] == state


@given(
    st.sampled_from(["authorize", "token", "revoke", "introspect", "userinfo"]),
    st.sampled_from(["GET", "POST"]),
    st.binary(max_size=80),
    st.binary(max_size=80),
    st.text(max_size=30),
)
def test_every_request_is_answered(
    endpoint: str, method: str, query: bytes, body: bytes, authorization: str
) -> None:
    """Bytes of any kind get a refusal in the protocol's own words, and never a crash."""
    request = sent(
        method=method,
        path=f"/api/oauth/{endpoint}",
        query=query,
        headers=(("Content-Type", FORM), ("Authorization", authorization)),
        body=body,
    )
    found = World(store=MemoryStore()).ask(request)
    assert 400 <= found.status < 500


@given(st.dictionaries(st.sampled_from(sorted(query_of())), st.text()))
def test_descriptions_are_plain(changes: dict[str, str]) -> None:
    """RFC 6749, 4.1.2.1 and 5.2: printable ASCII without quotes and backslashes."""
    page = World(store=MemoryStore()).authorize({**query_of(), **changes})
    if page.status == 303:
        assert DESCRIPTION.fullmatch(location(page)[1]["error_description"])
    else:
        assert page.status in {200, 400}
