"""Each credential of the seed gets what the rules say, and a sandbox without a rule is noticed."""

import json
from typing import Any

import pytest

from playground.sandbox.resources import HANDLERS
from playground.scopes import Rule
from playground.scopes.challenge import challenge
from playground.scopes.checks import CHECKS
from tests.sandbox.gated import GATED
from tests.sandbox.laboratory import Laboratory

LINK: dict[str, Any] = {"destinationUrl": "https://example.com/a"}

# key, special headers, status, code, rule in the log, error of the challenge
CREATE_LINK = [
    ("links-writer", {}, 201, None, None, None),
    ("everything", {}, 201, None, None, None),
    ("other-workspace", {}, 201, None, None, None),
    ("analytics-reader", {}, 403, "FORBIDDEN", "missing_scope", "insufficient_scope"),
    ("web-tracker", {}, 403, "FORBIDDEN", "wrong_kind", ""),
    ("old-campaign-bot", {}, 401, "INVALID_API_KEY", "disabled", "invalid_token"),
    ("expired-importer", {}, 401, "INVALID_API_KEY", "expired", "invalid_token"),
    (
        "other-workspace",
        {"x_workspace_id": "ws_acme"},
        403,
        "FORBIDDEN",
        "wrong_workspace",
        "",
    ),
    (None, {}, 401, "UNAUTHORIZED", "no_credential", ""),
    (None, {"x_api_key": "no key at all"}, 401, "INVALID_API_KEY", "malformed", "invalid_token"),
]


def code_of(body: bytes) -> str | None:
    """Return the code of an error, None of a success."""
    error = json.loads(body).get("error")
    return error["code"] if error else None


@pytest.mark.parametrize("case", CREATE_LINK, ids=lambda case: f"{case[0]}-{case[4]}")
def test_create_link_is_answered_by_the_rules(lab: Laboratory, case: tuple[Any, ...]) -> None:
    """Status, code, challenge and decision log agree on the reason."""
    key, headers, status, code, rule, error = case
    answer = lab.call("POST", "/api/links", LINK, key=key, **headers)
    assert (answer.status, code_of(answer.body)) == (status, code)
    header = answer.header("WWW-Authenticate")
    found = challenge(header) if header else None
    assert (found.error if found else None) == error
    entry = lab.last_decision()
    assert (entry["rule"], entry["allowed"], entry["status"]) == (rule, rule is None, status)


def test_a_known_shape_that_nobody_issued_is_unknown(lab: Laboratory) -> None:
    """A well-formed key of another sandbox is unknown, a mistyped one malformed."""
    other = Laboratory()
    foreign = other.keys["links-writer"]
    other.sandbox.close()
    lab.call("POST", "/api/links", LINK, x_api_key=foreign)
    assert lab.last_decision()["rule"] == "unknown"
    lab.call("POST", "/api/links", LINK, x_api_key=foreign[:-1])
    assert lab.last_decision()["rule"] == "malformed"


@pytest.mark.parametrize("path", ["/api/links", "/links"])
@pytest.mark.parametrize("scheme", ["x_api_key", "authorization"])
def test_both_headers_and_both_prefixes_work(lab: Laboratory, path: str, scheme: str) -> None:
    """The published generations differ; a client of either is served."""
    value = lab.keys["links-writer"]
    sent = f"Bearer {value}" if scheme == "authorization" else value
    assert lab.call("GET", path, **{scheme: sent}).status == 200


def test_two_different_keys_at_once_are_refused(lab: Laboratory) -> None:
    """Which key counts is never guessed."""
    writer, reader = lab.keys["links-writer"], lab.keys["everything"]
    answer = lab.call("GET", "/api/links", x_api_key=writer, authorization=f"Bearer {reader}")
    assert answer.status == 401


def test_answers_tell_scopes_and_limits(lab: Laboratory) -> None:
    """Whoever is let in learns what was accepted, what is held, and what is left of the hour."""
    answer = lab.call("POST", "/api/links", LINK, key="links-writer")
    assert answer.header("X-Accepted-Scopes") == "links:write, links:create"
    assert answer.header("X-Granted-Scopes") == "campaigns:read, links:create, links:read"
    assert answer.header("X-RateLimit-Limit") == "1000"
    assert answer.header("X-RateLimit-Remaining") == "999"
    assert answer.header("X-RateLimit-Reset") == "1772370000"


def test_a_missing_scope_names_the_first_declared_alternative(lab: Laboratory) -> None:
    """RFC 6750's `scope` is what the document lists first."""
    answer = lab.call("POST", "/api/links", LINK, key="analytics-reader")
    found = challenge(answer.header("WWW-Authenticate") or "")
    assert found is not None
    assert found.scope == "links:write"


def test_a_refused_credential_learns_nothing_of_the_workspace(lab: Laboratory) -> None:
    """A disabled key neither sees nor spends the workspace's allowance."""
    answer = lab.call("GET", "/api/links", key="old-campaign-bot")
    assert answer.header("X-RateLimit-Remaining") is None
    assert answer.header("X-Granted-Scopes") == ""
    after = lab.call("GET", "/api/links", key="links-writer")
    assert after.header("X-RateLimit-Remaining") == "999"


def test_the_hour_ends_and_begins_anew(lab: Laboratory) -> None:
    """Past the plan's limit comes 429 with `Retry-After`; an hour later all is well."""
    for _ in range(100):
        assert lab.call("GET", "/api/links", key="other-workspace").status == 200
    answer = lab.call("GET", "/api/links", key="other-workspace")
    assert (answer.status, answer.header("Retry-After")) == (429, "3600")
    assert lab.call("GET", "/api/links", key="links-writer").status == 200
    lab.control("PUT", "clock", {"advance": 3600})
    assert lab.call("GET", "/api/links", key="other-workspace").status == 200


def test_a_key_expires_with_the_clock(lab: Laboratory) -> None:
    """Ninety days later the key of ninety days is refused."""
    lab.control("PUT", "clock", {"advance": 90 * 86400 - 1})
    assert lab.call("GET", "/api/links", key="links-writer").status == 200
    lab.control("PUT", "clock", {"advance": 1})
    assert lab.call("GET", "/api/links", key="links-writer").status == 401


def test_a_session_writes_only_with_its_anti_forgery_token(lab: Laboratory) -> None:
    """A cookie alone reads, and does not write."""
    session = lab.signed_in("user_cleo")
    cookie = {"cookie": session["cookie"]}
    assert lab.call("GET", "/api/links", **cookie).status == 200
    assert lab.call("POST", "/api/links", LINK, **cookie).status == 403
    assert lab.last_decision()["rule"] == "csrf"
    wrong = {**cookie, "x_csrf_token": "wrong"}
    assert lab.call("POST", "/api/links", LINK, **wrong).status == 403
    assert lab.call("POST", "/api/links", LINK, **session).status == 201


@pytest.mark.parametrize(
    ("user", "status"),
    [("user_ada", 201), ("user_ben", 201), ("user_cleo", 201), ("user_dev", 403)],
)
def test_a_role_decides_for_a_session(lab: Laboratory, user: str, status: int) -> None:
    """Owner, admin and editor make links; a viewer looks on."""
    assert lab.call("POST", "/api/links", LINK, **lab.signed_in(user)).status == status


def test_a_publishable_key_works_on_its_own_pages_only(lab: Laboratory) -> None:
    """The origin allow-list holds where a browser names an origin."""
    body = {"clickId": "lw_ck_spring1", "value": 10}
    foreign = {"origin": "https://evil.example"}
    assert (
        lab.call("POST", "/api/conversions/track", body, key="web-tracker", **foreign).status == 403
    )
    own = {"origin": "https://shop.acme.example"}
    assert lab.call("POST", "/api/conversions/track", body, key="web-tracker", **own).status == 201


def test_access_is_judged_before_the_body_is_read(lab: Laboratory) -> None:
    """Who may not do something does not learn what a right request would look like."""
    assert lab.call("POST", "/api/links", {"wrong": 1}, key="analytics-reader").status == 403
    assert lab.call("POST", "/api/links", {"wrong": 1}, key="links-writer").status == 400


def test_every_operation_has_a_handler_and_no_handler_is_left_over() -> None:
    """The document and the code name the same operations."""
    assert set(HANDLERS) == set(GATED)


MUTANTS = [
    (Rule.DISABLED, "old-campaign-bot", {}),
    (Rule.EXPIRED, "expired-importer", {}),
    (Rule.WRONG_WORKSPACE, "other-workspace", {"x_workspace_id": "ws_acme"}),
    (Rule.MISSING_SCOPE, "analytics-reader", {}),
]


@pytest.mark.parametrize(("rule", "key", "headers"), MUTANTS, ids=str)
def test_a_sandbox_without_a_rule_lets_its_case_through(
    rule: Rule, key: str, headers: dict[str, str]
) -> None:
    """The answers above come from the rules: take one away, and its refusal is gone."""
    fewer = [(name, check) for name, check in CHECKS if name is not rule]
    mutant = Laboratory(checks=fewer)
    assert mutant.call("POST", "/api/links", LINK, key=key, **headers).status == 201
    mutant.sandbox.close()


def test_a_sandbox_that_decides_nothing_lets_every_key_through() -> None:
    """Without `decide` each credential of the table would make a link."""
    mutant = Laboratory(checks=[])
    keys = [key for key, *_ in CREATE_LINK if key]
    assert {mutant.call("POST", "/api/links", LINK, key=key).status for key in keys} == {201}
    mutant.sandbox.close()


def test_a_handler_that_fails_shows_no_details() -> None:
    """An unexpected failure becomes the envelope, undoes everything, and is logged."""

    def fail(_: object) -> Any:
        raise RuntimeError("the inner workings")

    broken = Laboratory(handlers={**HANDLERS, "createLink": fail})
    answer = broken.call("POST", "/api/links", LINK, key="links-writer")
    assert answer.status == 500
    assert b"inner" not in answer.body
    assert code_of(answer.body) == "INTERNAL_ERROR"
    broken.sandbox.close()
