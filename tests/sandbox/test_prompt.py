"""What is due happens in time: with the answer that caused it, with the clock, after a crash."""

from collections.abc import Iterator
from datetime import timedelta
import json
import logging
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from playground.sandbox import serve_in_thread
from playground.sandbox.couriers import Couriers
from playground.sandbox.ticker import Ticker
from tests.sandbox.laboratory import NOON, Laboratory
from tests.sandbox.process import asked
from tests.sandbox.receiver import Receiver, receiving

ALL = {"key": "everything"}
HOOKS = "/api/webhooks-manage"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Give a receiver that listens on this machine."""
    with receiving() as found:
        yield found


def announced(lab: Laboratory, receiver: Receiver) -> str:
    """Have a test event told to *receiver*, and return the path of its deliveries."""
    given = {"url": receiver.url, "events": ["click"]}
    hook = lab.data("POST", HOOKS, given, **ALL)["id"]
    lab.data("POST", f"{HOOKS}/{hook}/test", **ALL)
    return f"{HOOKS}/{hook}/deliveries"


def test_a_delivery_goes_out_with_the_answer(lab: Laboratory, receiver: Receiver) -> None:
    """No further request has to come."""
    announced(lab, receiver)
    lab.sandbox.state.agenda.wait()
    assert len(receiver.came) == 1


def test_a_click_is_told_at_once(lab: Laboratory, receiver: Receiver) -> None:
    """A redirect plans deliveries too."""
    lab.data("POST", HOOKS, {"url": receiver.url, "events": ["click"]}, **ALL)
    assert lab.call("GET", "/r/spring").status == 302
    lab.sandbox.state.agenda.wait()
    assert len(receiver.came) == 1


def test_the_clock_takes_what_is_due_with_it(lab: Laboratory, receiver: Receiver) -> None:
    """The second attempt goes out when the clock is moved on, not at the request after it."""
    receiver.status = 500
    announced(lab, receiver)
    lab.sandbox.state.agenda.wait()
    lab.control("PUT", "clock", {"advance": 5})
    lab.sandbox.state.agenda.wait()
    assert len(receiver.came) == 2


def test_what_is_due_needs_no_request(lab: Laboratory, receiver: Receiver) -> None:
    """Where the clock runs, somebody looks at it."""
    receiver.status = 500
    announced(lab, receiver)
    lab.sandbox.state.agenda.wait()
    lab.sandbox.clock.freeze(NOON + timedelta(minutes=1))
    lab.sandbox.tick()
    lab.sandbox.state.agenda.wait()
    assert len(receiver.came) == 2


def test_a_crash_loses_no_delivery(tmp_path: Path, receiver: Receiver) -> None:
    """What had left and was not back is sent by the sandbox that opens the file next."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    first = Laboratory(database=database)
    first.sandbox._ground.couriers.close()
    path = announced(first, receiver)
    assert first.data("GET", path, **ALL)[0]["status"] == "pending"
    first.sandbox.close()
    second = Laboratory(database=database)
    second.keys = first.keys
    second.sandbox.tick()
    second.sandbox.state.agenda.wait()
    assert second.data("GET", path, **ALL)[0]["status"] == "succeeded"
    assert len(receiver.came) == 1
    second.sandbox.close()


def test_a_reset_forgets_what_is_on_its_way(lab: Laboratory, receiver: Receiver) -> None:
    """A delivery that comes back to another world is written down nowhere."""
    gate = Event()
    receiver.before = gate.wait
    announced(lab, receiver)
    lab.control("POST", "reset")
    gate.set()
    lab.sandbox.state.agenda.wait()
    assert lab.data("GET", HOOKS, **ALL) == []


def test_a_closed_store_is_left_alone(caplog: pytest.LogCaptureFixture, receiver: Receiver) -> None:
    """A delivery that is back after the end touches nothing."""
    gate, lab = Event(), Laboratory()
    receiver.before = gate.wait
    announced(lab, receiver)
    agenda = lab.sandbox.state.agenda
    couriers = lab.sandbox._ground.couriers
    couriers.patience = 0
    with caplog.at_level(logging.ERROR):
        lab.sandbox.close()
        gate.set()
        couriers.join()
    assert (agenda.has_news, caplog.records) == (False, [])


def test_errands_of_a_tenant_keep_their_order() -> None:
    """The second begins when the first is back."""
    couriers, told = Couriers(), []
    for number in range(20):
        couriers.send("a", lambda number=number: told.append(number))  # type: ignore[misc]
    couriers.wait("a")
    couriers.close()
    assert told == list(range(20))


def test_a_ticker_goes_on_after_a_failure(caplog: pytest.LogCaptureFixture) -> None:
    """What failed once may go well the next time."""
    twice, calls = Event(), []

    def tick() -> None:
        calls.append(1)
        if len(calls) > 1:
            twice.set()
        raise RuntimeError

    with caplog.at_level(logging.ERROR):
        ticker = Ticker(tick)
        assert twice.wait(30)
        ticker.stop()
    assert "could not be looked at" in caplog.text


def test_a_served_sandbox_ticks(receiver: Receiver) -> None:
    """A delivery that failed is tried again though nobody asks for anything."""
    receiver.status = 500
    with serve_in_thread() as running:
        control: dict[str, Any] = {"authorization": f"Bearer {running.control_token}"}
        netloc = running.url.removeprefix("http://")
        issued = asked(netloc, "POST", "/_sandbox/keys", **control)
        key = next(one["value"] for one in issued["keys"] if one["name"] == "everything")
        body = json.dumps({"url": receiver.url, "events": ["click"]})
        hook = asked(netloc, "POST", HOOKS, body, x_api_key=key)["data"]["id"]
        asked(netloc, "POST", f"{HOOKS}/{hook}/test", x_api_key=key)
        running.sandbox.state.agenda.wait()
        running.sandbox.clock.advance(60)
        assert receiver.twice.wait(30)
