"""Applications over the API: registered by the rules, renewed with overlap, ended at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory
from tests.sandbox.oauth.visitor import CALLBACK, POCKET, Visitor

ALL = {"key": "everything"}
APPS = "/api/oauth/apps"
BODY: dict[str, Any] = {
    "name": "Link desk",
    "owner": "Acme Marketing, Ada",
    "redirectUris": ["https://desk.example/callback"],
    "scopes": ["links:read"],
}
CALLS: list[tuple[str, str, str, Any]] = [
    ("listOAuthApps", "GET", APPS, None),
    ("createOAuthApp", "POST", APPS, BODY),
    ("getOAuthApp", "GET", f"{APPS}/{POCKET}", None),
    ("updateOAuthApp", "PATCH", f"{APPS}/{POCKET}", {"name": "Pocket"}),
    ("deleteOAuthApp", "DELETE", f"{APPS}/{POCKET}", None),
    ("rotateOAuthAppSecret", "POST", f"{APPS}/app_campaign_desk/rotate-secret", None),
]


def works(lab: Laboratory, app: dict[str, Any], secret: str) -> bool:
    """Whether *secret* is accepted as that of *app*."""
    form = f"grant_type=client_credentials&client_id={app['clientId']}&client_secret={secret}"
    return Visitor(lab).form("token", form).status == 200


def test_a_secret_is_shown_once(lab: Laboratory) -> None:
    """The answer to the registration holds it, no later one does, and it works."""
    made = lab.data("POST", APPS, BODY, **ALL)
    secret = made.pop("clientSecret")
    assert works(lab, made, secret)
    assert lab.data("GET", f"{APPS}/{made['id']}", **ALL) == made
    assert made in lab.data("GET", APPS, **ALL)
    assert secret not in lab.call("GET", APPS, **ALL).body.decode()


def test_a_public_application_has_no_secret(lab: Laboratory) -> None:
    """It gets none, none can be made for it, and PKCE is asked of it."""
    made = lab.data("POST", APPS, BODY | {"type": "public"}, **ALL)
    assert "clientSecret" not in made
    assert made["requirePkce"] is True
    assert lab.call("POST", f"{APPS}/{made['id']}/rotate-secret", **ALL).status == 409


def test_a_rotation_overlaps_for_a_day(lab: Laboratory) -> None:
    """Old and new secrets work side by side, until the old one's time is up."""
    made = lab.data("POST", APPS, BODY, **ALL)
    old = made["clientSecret"]
    renewed = lab.data("POST", f"{APPS}/{made['id']}/rotate-secret", **ALL)
    new = renewed["clientSecret"]
    assert renewed["previousSecretExpiresAt"] == "2026-03-02T12:00:00.000Z"
    assert old != new
    assert works(lab, made, old)
    assert works(lab, made, new)
    lab.control("PUT", "clock", {"advance": 86400})
    assert not works(lab, made, old)
    assert works(lab, made, new)


def test_a_disabled_application_and_its_tokens_end_at_once(lab: Laboratory) -> None:
    """Its token is refused at the next request, and stays refused when it is enabled again."""
    ada = Visitor(lab)
    value = ada.tokens()["access_token"]
    assert ada.get("/api/links", value).status == 200
    shown = lab.data("PATCH", f"{APPS}/{POCKET}", {"enabled": False}, **ALL)
    assert shown["enabled"] is False
    assert ada.get("/api/links", value).status == 401
    assert lab.last_decision()["rule"] == "disabled"
    assert ada.asked().status == 400
    lab.data("PATCH", f"{APPS}/{POCKET}", {"enabled": True}, **ALL)
    assert ada.get("/api/links", value).status == 401
    assert ada.asked().status == 200


def test_a_deleted_application_takes_its_tokens_along(lab: Laboratory) -> None:
    """It is gone from the list, and its token is refused."""
    ada = Visitor(lab)
    value = ada.tokens()["access_token"]
    lab.data("DELETE", f"{APPS}/{POCKET}", **ALL)
    assert POCKET not in {app["id"] for app in lab.data("GET", APPS, **ALL)}
    assert ada.get("/api/links", value).status == 401
    assert lab.call("DELETE", f"{APPS}/{POCKET}", **ALL).status == 404


def test_a_deleted_workspace_takes_its_applications_along(lab: Laboratory) -> None:
    """Nobody gets a token for what is gone."""
    ada = lab.signed_in("user_ada")
    workspace = lab.data("POST", "/api/workspaces", {"name": "Second"}, **ada)["id"]
    made = lab.data("POST", APPS, BODY, **ada, x_workspace_id=workspace)
    assert works(lab, made, made["clientSecret"])
    lab.data("DELETE", f"/api/workspaces/{workspace}", **ada, x_workspace_id=workspace)
    assert not works(lab, made, made["clientSecret"])


def test_fewer_scopes_shrink_tokens_at_once(lab: Laboratory) -> None:
    """What the application may no longer have, its tokens no longer have."""
    ada = Visitor(lab)
    value = ada.tokens()["access_token"]
    body = {"destinationUrl": "https://example.com/a"}
    bearer = {"authorization": f"Bearer {value}"}
    assert lab.call("POST", "/api/links", body, **bearer).status == 201
    lab.data("PATCH", f"{APPS}/{POCKET}", {"scopes": ["links:read"]}, **ALL)
    assert lab.call("POST", "/api/links", body, **bearer).status == 403
    assert lab.call("GET", "/api/links", **bearer).status == 200


def test_a_new_redirect_uri_counts_at_the_next_request(lab: Laboratory) -> None:
    """What is registered is what a code may be sent to."""
    ada = Visitor(lab)
    uris = ["https://pocket.example/callback"]
    lab.data("PATCH", f"{APPS}/{POCKET}", {"redirectUris": uris}, **ALL)
    assert ada.asked().status == 400
    assert ada.asked(redirect_uri=uris[0]).status == 200
    assert CALLBACK not in lab.data("GET", f"{APPS}/{POCKET}", **ALL)["redirectUris"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"redirectUris": ["http://desk.example/callback"]}, "/redirectUris/0"),
        ({"redirectUris": ["https://a.example/cb", "https://*.example/cb"]}, "/redirectUris/1"),
        ({"redirectUris": []}, "/redirectUris"),
        ({"scopes": []}, "/scopes"),
        ({"scopes": ["links:reed"]}, "/scopes/0"),
        ({"name": " "}, "/name"),
        ({"type": "public", "requirePkce": False}, "/requirePkce"),
        ({"secret": "my own"}, "/secret"),
    ],
)
def test_a_wrong_application_is_not_registered(
    lab: Laboratory, change: dict[str, Any], pointer: str
) -> None:
    """The answer points at the field, and nothing was made."""
    before = lab.data("GET", APPS, **ALL)
    answer = lab.call("POST", APPS, BODY | change, **ALL)
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == pointer
    assert lab.data("GET", APPS, **ALL) == before


def test_nobody_gives_an_application_what_they_lack(lab: Laboratory) -> None:
    """Through an application that acts for itself, a key would reach beyond its own scopes."""
    ada = lab.signed_in("user_ada")
    body = {"name": "k", "scopes": ["integrations:manage"], "owner": "user_ada", "purpose": "p"}
    key = lab.data("POST", "/api/workspaces/ws_acme/api-keys", body, **ada)["key"]
    assert lab.call("POST", APPS, BODY, x_api_key=key).status == 403
    secret = f"{APPS}/app_campaign_desk/rotate-secret"
    assert lab.call("POST", secret, x_api_key=key).status == 403
    scopes = {"scopes": ["links:read", "links:delete"]}
    assert lab.call("PATCH", f"{APPS}/{POCKET}", scopes, x_api_key=key).status == 403
    renamed = lab.call("PATCH", f"{APPS}/{POCKET}", {"name": "Still fine"}, x_api_key=key)
    assert renamed.status == 200


@pytest.mark.parametrize(
    ("user", "read", "managed"),
    [("user_ada", 200, 201), ("user_ben", 200, 201), ("user_dev", 403, 403)],
)
def test_roles_count_for_people(lab: Laboratory, user: str, read: int, managed: int) -> None:
    """Owners and admins manage applications, viewers do not."""
    session = lab.signed_in(user)
    assert lab.call("GET", APPS, **session).status == read
    assert lab.call("POST", APPS, BODY, **session).status == managed


def test_another_workspace_has_its_own_applications(lab: Laboratory) -> None:
    """An ID of theirs is answered like one that nobody has."""
    gus = lab.signed_in("user_gus")
    assert lab.data("GET", APPS, **gus) == []
    theirs = lab.call("GET", f"{APPS}/{POCKET}", **gus)
    nobodys = lab.call("GET", f"{APPS}/app_none", **gus)
    assert (theirs.status, theirs.body) == (404, nobodys.body)
    assert lab.call("DELETE", f"{APPS}/{POCKET}", **gus).status == 404
    assert lab.call("GET", f"{APPS}/{POCKET}", **ALL).status == 200


def test_applications_survive_a_restart(tmp_path: Path) -> None:
    """What was registered is on the disk, and its secret works."""
    place: dict[str, Any] = {"database": f"sqlite:///{tmp_path}/s.db"}
    before = Laboratory(**place)
    made = before.data("POST", APPS, BODY, **ALL)
    before.sandbox.close()
    after = Laboratory(**place)
    assert works(after, made, made["clientSecret"])
    renewed = after.data("POST", f"{APPS}/{made['id']}/rotate-secret", **ALL)
    assert works(after, made, renewed["clientSecret"])
    after.data("DELETE", f"{APPS}/{made['id']}", **ALL)
    assert not works(after, made, renewed["clientSecret"])
    after.sandbox.close()
