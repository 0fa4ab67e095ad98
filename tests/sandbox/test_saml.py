"""Single sign-on, all the way: asked, sent to a simulated identity provider, let in, let out."""

import base64
from html import unescape
import json
from pathlib import Path
import re
from typing import Any
from urllib.parse import urlencode

import pytest

from playground.openapi import Router, answer_problems, linquid
from playground.openapi.media import is_json
from playground.sandbox import Request, Response
from playground.sandbox.resources.saml_message import Statement
from tests.sandbox.laboratory import Laboratory

PLACE = "/api/saml"
NEW: dict[str, Any] = {
    "name": "Company login",
    "domains": ["acme.example"],
    "metadataUrl": "/_provider/saml",
}
METADATA = (
    '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example">'
    '<IDPSSODescriptor><SingleSignOnService Location="https://idp.example/sso"/></IDPSSODescriptor>'
    "</EntityDescriptor>"
)
ENTERPRISE = {"plan": "enterprise", "period": "monthly"}


def on_enterprise(lab: Laboratory) -> dict[str, str]:
    """Give Acme the plan that has single sign-on, and return its owner's headers."""
    ada = lab.signed_in("user_ada")
    lab.call("POST", "/api/billing/ws_acme/change-plan", ENTERPRISE, **ada)
    return ada


def connected(lab: Laboratory) -> tuple[dict[str, str], str]:
    """Return the owner's headers, and the path of a connection to the simulated provider."""
    ada = on_enterprise(lab)
    made = lab.data("POST", f"{PLACE}/connections", NEW, **ada)
    return ada, f"{PLACE}/connections/{made['id']}"


def signed(lab: Laboratory, what: str = "authorize", who: str = "ben@acme.example") -> str:
    """Go to the provider, and return what it says of *who*."""
    sent = lab.call("GET", f"{PLACE}/{what}/ws_acme")
    assert sent.status == 302
    page = lab.call("GET", sent.header("Location") or "")
    assert page.status == 200, page.body
    found = re.search(f'value="([^"]+)"><button>{who}<', page.body.decode())
    assert found is not None
    return unescape(found[1])


def posted(lab: Laboratory, message: str, path: str = f"{PLACE}/callback") -> Response:
    """Post *message* as the provider's form does; the answer fits the document."""
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    body = urlencode({"SAMLResponse": message}).encode()
    answer = lab.sandbox.handle(Request(method="POST", target=path, headers=headers, body=body))
    routed = Router(linquid()).route("POST", path)
    assert routed is not None
    told = json.loads(answer.body)
    assert answer_problems(routed[0], answer.status, "application/json", told) == ()
    return answer


def changed(message: str, **values: str) -> str:
    """Return *message* with *values* in place of its own, and its old proof."""
    text = base64.b64decode(message).decode()
    for name, value in values.items():
        text = re.sub(f"<{name}>[^<]*<", f"<{name}>{value}<", text)
    return base64.b64encode(text.encode()).decode()


CALLS: list[tuple[str, str, Any, Any]] = [
    (
        "createSamlConnection",
        "POST",
        lambda lab: (on_enterprise(lab) and f"{PLACE}/connections", "user_ada"),
        NEW,
    ),
    (
        "listSamlConnections",
        "GET",
        lambda lab: (connected(lab) and f"{PLACE}/connections", "user_ada"),
        None,
    ),
    ("updateSamlConnection", "PATCH", lambda lab: (connected(lab)[1], "user_ada"), {"name": "N"}),
    ("deleteSamlConnection", "DELETE", lambda lab: (connected(lab)[1], "user_ada"), None),
    (
        "enforceSaml",
        "PATCH",
        lambda lab: (connected(lab) and f"{PLACE}/enforce", "user_ada"),
        {"enforced": True},
    ),
    ("getSamlMetadata", "GET", f"{PLACE}/metadata/ws_acme", None),
    ("checkSaml", "GET", f"{PLACE}/check?email=ada@acme.example", None),
]
BY_FORM = {"finishSamlLogin", "finishSamlLogout", "finishSamlLogoutByQuery"}
REDIRECTED = {"beginSamlLogin", "beginSamlLogout"}


def test_a_person_signs_in_and_out(lab: Laboratory) -> None:
    """The session that the provider's word opens is a real one, and its word ends it."""
    connected(lab)
    answer = posted(lab, signed(lab))
    told = json.loads(answer.body)["data"]
    assert (told["userId"], told["workspaceId"]) == ("user_ben", "ws_acme")
    cookie = (answer.header("Set-Cookie") or "").partition(";")[0]
    session = {"cookie": cookie, "x_csrf_token": told["csrfToken"]}
    made = lab.data("POST", "/api/links", {"destinationUrl": "https://a.example"}, **session)
    assert lab.data("GET", f"/api/links/{made['id']}", key="everything") == made
    out = posted(lab, signed(lab, "logout"), f"{PLACE}/logout/callback")
    assert json.loads(out.body)["data"]["signedOut"]
    assert lab.call("GET", "/api/links", **session).status == 401


def test_a_sign_out_may_be_a_redirect(lab: Laboratory) -> None:
    """The same word in a query."""
    connected(lab)
    ben = lab.signed_in("user_ben")
    query = urlencode({"SAMLResponse": signed(lab, "logout")})
    assert lab.data("GET", f"{PLACE}/logout/callback?{query}")["userId"] == "user_ben"
    assert lab.call("GET", "/api/links", **ben).status == 401


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"name_id": "ada@acme.example"}, 403),
        ({"not_on_or_after": "2030-01-01T00:00:00Z"}, 403),
        ({"in_response_to": "_saml0"}, 403),
        ({"issuer": "https://evil.example"}, 403),
        ({"purpose": "logout"}, 403),
        ({"proof": "0"}, 403),
    ],
)
def test_a_forged_word_opens_nothing(lab: Laboratory, values: dict[str, str], status: int) -> None:
    """Whatever is changed in it."""
    connected(lab)
    assert posted(lab, changed(signed(lab), **values)).status == status


def test_a_word_is_good_once_and_for_minutes(lab: Laboratory) -> None:
    """A second use, a late one, and one for the other purpose prove nothing."""
    connected(lab)
    message, late = signed(lab), signed(lab)
    assert posted(lab, message).status == 200
    assert posted(lab, message).status == 403
    assert posted(lab, signed(lab, "logout")).status == 403
    lab.control("PUT", "clock", {"advance": 300})
    assert posted(lab, late).status == 403


@pytest.mark.parametrize(
    "message",
    [
        "not base64!",
        base64.b64encode(b"<no").decode(),
        base64.b64encode(b"<Response/>").decode(),
        base64.b64encode(b'<!DOCTYPE r [<!ENTITY a "b">]><Response>&a;</Response>').decode(),
    ],
)
def test_what_is_no_statement_is_refused(lab: Laboratory, message: str) -> None:
    """With 400, and no entity is ever expanded."""
    assert posted(lab, message).status == 400


def test_somebody_elses_provider_is_not_believed(lab: Laboratory) -> None:
    """What another one says is refused, however well it is made."""
    connected(lab)
    own = Statement.read(signed(lab))[0]
    assert posted(lab, own.written("another value")).status == 403


def test_a_check_tells_the_way(lab: Laboratory) -> None:
    """By the domain of the address; enforced, it must be used, and with the last one it ends."""
    ada, path = connected(lab)
    check = f"{PLACE}/check?email=ben@ACME.example"
    assert lab.data("GET", check)["required"] is False
    lab.data("PATCH", f"{PLACE}/enforce", {"enforced": True}, **ada)
    told = {"available": True, "required": True, "authorizeUrl": f"{PLACE}/authorize/ws_acme"}
    assert lab.data("GET", check) == told
    assert not lab.data("GET", f"{PLACE}/check?email=a@b.example")["available"]
    lab.data("DELETE", path, **ada)
    assert not lab.data("GET", check)["available"]
    assert lab.call("PATCH", f"{PLACE}/enforce", {"enforced": True}, **ada).status == 409


def test_connections_are_named_in_three_ways(lab: Laboratory) -> None:
    """By address, by metadata, by hand; one way at a time."""
    ada = on_enterprise(lab)
    place = f"{PLACE}/connections"
    by_hand = {"entityId": "urn:a", "ssoUrl": "https://idp.example/a", "certificate": "PEM"}
    for given, url in ((METADATA, "https://idp.example/sso"), (by_hand, "https://idp.example/a")):
        source = given if isinstance(given, dict) else {"metadataXml": given}
        made = lab.data("POST", place, {"name": "N", **source}, **ada)
        assert (made["ssoUrl"], made["simulated"]) == (url, False)
        assert lab.data("GET", place, **ada)[0] == made
        sent = lab.call("GET", f"{PLACE}/authorize/ws_acme").header("Location") or ""
        assert sent.startswith(f"{url}?SAMLRequest=")
    changed = lab.data("PATCH", f"{place}/{made['id']}", {"metadataUrl": "/_provider/saml"}, **ada)
    assert changed["simulated"]
    for wrong in (
        {},
        {"metadataUrl": "https://idp.example/metadata"},
        {"metadataXml": "<a/>"},
        {"metadataXml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'},
        {"metadataUrl": "/_provider/saml", "metadataXml": METADATA},
        {"entityId": "urn:a"},
    ):
        assert lab.call("POST", place, {"name": "N", **wrong}, **ada).status == 400


@pytest.mark.parametrize(
    ("user", "rule"), [("user_cleo", "role"), ("user_dev", "role"), ("user_ben", None)]
)
def test_connections_are_for_admins(lab: Laboratory, user: str, rule: str | None) -> None:
    """No key opens them, nor another plan, nor a smaller role."""
    place = f"{PLACE}/connections"
    assert lab.call("GET", place, key="everything").status == 403
    refused = lab.call("GET", place, **lab.signed_in("user_ada"))
    assert (refused.status, b"FEATURE_NOT_AVAILABLE" in refused.body) == (403, True)
    on_enterprise(lab)
    lab.call("GET", place, **lab.signed_in(user))
    assert lab.last_decision()["rule"] == rule


def test_metadata_is_xml(lab: Laboratory) -> None:
    """And that of an unknown workspace is not found, nor a way in without a connection."""
    answer = lab.call("GET", f"{PLACE}/metadata/ws_acme")
    assert not is_json(answer.header("Content-Type") or "")
    assert b'entityID="/api/saml/metadata/ws_acme"' in answer.body
    for path in ("metadata/ws_nobody", "authorize/ws_nobody", "authorize/ws_acme"):
        assert lab.call("GET", f"{PLACE}/{path}").status == 404
    assert lab.call("GET", "/_provider/saml/saml_x?SAMLRequest=PGEvPg==").status == 404
    assert lab.call("GET", "/_provider/saml/saml_x").status == 400


def test_a_connection_survives_a_restart(tmp_path: Path) -> None:
    """Whoever was on the way to the provider is let in by the next process."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    connected(first)
    message = signed(first)
    first.sandbox.close()
    second = Laboratory(database=database)
    assert posted(second, message).status == 200
    second.sandbox.close()
