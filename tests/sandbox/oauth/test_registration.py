"""The rules for applications: exact addresses, PKCE, secrets and their ends."""

from dataclasses import replace

import pytest

from playground.sandbox.oauth.app import AppSecret
from playground.sandbox.oauth.redirect_uri import fault_of, host_of, source_of, with_parameters
from playground.sandbox.oauth.registration import faults, register, rotate_secret
from playground.scopes.vocabulary import Vocabulary
from tests.sandbox.oauth.world import NATIVE, SECRET, WEB, World, client_of, content

GOOD_URIS = [
    "https://client.example/callback",
    "https://client.example",
    "https://client.example:8443/cb?a=1&b=2",
    "http://127.0.0.1/cb",
    "http://127.0.0.1:8080/cb",
    "http://[::1]:8080/cb",
    "http://localhost:3000/cb",
    "com.example.app:/cb",
]
BAD_URIS = {
    "empty": "",
    "relative": "/callback",
    "no scheme": "//client.example/cb",
    "fragment": "https://client.example/cb#x",
    "empty fragment": "https://client.example/cb#",
    "plain http": "http://client.example/cb",
    "a name like localhost": "http://localhost.evil.example/cb",
    "wildcard host": "https://*.client.example/cb",
    "wildcard path": "https://client.example/*",
    "a user": "https://user@client.example/cb",
    "a backslash": "https://client.example\\@evil.example/",
    "a space": "https://client.example/a b",
    "a line break": "https://client.example/\r\nSet-Cookie:a=b",
    "another script": "https://clïent.example/cb",
    "no host": "https:///cb",
    "port 0": "https://client.example:0/cb",
    "a large port": "https://client.example:70000/cb",
    "a quotation mark": 'https://client.example/"cb',
    "a broken escape": "https://client.example/%zz",
    "a parameter of our answers": "https://client.example/cb?a=1&state=",
    "a policy's separator": "https://client.example;script-src/cb",
    "javascript": "javascript:alert(1)",
    "data": "data:text/html,x",
    "a short scheme": "myapp:/cb",
    "file": "file:///etc/passwd",
    "too long": "https://client.example/" + "a" * 2000,
}


@pytest.mark.parametrize("uri", GOOD_URIS)
def test_a_good_uri_can_be_registered(uri: str) -> None:
    """RFC 8252, 7, and RFC 9700, 2.6: https, loopback, or a reversed domain."""
    assert fault_of(uri) == ""


@pytest.mark.parametrize("uri", BAD_URIS.values(), ids=BAD_URIS)
def test_a_bad_uri_cannot_be_registered(uri: str) -> None:
    """What is no exact address of the application's own is refused with a reason."""
    assert fault_of(uri)


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"redirect_uris": ()}, "/redirectUris"),
        ({"redirect_uris": ("https://a.example/",) * 2}, "/redirectUris"),
        ({"redirect_uris": tuple(f"https://{n}.example/" for n in range(11))}, "/redirectUris"),
        ({"redirect_uris": ("https://a.example/", "myapp:/")}, "/redirectUris/1"),
        ({"scopes": frozenset({"nothing"})}, "/scopes"),
        ({"scopes": frozenset({"billing:manage"})}, "/scopes"),
        ({"scopes": frozenset()}, "/scopes"),
        ({"name": " "}, "/name"),
        ({"name": "a\u202eb"}, "/name"),
        ({"owner": "a\nb"}, "/owner"),
    ],
)
def test_a_fault_names_its_field(change: dict[str, object], pointer: str) -> None:
    """Each rule of a registration points to the field that broke it."""
    found = faults(replace(WEB, **change), Vocabulary.load())  # type: ignore[arg-type]
    assert [fault.pointer for fault in found] == [pointer]


def test_a_public_application_has_pkce_and_no_secret() -> None:
    """RFC 9700, 2.1.1; RFC 6749, 2.3.1: a secret in a public client is none."""
    wrong = replace(NATIVE, require_pkce=False, secrets=(AppSecret(digest="0"),))
    pointers = [fault.pointer for fault in faults(wrong, Vocabulary.load())]
    assert pointers == ["/type", "/requirePkce"]
    assert faults(NATIVE, Vocabulary.load()) == ()
    assert faults(WEB, Vocabulary.load()) == ()


def test_registering_gives_the_secret_once(world: World) -> None:
    """The secret is handed out, its digest is kept; a public application gets none."""
    secret = register(replace(WEB, client_id="new", secrets=()), world.provider())
    kept = world.store.app("default", "new")
    assert secret
    assert kept
    assert secret.reveal().startswith("lw_cs_")
    assert secret.reveal() not in repr(kept)
    form = {"grant_type": "client_credentials", "client_id": "new"}
    assert world.post("token", {**form, "client_secret": secret.reveal()}).status == 200
    assert register(replace(NATIVE, client_id="newer"), world.provider()) is None


def test_a_rotated_secret_overlaps_with_the_old_one(world: World) -> None:
    """Both work for a day, then only the new one; a second rotation adds no time."""
    form = {"grant_type": "client_credentials", **client_of(WEB)}
    secret = rotate_secret(WEB, world.provider())
    assert secret
    renewed = {**form, "client_secret": secret.reveal()}
    assert [world.post("token", fields).status for fields in (form, renewed)] == [200, 200]
    world.wait(hours=24)
    assert [world.post("token", fields).status for fields in (form, renewed)] == [401, 200]
    kept = world.store.app("default", "web")
    assert kept
    rotate_secret(kept, world.provider())
    assert world.post("token", {**form, "client_secret": SECRET}).status == 401
    assert rotate_secret(NATIVE, world.provider()) is None


@pytest.mark.parametrize("end", ["disable_app", "delete_app"])
def test_the_end_of_an_application_ends_its_tokens(world: World, end: str) -> None:
    """At once, for good, and together with its codes; nobody else's."""
    tokens, code, others = world.tokens(), world.code(), world.tokens(NATIVE)
    getattr(world.store, end)("default", "web", now=world.now)
    assert not world.is_active(tokens["access_token"])
    assert world.refresh(tokens["refresh_token"]).status == 401
    world.store.put_app(WEB)
    assert not world.is_active(tokens["access_token"])
    assert content(world.refresh(tokens["refresh_token"]))["error"] == "invalid_grant"
    assert content(world.redeem(code))["error"] == "invalid_grant"
    assert world.is_active(others["access_token"])


@pytest.mark.parametrize(
    ("uri", "added"),
    [
        ("https://a.example/cb", "https://a.example/cb?x=1%202"),
        ("https://a.example/cb?", "https://a.example/cb?x=1%202"),
        ("https://a.example/cb?a=b%2F", "https://a.example/cb?a=b%2F&x=1%202"),
        ("com.example.app:/cb", "com.example.app:/cb?x=1%202"),
    ],
)
def test_the_query_of_a_uri_is_kept(uri: str, added: str) -> None:
    """RFC 6749, 3.1.2: as it was registered, character by character."""
    assert with_parameters(uri, [("x", "1 2")]) == added


@pytest.mark.parametrize(
    ("uri", "host", "source"),
    [
        ("https://a.example:444/cb", "a.example:444", "https://a.example:444"),
        ("http://[::1]:5000/cb", "[::1]:5000", "http:"),
        ("com.example.app:/cb", "com.example.app:", "com.example.app:"),
        ("https://a.example;b/", "https:", "https:"),
    ],
)
def test_a_destination_in_words_and_as_a_source(uri: str, host: str, source: str) -> None:
    """What a seed brings cannot break out of a header either."""
    assert (host_of(uri), source_of(uri)) == (host, source)
