"""Everything that a sandbox ever shows once, minted in one run through its whole API."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.sandbox.laboratory import CONTROL, Laboratory
from tests.sandbox.oauth.visitor import CALLBACK, POCKET, VERIFIER, Visitor
from tests.sandbox.oauth.world import Form

__all__ = ["minted", "signing_secrets"]

PASSWORD = "open sesame, says the link"
_ACME = "/api/workspaces/ws_acme"
_OVERLAP = {"overlapSeconds": 60}
_HOOK = {"url": "http://127.0.0.1:9/hook", "events": ["click"]}


def minted(lab: Laboratory) -> dict[str, str]:
    """Return each value by what it is."""
    return {
        "control token": CONTROL,
        **{f"key {name}": value for name, value in lab.keys.items()},
        **dict(_keys(lab)),
        **dict(_people(lab)),
        **dict(_oauth(lab)),
    }


def signing_secrets(lab: Laboratory) -> list[str]:
    """Return secrets of webhooks, which are kept as they are: they must sign (decision 0080)."""
    path = "/api/links/link_spring/webhooks"
    made = lab.data("POST", path, _HOOK, key="everything")
    turned = lab.data("POST", f"{path}/{made['id']}/rotate-secret", _OVERLAP, key="everything")
    return [made["secret"], turned["secret"]]


def _keys(lab: Laboratory) -> Iterator[tuple[str, str]]:
    ada: dict[str, Any] = lab.signed_in("user_ada")
    body = {"name": "n", "owner": "user_ada", "purpose": "p"}
    rights = {"api-keys": {"scopes": []}, "publishable-keys": {"origins": ["https://e.example"]}}
    for kind, granted in rights.items():
        made = lab.data("POST", f"{_ACME}/{kind}", {**body, **granted}, **ada)
        turned = lab.data("POST", f"{_ACME}/{kind}/{made['id']}/rotate", _OVERLAP, **ada)
        yield f"new {kind}", made["key"]
        yield f"renewed {kind}", turned["key"]


def _people(lab: Laboratory) -> Iterator[tuple[str, str]]:
    ada: dict[str, Any] = lab.signed_in("user_ada")
    yield "session", ada["cookie"].partition("=")[2]
    yield "anti-forgery token", ada["x_csrf_token"]
    invited = {"email": "eve@acme.example", "role": "viewer"}
    yield "invitation", lab.data("POST", f"{_ACME}/members/invite", invited, **ada)["token"]
    portal = lab.data("GET", "/api/billing/ws_acme/portal", **ada)["url"]
    yield "billing portal", portal.rpartition("/")[2].rpartition("=")[2]
    link = {"destinationUrl": "https://example.com", "password": PASSWORD}
    lab.data("POST", "/api/links", link, key="everything")
    yield "password of a link", PASSWORD
    visit = lab.data("GET", "/api/links/import/bitly/auth", key="everything")
    address = next(value for value in visit.values() if "state=" in str(value))
    yield "state of an import", parse_qs(urlsplit(address).query)["state"][0]
    joined = lab.call(
        "POST", "/_sandbox/tenants", {"tenant": "class"}, authorization=f"Bearer {CONTROL}"
    )
    yield "join code", joined.body.decode().partition('"join_code":"')[2].partition('"')[0]


def _oauth(lab: Laboratory) -> Iterator[tuple[str, str]]:
    ada = Visitor(lab)
    yield "anti-forgery value of a page", dict(Form(ada.asked().body).fields)["csrf_token"]
    code = ada.allowed(ada.asked())["code"]
    yield "authorization code", code
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    tokens = ada.token(form | {"client_id": POCKET, "code_verifier": VERIFIER})
    yield "access token", tokens["access_token"]
    yield "refresh token", tokens["refresh_token"]
    again = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    yield "renewed access token", ada.token(again | {"client_id": POCKET})["access_token"]
    yield "secret of a seeded application", ada.secret()
    app = {
        "name": "Desk",
        "owner": "Ada",
        "redirectUris": ["https://desk.example/callback"],
        "scopes": ["links:read"],
    }
    made = lab.data("POST", "/api/oauth/apps", app, key="everything")
    yield "secret of an application", made["clientSecret"]
    turned = lab.data("POST", f"/api/oauth/apps/{made['id']}/rotate-secret", key="everything")
    yield "renewed secret of an application", turned["clientSecret"]
