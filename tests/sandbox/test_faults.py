"""Faults: operations fail on request, as real ones do, and only as often as asked."""

from http.client import HTTPConnection, RemoteDisconnected
import json
from typing import Any
from urllib.parse import urlsplit

import pytest

from playground.sandbox import RunningSandbox, serve_in_thread
from tests.sandbox.laboratory import CONTROL, Laboratory

LINK = {"destinationUrl": "https://example.com/a"}


def fail(lab: Laboratory, operation: str, **fault: Any) -> None:
    """Have *operation* fail."""
    asked = {"faults": {operation: fault}}
    assert lab.control("PUT", "faults", asked) == asked


@pytest.mark.parametrize(
    ("status", "code", "wait"),
    [(500, "FAULT", None), (503, "FAULT", None), (429, "RATE_LIMITED", "1")],
)
def test_a_status_is_answered_and_nothing_is_done(
    lab: Laboratory, status: int, code: str, wait: str | None
) -> None:
    """The envelope is Linquid's, and the log knows the reason; other operations go on."""
    fail(lab, "createLink", status=status)
    answer = lab.call("POST", "/api/links", LINK, key="everything")
    assert (answer.status, answer.header("Retry-After")) == (status, wait)
    assert json.loads(answer.body)["error"]["code"] == code
    entry = lab.last_decision()
    assert (entry["rule"], entry["allowed"], entry["status"]) == ("fault", False, status)
    assert len(lab.data("GET", "/api/links", key="everything")) == 4


def test_a_fault_ends_after_its_times(lab: Laboratory) -> None:
    """A client that tries again succeeds, and the list tells what is left."""
    fail(lab, "createLink", status=503, times=2)
    calls = [lab.call("POST", "/api/links", LINK, key="everything").status for _ in range(2)]
    assert calls == [503, 503]
    assert lab.control("GET", "faults") == {"faults": {}}
    assert lab.call("POST", "/api/links", LINK, key="everything").status == 201


def test_a_malformed_body_is_no_json(lab: Laboratory) -> None:
    """The operation is carried out; its answer is cut, with the length that it says."""
    fail(lab, "createLink", body="malformed")
    answer = lab.call("POST", "/api/links", LINK, key="everything")
    with pytest.raises(json.JSONDecodeError):
        json.loads(answer.body)
    assert answer.header("Content-Length") == str(len(answer.body))
    assert len(lab.data("GET", "/api/links", key="everything")) == 5


@pytest.mark.parametrize(("drop", "links"), [("request", 4), ("answer", 5)])
def test_a_dropped_connection_loses_the_request_or_the_answer(
    lab: Laboratory, drop: str, links: int
) -> None:
    """What the client cannot tell apart, the state does."""
    fail(lab, "createLink", drop=drop)
    assert lab.call("POST", "/api/links", LINK, key="everything").is_dropped
    assert len(lab.data("GET", "/api/links", key="everything")) == links


def test_latency_is_told_to_the_server(lab: Laboratory) -> None:
    """It goes with any other fault."""
    fail(lab, "listLinks", latency=0.25, status=500)
    answer = lab.call("GET", "/api/links", key="everything")
    assert (answer.delay, answer.status) == (0.25, 500)


def test_faults_are_the_tenants_and_end_with_a_reset(lab: Laboratory) -> None:
    """A reset makes a sandbox whole again."""
    fail(lab, "listLinks", status=500)
    lab.control("POST", "reset")
    assert lab.control("GET", "faults") == {"faults": {}}
    assert lab.call("GET", "/api/links", key="everything").status == 200


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, ""),
        ({"faults": []}, ""),
        ({"faults": {"noSuch": {"status": 500}}}, "/faults/noSuch"),
        ({"faults": {"getLink": {}}}, "/faults/getLink"),
        ({"faults": {"getLink": {"status": 200}}}, "/faults/getLink/status"),
        ({"faults": {"getLink": {"status": True}}}, "/faults/getLink/status"),
        ({"faults": {"getLink": {"latency": 61}}}, "/faults/getLink/latency"),
        ({"faults": {"getLink": {"latency": "1"}}}, "/faults/getLink/latency"),
        ({"faults": {"getLink": {"body": "empty"}}}, "/faults/getLink/body"),
        ({"faults": {"getLink": {"drop": []}}}, "/faults/getLink/drop"),
        ({"faults": {"getLink": {"times": 0}}}, "/faults/getLink/times"),
        ({"faults": {"getLink": {"surprise": 0}}}, "/faults/getLink/surprise"),
        ({"faults": {"getLink": {"status": 500, "drop": "answer"}}}, "/faults/getLink"),
    ],
)
def test_a_wrong_fault_is_pointed_at(lab: Laboratory, body: Any, pointer: str) -> None:
    """Nothing is changed by it."""
    answer = lab.call("PUT", "/_sandbox/faults", body, authorization=f"Bearer {CONTROL}")
    assert answer.status == 400
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == pointer
    assert lab.control("GET", "faults") == {"faults": {}}


def put(running: RunningSandbox, connection: HTTPConnection, **fault: Any) -> None:
    """Have `listLinks` of a served sandbox fail."""
    body = json.dumps({"faults": {"listLinks": fault}})
    headers = {
        "Authorization": f"Bearer {running.control_token}",
        "Content-Type": "application/json",
    }
    connection.request("PUT", "/_sandbox/faults", body, headers)
    connection.getresponse().read()


def test_a_served_sandbox_delays_and_drops() -> None:
    """Over a real socket the client sees what a broken network shows it, and nothing is logged."""
    with serve_in_thread() as running:
        connection = HTTPConnection(urlsplit(running.url).netloc, timeout=10)
        put(running, connection, latency=0.01)
        connection.request("GET", "/api/links")
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 401
        put(running, connection, drop="answer")
        connection.request("GET", "/api/links")
        with pytest.raises((RemoteDisconnected, ConnectionResetError)):
            connection.getresponse()
        connection.close()
