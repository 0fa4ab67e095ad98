"""Three worker processes over one PostgreSQL: what one is told, all know at their next request."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import cycle
import json
from threading import Barrier
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests.sandbox.cluster import Cluster
from tests.sandbox.oauth.visitor import ASKING, CALLBACK, POCKET, VERIFIER
from tests.sandbox.oauth.world import FORM, Form
from tests.sandbox.process import CONTROL, answered, asked, key_of, served, signed_in

WORKERS = 3
AT_ONCE = 12


@pytest.fixture(scope="module")
def workers(cluster: Cluster) -> Iterator[list[str]]:
    """Give the addresses of three workers."""
    database = cluster.create("processes")
    with ExitStack() as stack:
        yield [stack.enter_context(served(database))[1] for _ in range(WORKERS)]


@pytest.fixture(autouse=True)
def _afresh(workers: list[str]) -> None:
    """Begin each test with the clock running, and with the seed of that time."""
    asked(workers[0], "PUT", "/_sandbox/clock", '{"now": null}', **CONTROL)
    asked(workers[0], "POST", "/_sandbox/reset", **CONTROL)


def told(workers: list[str], what: str) -> list[Any]:
    """Return what each worker says of *what* on its control surface."""
    return [asked(worker, "GET", f"/_sandbox/{what}", **CONTROL) for worker in workers]


def test_every_worker_follows_the_clock(workers: list[str]) -> None:
    """Wherever it is set, and wherever it is moved on."""
    noon = '{"now": "2030-01-01T12:00:00Z"}'
    asked(workers[0], "PUT", "/_sandbox/clock", noon, **CONTROL)
    for worker in workers:
        asked(worker, "PUT", "/_sandbox/clock", '{"advance": 60}', **CONTROL)
    expected = {"now": "2030-01-01T12:03:00.000Z", "frozen": True}
    assert told(workers, "clock") == [expected] * WORKERS


def test_a_key_expires_at_every_worker(workers: list[str]) -> None:
    """At the first request after the clock was moved on somewhere else."""
    key = key_of(workers[0])
    asked(workers[0], "PUT", "/_sandbox/clock", '{"advance": 100000000}', **CONTROL)
    answers = [asked(worker, "GET", "/api/links", x_api_key=key) for worker in workers]
    assert [answer["success"] for answer in answers] == [False] * WORKERS


def test_a_fault_happens_as_often_as_was_asked_in_all(workers: list[str]) -> None:
    """Two requests fail, whichever workers they come to, and no third one."""
    key = key_of(workers[0])
    faults = '{"faults": {"listLinks": {"status": 503, "times": 2}}}'
    asked(workers[0], "PUT", "/_sandbox/faults", faults, **CONTROL)
    turns = [workers[1], workers[2], workers[0], workers[1]]
    answers = [asked(worker, "GET", "/api/links", x_api_key=key) for worker in turns]
    assert [answer["success"] for answer in answers] == [False, False, True, True]
    assert told(workers, "faults") == [{"faults": {}}] * WORKERS


def test_every_worker_tells_one_decision_log(workers: list[str]) -> None:
    """In the order in which it was judged."""
    key = key_of(workers[0])
    paths = ["/api/links", "/api/links/link_spring", "/api/campaigns", "/api/domains"]
    for worker, path in zip(cycle(workers), paths, strict=False):
        asked(worker, "GET", path, x_api_key=key)
    expected = ["listLinks", "getLink", "listCampaigns", "listDomains"]
    logs = [log["decisions"] for log in told(workers, "decisions")]
    assert [[entry["operation"] for entry in log] for log in logs] == [expected] * WORKERS
    assert [status["decisions"] for status in told(workers, "status")] == [4] * WORKERS


def test_a_deleted_key_is_refused_by_every_worker(workers: list[str]) -> None:
    """At the next request, though each has just accepted it."""
    key = key_of(workers[0])
    before = [asked(worker, "GET", "/api/links", x_api_key=key) for worker in workers]
    path = "/api/workspaces/ws_acme/api-keys/key_everything"
    asked(workers[1], "DELETE", path, **signed_in(workers[1], "user_ada"))
    after = [asked(worker, "GET", "/api/links", x_api_key=key) for worker in workers]
    assert [answer["success"] for answer in before + after] == [True] * 3 + [False] * 3


def sent(worker: str, form: Mapping[str, str]) -> tuple[int, Any]:
    """Return what the token endpoint of *worker* answers to the public application's *form*."""
    body = urlencode({**form, "client_id": POCKET})
    answer, content = answered(worker, "POST", "/api/oauth/token", body, {"Content-Type": FORM})
    return answer.status, json.loads(content)


def redemption(worker: str) -> dict[str, str]:
    """Return a form that redeems a code, which a person at *worker* has just given."""
    cookie = {"Cookie": signed_in(worker, "user_ada")["cookie"]}
    _, page = answered(worker, "GET", f"/api/oauth/authorize?{urlencode(ASKING)}", None, cookie)
    allowed = urlencode([*Form(page).fields, ("decision", "allow")])
    answer, _ = answered(
        worker, "POST", "/api/oauth/authorize", allowed, {**cookie, "Content-Type": FORM}
    )
    code = parse_qs(urlsplit(answer.getheader("Location") or "").query)["code"][0]
    told = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    return {**told, "code_verifier": VERIFIER}


def winners(workers: Sequence[str], forms: Sequence[Mapping[str, str]]) -> list[Any]:
    """Return the tokens of who got any, where *forms* reach all *workers* at the same moment."""
    start = Barrier(len(forms))

    def send(turn: tuple[str, Mapping[str, str]]) -> tuple[int, Any]:
        start.wait()
        return sent(*turn)

    with ThreadPoolExecutor(len(forms)) as pool:
        answers = list(pool.map(send, zip(cycle(workers), forms, strict=False)))
    assert {told["error"] for status, told in answers if status != 200} == {"invalid_grant"}
    return [told for status, told in answers if status == 200]


def is_open(workers: Sequence[str], tokens: Mapping[str, str]) -> list[bool]:
    """Return at which of *workers* the access token opens the API."""
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    return [asked(worker, "GET", "/api/links", **bearer)["success"] for worker in workers]


def test_a_code_is_redeemed_once_over_all_workers(workers: list[str]) -> None:
    """One of twelve gets tokens, which the others' replays, with the verifier, end everywhere."""
    (tokens,) = winners(workers, [redemption(workers[0])] * AT_ONCE)
    assert is_open(workers, tokens) == [False] * WORKERS
    refresh = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert [sent(worker, refresh)[0] for worker in workers] == [400] * WORKERS


def test_thieves_without_the_verifier_end_nothing_at_any_worker(workers: list[str]) -> None:
    """Whoever holds the verifier gets the tokens, and they go on working everywhere."""
    form = redemption(workers[0])
    forms = [{**form, "code_verifier": "w" * 43}] * (AT_ONCE - 1)
    (tokens,) = winners(workers, [*forms, form])
    assert is_open(workers, tokens) == [True] * WORKERS


def test_a_refresh_token_is_rotated_once_over_all_workers(workers: list[str]) -> None:
    """One of twelve gets the next pair, and the reuse ends the whole family everywhere."""
    _, first = sent(workers[1], redemption(workers[0]))
    assert is_open(workers, first) == [True] * WORKERS
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    (second,) = winners(workers, [refresh] * AT_ONCE)
    assert [*is_open(workers, first), *is_open(workers, second)] == [False] * 2 * WORKERS
