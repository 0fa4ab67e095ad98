"""Three worker processes over one PostgreSQL: what one is told, all know at their next request."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle
from typing import Any

import pytest

from tests.sandbox.cluster import Cluster
from tests.sandbox.process import CONTROL, asked, key_of, served, signed_in

WORKERS = 3


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
