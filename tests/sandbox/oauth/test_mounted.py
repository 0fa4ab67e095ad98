"""The provider inside the sandbox: its tokens open the API, and end when they should."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from playground.sandbox.message import Request
from playground.scopes.challenge import challenge
from tests.sandbox.laboratory import Laboratory
from tests.sandbox.oauth.visitor import CALLBACK, POCKET, Visitor
from tests.sandbox.oauth.world import Form

DESK = "app_campaign_desk"


@pytest.fixture
def ada(lab: Laboratory) -> Visitor:
    """Return the owner of the workspace."""
    return Visitor(lab)


def refused(visitor: Visitor, token: str, target: str = "/api/links") -> tuple[int, str | None]:
    """Return status and rule of the refusal of *token*."""
    answer = visitor.get(target, token)
    found = challenge(answer.header("WWW-Authenticate") or "")
    if answer.status == 401:
        assert found is not None
        assert found.error == "invalid_token"
    return answer.status, visitor.lab.last_decision()["rule"]


def test_a_token_opens_what_was_granted(ada: Visitor) -> None:
    """The scopes of the grant count, in the grant's workspace, and are told in the headers."""
    value = ada.tokens(scope="links:read")["access_token"]
    answer = ada.get("/api/links", value)
    assert answer.status == 200
    assert answer.header("X-Granted-Scopes") == "links:read"
    assert refused(ada, value, "/api/campaigns") == (403, "missing_scope")
    assert refused(ada, value, "/api/workspaces") == (403, "wrong_kind")
    named = {"authorization": f"Bearer {value}", "x_workspace_id": "ws_globex"}
    assert ada.lab.call("GET", "/api/links", **named).status == 403
    assert ada.lab.last_decision()["rule"] == "wrong_workspace"


def test_the_decision_log_names_the_application_and_never_the_token(ada: Visitor) -> None:
    """Whoever reads the log learns who called, and nothing that they could use."""
    value = ada.tokens()["access_token"]
    ada.get("/api/links", value)
    entry = ada.lab.last_decision()
    assert (entry["credential"], entry["kind"]) == ("Pocket Links", "oauth_token")
    assert value not in ada.decisions()


def test_what_the_provider_decides_is_in_the_log(ada: Visitor) -> None:
    """Who was refused a token can be found there, by the error and without the code."""
    ada.tokens()
    assert ada.lab.last_decision()["operation"] == "exchangeToken"
    assert ada.lab.last_decision()["allowed"] is True
    form = f"grant_type=refresh_token&refresh_token=made-up&client_id={POCKET}"
    assert ada.form("token", form).status == 400
    entry = ada.lab.last_decision()
    assert (entry["allowed"], entry["rule"], entry["status"]) == (False, "invalid_grant", 400)
    assert "made-up" not in ada.decisions()


def test_a_header_that_comes_twice_is_refused_in_words_of_oauth(ada: Visitor) -> None:
    """The token endpoint has no other form of error, and the log names its code."""
    form = ("content-type", "application/x-www-form-urlencoded")
    request = Request(
        method="POST", target="/api/oauth/token", headers=(form, form), body=b"grant_type=x"
    )
    answer = ada.lab.sandbox.handle(request)
    assert (answer.status, json.loads(answer.body)["error"]) == (400, "invalid_request")
    assert ada.lab.last_decision()["rule"] == "invalid_request"


def test_an_address_that_is_too_long_is_told_to_the_person(ada: Visitor) -> None:
    """Whoever opens the consent page sees a page, whatever is wrong."""
    answer = ada.asked(state="a" * 8192)
    assert answer.status == 400
    assert (answer.header("Content-Type") or "").startswith("text/html")


def test_a_token_expires_with_the_clock(ada: Visitor) -> None:
    """An hour later it is refused, to the second."""
    value = ada.tokens()["access_token"]
    ada.lab.control("PUT", "clock", {"advance": 3599})
    assert ada.get("/api/links", value).status == 200
    ada.lab.control("PUT", "clock", {"advance": 1})
    assert refused(ada, value) == (401, "expired")


def test_a_refresh_token_is_nothing_to_the_api(ada: Visitor) -> None:
    """RFC 6749, section 1.5: it is for the authorization server only."""
    assert refused(ada, ada.tokens()["refresh_token"]) == (401, "unknown")


def test_a_token_counts_only_as_a_bearer(ada: Visitor) -> None:
    """RFC 6750, section 2: neither in another header nor in the query."""
    value = ada.tokens()["access_token"]
    assert ada.lab.call("GET", "/api/links", x_api_key=value).status == 401
    assert ada.lab.call("GET", f"/api/links?access_token={value}").status == 401
    both = {"authorization": f"Bearer {value}", "x_api_key": ada.lab.keys["everything"]}
    assert ada.lab.call("GET", "/api/links", **both).status == 401


def test_a_token_of_another_sandbox_is_unknown(ada: Visitor) -> None:
    """A well-formed token that was never issued here is refused, a mistyped one too."""
    other = Laboratory()
    foreign = Visitor(other).tokens()["access_token"]
    other.sandbox.close()
    assert refused(ada, foreign) == (401, "unknown")
    assert refused(ada, foreign[:-1]) == (401, "malformed")


def test_a_revoked_token_is_refused_at_once(ada: Visitor) -> None:
    """RFC 7009: the next request finds it ended."""
    value = ada.tokens()["access_token"]
    assert ada.form("revoke", f"token={value}&client_id={POCKET}").status == 200
    assert refused(ada, value) == (401, "disabled")


def test_reuse_of_a_refresh_token_ends_the_family(ada: Visitor) -> None:
    """RFC 9700, section 4.14.2: also the access tokens that came of it."""
    tokens = ada.tokens()
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    newer = ada.token(form | {"client_id": POCKET})["access_token"]
    assert ada.get("/api/links", newer).status == 200
    again = f"grant_type=refresh_token&refresh_token={tokens['refresh_token']}&client_id={POCKET}"
    assert ada.form("token", again).status == 400
    assert refused(ada, newer) == (401, "disabled")


def test_a_viewer_gives_no_more_than_a_viewer_has(lab: Laboratory) -> None:
    """What the person may not do, the application may not do in their name."""
    dev = Visitor(lab, "user_dev")
    tokens = dev.tokens(scope="links:read links:create")
    assert tokens["scope"] == "links:read"


def test_an_application_acts_for_itself(ada: Visitor) -> None:
    """Client credentials open the application's own workspace."""
    form = {"grant_type": "client_credentials", "client_id": DESK, "client_secret": ada.secret()}
    value = ada.token(form)["access_token"]
    assert ada.get("/api/links", value).status == 200
    assert ada.lab.last_decision()["workspace"] == "ws_acme"


def test_what_people_answered_can_be_reviewed(ada: Visitor) -> None:
    """Approvals and denials, with what was asked for and what was given, without a value."""
    ada.tokens(scope="links:read links:create")
    ada.lab.control("PUT", "clock", {"advance": 1})
    fields = [*Form(ada.asked(scope="links:read").body).fields, ("decision", "deny")]
    ada.form("authorize", urlencode(fields), cookie=ada.cookie)
    approved, denied = ada.lab.control("GET", "consents")["consents"]
    assert approved | {"id": ""} == {
        "id": "",
        "decided_at": "2026-03-01T12:00:00.000Z",
        "person": "user_ada",
        "workspace": "ws_acme",
        "client_id": POCKET,
        "redirect_uri": CALLBACK,
        "requested": ["links:create", "links:read"],
        "granted": ["links:create", "links:read"],
        "approved": True,
    }
    assert (denied["requested"], denied["granted"], denied["approved"]) == (
        ["links:read"],
        [],
        False,
    )


def test_the_metadata_begins_with_the_address(ada: Visitor) -> None:
    """RFC 8414, section 3.3: the issuer is where the metadata was found."""
    answer = ada.lab.call("GET", "/.well-known/oauth-authorization-server")
    found = json.loads(answer.body)
    assert found["issuer"] == "http://127.0.0.1"
    assert found["token_endpoint"] == "http://127.0.0.1/api/oauth/token"
    assert answer.header("content-length") == str(len(answer.body))
    assert answer.header("date") == "Sun, 01 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize("path", ["/oauth/userinfo", "/api/oauth/userinfo"])
def test_endpoints_answer_with_and_without_prefix(ada: Visitor, path: str) -> None:
    """As the rest of the API, in Linquid's own words for the person."""
    found = json.loads(ada.get(path, ada.tokens()["access_token"]).body)
    assert (found["sub"], found["role"]) == ("user_ada", "owner")


def test_a_reset_ends_tokens_and_keeps_issued_secrets(ada: Visitor) -> None:
    """One notebook's reset does not lock the others' applications out."""
    value, secret = ada.tokens()["access_token"], ada.secret()
    ada.lab.control("POST", "reset")
    assert refused(ada, value) == (401, "unknown")
    form = {"grant_type": "client_credentials", "client_id": DESK, "client_secret": secret}
    assert ada.token(form)["token_type"] == "Bearer"


def test_two_issues_give_two_secrets_that_both_work(ada: Visitor) -> None:
    """Every notebook has its own, and only digests are kept."""
    first, second = ada.secret(), ada.secret()
    assert first != second
    for secret in (first, second):
        form = {"grant_type": "client_credentials", "client_id": DESK, "client_secret": secret}
        assert "access_token" in ada.token(form)


def test_tokens_survive_a_restart(tmp_path: Path) -> None:
    """What was acknowledged is on the disk."""
    place: dict[str, Any] = {"database": f"sqlite:///{tmp_path}/s.db"}
    before = Laboratory(**place)
    value = Visitor(before).tokens()["access_token"]
    before.sandbox.close()
    after = Laboratory(**place)
    assert after.call("GET", "/api/links", authorization=f"Bearer {value}").status == 200
    after.sandbox.close()


def test_what_can_be_of_no_use_is_swept(ada: Visitor) -> None:
    """A year later the provider still answers, and the old token is unknown, not expired."""
    value = ada.tokens()["access_token"]
    ada.lab.control("PUT", "clock", {"advance": 365 * 86400})
    ada.lab.call("GET", "/.well-known/oauth-authorization-server")
    assert refused(ada, value) == (401, "unknown")
