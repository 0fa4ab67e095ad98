"""Guessing is slowed down, good keys are never locked out, and every answer is accounted for."""

import json
from typing import Any

import pytest

from playground.sandbox.attempts import MOST
from playground.sandbox.counters import MemoryCounters
from playground.sandbox.message import Request, Response
from playground.sandbox.resources import HANDLERS
from tests.sandbox.laboratory import CONTROL, NOON, Laboratory


def guess(lab: Laboratory, *, address: str = "192.0.2.1", key: str = "guessed") -> Response:
    """Return the answer to a request from *address*."""
    headers = (("x-api-key", key),)
    request = Request(method="GET", target="/api/links", headers=headers, address=address)
    return lab.sandbox.handle(request)


def exhausted(lab: Laboratory) -> None:
    """Fail as often as an address may in a minute."""
    assert {guess(lab).status for _ in range(MOST)} == {401}


def test_guessing_is_slowed_down(lab: Laboratory) -> None:
    """Past sixty failures a minute comes 429; the log keeps the true reason."""
    exhausted(lab)
    answer = guess(lab)
    assert (answer.status, answer.header("Retry-After")) == (429, "60")
    assert json.loads(answer.body)["error"]["code"] == "RATE_LIMITED"
    assert lab.last_decision()["rule"] == "malformed"


def test_a_good_key_is_never_locked_out(lab: Laboratory) -> None:
    """Somebody else's guesses from the same address cost its owner nothing."""
    exhausted(lab)
    answer = guess(lab, key=lab.keys["links-writer"])
    assert (answer.status, answer.header("X-RateLimit-Remaining")) == (200, "999")


def test_each_address_has_its_own_attempts(lab: Laboratory) -> None:
    """One guesser does not use up another's."""
    exhausted(lab)
    assert guess(lab, address="192.0.2.2").status == 401


def test_a_minute_later_all_is_forgotten(lab: Laboratory) -> None:
    """The limit follows the virtual clock."""
    exhausted(lab)
    lab.control("PUT", "clock", {"advance": 60})
    assert guess(lab).status == 401


def test_to_send_no_credential_is_no_attempt(lab: Laboratory) -> None:
    """Whoever forgot the key is told so, however often."""
    assert {lab.call("GET", "/api/links").status for _ in range(MOST + 1)} == {401}


def test_the_control_surface_and_sessions_are_never_limited(lab: Laboratory) -> None:
    """Wrong control tokens stay 401, and a session opens after any number of guesses."""
    wrong = {"authorization": "Bearer wrong"}
    statuses = {lab.call("GET", "/_sandbox/status", **wrong).status for _ in range(MOST + 1)}
    assert statuses == {401}
    for _ in range(MOST + 1):
        lab.call("GET", "/api/links", x_api_key="guessed")
    assert lab.call("GET", "/api/links", **lab.signed_in("user_ada")).status == 200


def token_of(lab: Laboratory, secret: str) -> Response:
    """Return the answer of the token endpoint to an application with *secret*."""
    form = f"grant_type=client_credentials&client_id=app_campaign_desk&client_secret={secret}"
    headers = (("content-type", "application/x-www-form-urlencoded"),)
    return lab.sandbox.handle(
        Request(
            method="POST",
            target="/api/oauth/token",
            headers=headers,
            body=form.encode(),
            address="192.0.2.1",
        )
    )


def test_guessing_a_client_secret_is_slowed_down_too(lab: Laboratory) -> None:
    """The error stays the RFC's; whoever knows the secret is never locked out."""
    assert {token_of(lab, "guessed").status for _ in range(MOST)} == {401}
    slowed = token_of(lab, "guessed")
    assert (slowed.status, slowed.header("Retry-After")) == (429, "60")
    assert json.loads(slowed.body)["error"] == "invalid_client"
    assert guess(lab).status == 429
    secret = next(
        app["client_secret"]
        for app in lab.control("POST", "keys")["oauth_apps"]
        if app["client_id"] == "app_campaign_desk"
    )
    assert token_of(lab, secret).status == 200


def test_counters_do_not_grow_with_the_addresses() -> None:
    """Whatever number of addresses guesses, memory stays bounded."""
    counters = MemoryCounters()
    for number in range(10_001):
        counters.take(tenant="t", what=f"failures {number}", span=60, now=NOON)
    assert len(counters._counts) <= 10_000


ANSWERS: list[tuple[str, str, str | None, Any, int, str]] = [
    ("GET", "/api/links", "links-writer", None, 200, "campaigns:read, links:create, links:read"),
    ("POST", "/api/links", "links-writer", {}, 400, "campaigns:read, links:create, links:read"),
    (
        "GET",
        "/api/links/none",
        "links-writer",
        None,
        404,
        "campaigns:read, links:create, links:read",
    ),
    ("POST", "/api/links", "analytics-reader", {}, 403, "analytics:read"),
    ("GET", "/api/links", "expired-importer", None, 401, ""),
    ("GET", "/api/links", "old-campaign-bot", None, 401, ""),
    ("GET", "/api/links", None, None, 401, ""),
]


@pytest.mark.parametrize("case", ANSWERS, ids=lambda case: f"{case[2]}-{case[4]}")
def test_every_answer_names_scopes_and_is_in_the_log(
    lab: Laboratory, case: tuple[str, str, str | None, Any, int, str]
) -> None:
    """What would be accepted, and what is held; a refused credential holds nothing."""
    method, target, key, body, status, granted = case
    answer = lab.call(method, target, body, key=key)
    accepted = "links:read" if method == "GET" else "links:write, links:create"
    assert (answer.status, answer.header("X-Accepted-Scopes")) == (status, accepted)
    assert answer.header("X-Granted-Scopes") == granted
    assert lab.last_decision()["status"] == status


def test_a_failure_is_in_the_log_too() -> None:
    """An answer of 500 is an answer: it names its scopes, and the log has it."""

    def fail(_: object) -> Any:
        raise RuntimeError("the inner workings")

    broken = Laboratory(handlers={**HANDLERS, "createLink": fail})
    body = {"destinationUrl": "https://example.com"}
    answer = broken.call("POST", "/api/links", body, key="links-writer")
    assert (answer.status, answer.header("X-Accepted-Scopes")) == (500, "links:write, links:create")
    entry = broken.last_decision()
    assert (entry["operation"], entry["status"], entry["allowed"]) == ("createLink", 500, True)
    broken.sandbox.close()


def test_the_log_has_no_values(lab: Laboratory) -> None:
    """Neither keys nor the ids, bodies or queries of requests."""
    body = {"destinationUrl": "https://example.com/private"}
    lab.call("POST", "/api/links?note=private", body, key="links-writer")
    lab.call("GET", "/api/links/private", key="links-writer")
    guess(lab, key="private")
    log = str(lab.control("GET", "decisions"))
    assert [word for word in ("private", CONTROL, *lab.keys.values()) if word in log] == []
