"""A page of another origin may ask what a public client in a browser needs, and nothing else."""

import pytest

from tests.sandbox.laboratory import Laboratory
from tests.sandbox.oauth.world import World, sent, values

ORIGIN = ("Origin", "https://app.example")
OPEN = [
    "/api/oauth/token",
    "/oauth/revoke",
    "/api/oauth/userinfo",
    "/.well-known/oauth-authorization-server",
]


@pytest.mark.parametrize("path", OPEN)
def test_a_browser_may_ask_first(world: World, path: str) -> None:
    """The preflight allows the methods of the path, for any origin and without credentials."""
    found = world.ask(sent(method="OPTIONS", path=path, headers=(ORIGIN,)))
    assert found.status == 204
    assert values(found, "access-control-allow-origin") == ("*",)
    assert values(found, "access-control-allow-methods")[0] in {"GET", "POST"}
    assert not values(found, "access-control-allow-credentials")


@pytest.mark.parametrize("path", OPEN)
def test_the_answer_is_readable_also_when_it_refuses(world: World, path: str) -> None:
    """A page that may not read an error cannot tell its user what to do."""
    method = "GET" if path.endswith(("userinfo", "server")) else "POST"
    found = world.ask(sent(method=method, path=path, headers=(ORIGIN,)))
    assert values(found, "access-control-allow-origin") == ("*",)


@pytest.mark.parametrize("path", ["/api/oauth/authorize", "/api/oauth/introspect"])
@pytest.mark.parametrize("method", ["OPTIONS", "GET", "POST"])
def test_no_page_reads_what_people_see_or_servers_ask(world: World, path: str, method: str) -> None:
    """The OAuth 2.1 draft: no CORS where a person signs in and consents."""
    found = world.ask(sent(method=method, path=path, headers=(ORIGIN,)))
    assert not [name for name, _ in found.headers if name.lower().startswith("access-control")]


@pytest.mark.parametrize("path", ["/api/oauth/apps", "/api/links", "/_sandbox/status"])
@pytest.mark.parametrize("method", ["OPTIONS", "GET"])
def test_management_has_no_cors(lab: Laboratory, path: str, method: str) -> None:
    """No page of another origin reads or changes a workspace."""
    found = lab.call(method, path, origin=ORIGIN[1], key="everything")
    assert not [name for name, _ in found.headers if name.lower().startswith("access-control")]
