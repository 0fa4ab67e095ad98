"""The profile behind a token, and what a client may know before it asks."""

from dataclasses import replace
from urllib.parse import urlencode

import pytest

from playground.sandbox.message import Response
from playground.sandbox.oauth.endpoints import answer, is_oauth, well_known_tenant
from tests.sandbox.oauth.world import FORM, ISSUER, WEB, World, client_of, content, sent, values

WELL_KNOWN = "/.well-known/oauth-authorization-server"


def userinfo(world: World, *headers: tuple[str, str]) -> Response:
    """Return the answer of the userinfo endpoint."""
    return world.ask(sent(method="GET", path="/api/oauth/userinfo", headers=headers))


def test_the_profile_is_of_the_person(world: World) -> None:
    """Who they are, and their role where the token acts."""
    token = world.tokens()["access_token"]
    found = userinfo(world, ("Authorization", f"Bearer {token}"))
    assert values(found, "cache-control") == ("no-store",)
    assert content(found) == {
        "sub": "ada",
        "email": "ada@acme.example",
        "workspace_id": "ws_acme",
        "role": "owner",
    }


@pytest.mark.parametrize("headers", [(), (("Authorization", "Basic abc"),)], ids=["no", "Basic"])
def test_no_token_gets_a_bare_challenge(world: World, headers: tuple[tuple[str, str], ...]) -> None:
    """RFC 6750, 3.1: without credentials, or with those of another scheme, no error is told."""
    found = userinfo(world, *headers)
    assert found.status == 401
    assert values(found, "www-authenticate") == ('Bearer realm="linquid"',)


@pytest.mark.parametrize("kind", ["refresh_token", "invented", "expired"])
def test_a_bad_token_gets_a_challenge(world: World, kind: str) -> None:
    """RFC 6750, 3.1: invalid_token; a refresh token at the API is one."""
    tokens = world.tokens()
    if kind == "expired":
        world.wait(hours=1)
    value = tokens.get(kind, tokens["access_token"] if kind == "expired" else "x")
    found = userinfo(world, ("Authorization", f"Bearer {value}"))
    assert found.status == 401
    assert 'error="invalid_token"' in values(found, "www-authenticate")[0]


@pytest.mark.parametrize("header", ["Bearer", "Bearer "])
def test_a_malformed_header_is_a_bad_request(world: World, header: str) -> None:
    """RFC 6750, 3.1: invalid_request."""
    found = userinfo(world, ("Authorization", header))
    assert found.status == 400
    assert 'error="invalid_request"' in values(found, "www-authenticate")[0]


def test_one_token_a_request(world: World) -> None:
    """RFC 6750, 2 and 3.1: twice in headers, or in header and query, is invalid_request."""
    bearer = ("Authorization", f"Bearer {world.tokens()['access_token']}")
    path = "/api/oauth/userinfo"
    for found in (
        userinfo(world, bearer, bearer),
        world.ask(sent(method="GET", path=path, query=b"access_token=x", headers=(bearer,))),
    ):
        assert found.status == 400
        assert 'error="invalid_request"' in values(found, "www-authenticate")[0]


def test_a_token_in_the_query_is_none(world: World) -> None:
    """RFC 9700, 4.3.2: what stands in a URL ends up in logs."""
    query = urlencode({"access_token": world.tokens()["access_token"]}).encode()
    found = world.ask(sent(method="GET", path="/api/oauth/userinfo", query=query))
    assert (found.status, found.body) == (401, b"")


def test_a_client_by_itself_has_no_profile(world: World) -> None:
    """RFC 6750, 3.1: insufficient_scope, as no scope would help."""
    tokens = content(world.post("token", {"grant_type": "client_credentials", **client_of(WEB)}))
    found = userinfo(world, ("Authorization", f"Bearer {tokens['access_token']}"))
    assert found.status == 403
    assert 'error="insufficient_scope"' in values(found, "www-authenticate")[0]


def test_the_metadata_tells_what_is_served(world: World) -> None:
    """RFC 8414, 2; RFC 9207, 3; RFC 7636 and RFC 7662's registrations."""
    found = world.ask(sent(method="GET", path=WELL_KNOWN))
    told = content(found)
    assert values(found, "content-type") == ("application/json",)
    assert told["issuer"] == ISSUER
    assert told["response_types_supported"] == ["code"]
    assert told["code_challenge_methods_supported"] == ["S256"]
    assert told["authorization_response_iss_parameter_supported"] is True
    assert told["grant_types_supported"] == [
        "authorization_code",
        "client_credentials",
        "refresh_token",
    ]
    assert "none" not in told["introspection_endpoint_auth_methods_supported"]
    assert "links:read" in told["scopes_supported"]
    assert "billing:manage" not in told["scopes_supported"]


def test_every_address_of_the_metadata_is_served(world: World) -> None:
    """RFC 8414, 3.3: each begins with the issuer, and something answers there."""
    told = content(world.ask(sent(method="GET", path=WELL_KNOWN)))
    addresses = [value for name, value in told.items() if name.endswith("_endpoint")]
    assert len(addresses) == 5
    assert all(address.startswith(ISSUER) for address in addresses)
    assert all(is_oauth(address.removeprefix(ISSUER)) for address in addresses)


def test_a_tenant_has_metadata_of_its_own(world: World) -> None:
    """RFC 8414, 3.1: the issuer's path follows the well-known one."""
    path = f"{WELL_KNOWN}/t/class-7"
    assert well_known_tenant(path) == "class-7"
    issuer = f"{ISSUER}/t/class-7"
    provider = replace(world.provider(), tenant="class-7", issuer=issuer)
    told = content(answer(sent(method="GET", path=WELL_KNOWN), provider))
    assert told["issuer"] == issuer
    assert told["token_endpoint"] == f"{issuer}/api/oauth/token"


@pytest.mark.parametrize(
    "path", [WELL_KNOWN, f"{WELL_KNOWN}/t/", f"{WELL_KNOWN}/t/a/b", "/t/a", f"{WELL_KNOWN}x/t/a"]
)
def test_other_paths_are_no_tenant(path: str) -> None:
    """Only one segment after `/t/` names a tenant."""
    assert well_known_tenant(path) is None


def test_tenants_do_not_share_anything(world: World) -> None:
    """An application and a token of one tenant are unknown to the other."""
    token = world.tokens()["access_token"]
    other = replace(world.provider(), tenant="other")
    request = sent(
        method="POST",
        path="/oauth/introspect",
        headers=(("Content-Type", FORM),),
        body=urlencode({"token": token, **client_of(WEB)}).encode(),
    )
    assert answer(request, other).status == 401
    world.store.put_app(replace(WEB, tenant="other"))
    assert content(answer(request, other)) == {"active": False}
    assert content(answer(request, world.provider()))["active"]


@pytest.mark.parametrize("path", ["/api/oauth/token", "/oauth/token", WELL_KNOWN])
def test_paths_with_and_without_prefix_are_ours(path: str) -> None:
    """The API is served under both."""
    assert is_oauth(path)


@pytest.mark.parametrize("path", ["/api/oauth/apps", "/api/links", "/api/api/oauth/token"])
def test_other_paths_are_not_ours(path: str) -> None:
    """Applications are managed by the API like any resource."""
    assert not is_oauth(path)
