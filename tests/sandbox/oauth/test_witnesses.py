"""Clients that others wrote, unmodified, get in by the front door."""

import asyncio
from collections.abc import Iterator
import json
from pathlib import Path
import shutil
import subprocess

from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from httpx_oauth.oauth2 import OAuth2
import pytest
from requests_oauthlib import OAuth2Session

from playground.sandbox import serve_in_thread
from playground.sandbox.oauth.pkce import challenge_of
from tests.sandbox.oauth.witness import CALLBACK, Site
from tests.sandbox.oauth.world import VERIFIER

NODE_CLIENT = Path(__file__).parents[3] / "lab" / "witness" / "openid-client.mjs"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Serve a sandbox."""
    with serve_in_thread() as running:
        yield Site.of(running)


def test_authlib_as_a_public_client(site: Site) -> None:
    """Code with PKCE, an API call, a refresh, a revocation."""
    with AuthlibSession(
        site.public,
        scope="links:read",
        redirect_uri=CALLBACK,
        code_challenge_method="S256",
        token_endpoint_auth_method="none",
        revocation_endpoint_auth_method="none",
    ) as client:
        authorize = site.endpoint("authorization")
        url, _ = client.create_authorization_url(authorize, code_verifier=VERIFIER)
        back = site.consented(url)
        token = client.fetch_token(
            site.endpoint("token"), authorization_response=back, code_verifier=VERIFIER
        )
        assert token["scope"] == "links:read"
        assert client.get(f"{site.url}/api/links").status_code == 200
        newer = client.refresh_token(site.endpoint("token"))
        assert newer["access_token"] != token["access_token"]
        client.revoke_token(
            site.endpoint("revocation"), newer["refresh_token"], token_type_hint="refresh_token"
        )
        assert site.status(newer["access_token"]) == 401


def test_authlib_as_a_confidential_client(site: Site) -> None:
    """Client credentials, an introspection, and an API call in the application's own name."""
    with AuthlibSession(site.confidential, site.secret) as client:
        token = client.fetch_token(site.endpoint("token"), grant_type="client_credentials")
        told = client.introspect_token(site.endpoint("introspection"), token["access_token"])
        assert told.json()["active"] is True
        assert site.status(token["access_token"]) == 200


@pytest.fixture
def _on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let oauthlib, which asks for TLS, talk to loopback; its own switch for tests."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.usefixtures("_on_loopback")
def test_requests_oauthlib(site: Site) -> None:
    """Code with PKCE for a confidential client, and a refresh that it does by itself."""
    kept: list[object] = []
    with OAuth2Session(
        site.confidential,
        redirect_uri=CALLBACK,
        scope=["links:read"],
        pkce="S256",
        auto_refresh_url=site.endpoint("token"),
        auto_refresh_kwargs={"client_id": site.confidential, "client_secret": site.secret},
        token_updater=kept.append,
    ) as client:
        url, _ = client.authorization_url(site.endpoint("authorization"))
        token = client.fetch_token(
            site.endpoint("token"),
            authorization_response=site.consented(url),
            client_secret=site.secret,
        )
        assert client.get(f"{site.url}/api/links").status_code == 200
        client.token = {**token, "expires_at": 1}
        assert client.get(f"{site.url}/api/links").status_code == 200
        assert len(kept) == 1


def test_httpx_oauth(site: Site) -> None:
    """Code with PKCE, a refresh, a revocation."""
    client = OAuth2(
        site.confidential,
        site.secret,
        site.endpoint("authorization"),
        site.endpoint("token"),
        refresh_token_endpoint=site.endpoint("token"),
        revoke_token_endpoint=site.endpoint("revocation"),
        token_endpoint_auth_method="client_secret_post",
        revocation_endpoint_auth_method="client_secret_post",
    )

    async def flow() -> str:
        url = await client.get_authorization_url(
            CALLBACK,
            scope=["links:read"],
            code_challenge=challenge_of(VERIFIER),
            code_challenge_method="S256",
        )
        code = site.consented(url).partition("code=")[2].partition("&")[0]
        token = await client.get_access_token(code, CALLBACK, VERIFIER)
        newer = await client.refresh_token(token["refresh_token"])
        assert site.status(newer["access_token"]) == 200
        await client.revoke_token(newer["access_token"], "access_token")
        return str(newer["access_token"])

    assert site.status(asyncio.run(flow())) == 401


def test_openid_client(site: Site) -> None:
    """Node's client: discovery, PKCE, `iss`, refresh, userinfo, revocation, introspection."""
    node = shutil.which("node")
    assert node is not None
    words = [site.url, site.cookie, site.public, site.confidential, site.secret]
    ran = subprocess.run(  # noqa: S603  our own script, with our own words
        [node, str(NODE_CLIENT), *words], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert found == {
        "person": "user_ada",
        "before": 200,
        "after": 401,
        "scope": "links:read",
        "active": True,
    }
