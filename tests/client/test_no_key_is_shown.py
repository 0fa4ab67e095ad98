"""A key planted anywhere in a request or an answer is nowhere to be seen afterwards."""

from collections.abc import Iterator
import json
import logging
from types import TracebackType
from typing import Any

import httpx
import pytest

from playground.client import Client
from playground.credentials import Keyring
from playground.errors import NotSent
from playground.exchange import Exchange
from tests.client.fakes import Server, client, key
from tests.client.operations import document

OPERATIONS = document().operations
KNOWN, FRESH = key(), key("lw_live_", seed="q8Wn5Zr1")
OPAQUE = "opaque-value-of-a-token"


def answers(**options: Any) -> Server:
    """Return a server that gives the same answer to everything."""
    return Server(lambda _: httpx.Response(200, **options))


ANSWERS = {
    "body": answers(json={"data": {"key": FRESH}}),
    "text": answers(text=f"your key is {FRESH}"),
    "echo": answers(json={"you sent": KNOWN}),
    "header": answers(headers={"X-New-Key": FRESH}),
    "cookie": answers(headers={"Set-Cookie": f"lw_session={OPAQUE}; Path=/; HttpOnly"}),
    "location": answers(headers={"Location": f"/back?code={OPAQUE}&state={OPAQUE}"}),
    "token": answers(json={"access_token": OPAQUE, "expires_in": 60}),
    "form": answers(text=f"refresh_token={OPAQUE}&scope=a"),
}
REQUESTS: dict[str, dict[str, Any]] = {
    "key": {},
    "body": {"body": {"note": f"use {FRESH}", "list": [KNOWN]}},
    "password": {"body": {"password": OPAQUE}},
    "client secret": {"body": {"client_secret": OPAQUE}},
}


def shown(sender: Client, exchange: Exchange) -> str:
    """Return everything about *exchange* that a person may come to see."""
    views = [exchange, exchange.request, exchange.response, sender.history]
    html = [exchange._repr_html_(), sender.history._repr_html_()]
    return "\n".join([*map(repr, views), *html, exchange.response.text])


def leaks(text: str) -> list[str]:
    """Return which of the planted values *text* holds."""
    return [value for value in (KNOWN, FRESH, OPAQUE) if value in text]


def keyring() -> Keyring:
    """Return a keyring that knows one of the planted keys."""
    ring = Keyring()
    ring.put("known", KNOWN)
    return ring


@pytest.mark.parametrize("server", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_no_view_of_an_exchange_holds_a_key(
    server: Server, request_: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Neither repr, history nor a log line holds what was planted."""
    caplog.set_level(logging.DEBUG)
    sender = client(server, keyring())
    exchange = sender.send(OPERATIONS["createLink"], key="known", **request_)
    assert leaks(shown(sender, exchange)) == []
    assert leaks(caplog.text) == []


def test_a_planted_key_would_be_seen() -> None:
    """The check can fail."""
    sender = client(ANSWERS["echo"])
    exchange = sender.send(OPERATIONS["byNothing"])
    assert leaks(shown(sender, exchange).replace("keys['linquid-test-key']", KNOWN)) == [KNOWN]


def test_a_key_in_the_query_is_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    """Each URL is logged by httpx, and the key is gone before any handler sees it."""
    caplog.set_level(logging.DEBUG)
    ring = Keyring()
    ring.put("foreign", OPAQUE)
    client(Server(), ring).send(OPERATIONS["byQuery"], key="foreign")
    assert "HTTP Request: GET" in caplog.text
    assert leaks(caplog.text) == []


def frames(traceback: TracebackType | None) -> Iterator[str]:
    """Yield the local variables of each frame below the test's own, as a debugger prints them."""
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename != __file__:
            yield repr(traceback.tb_frame.f_locals)
        traceback = traceback.tb_next


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield *error* and all that it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("given", ["known", KNOWN, FRESH], ids=["name", "known value", "value"])
def test_no_error_holds_a_key(given: str) -> None:
    """Neither the text, the causes nor the frames of a failed request hold the key."""

    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"{request.headers}", request=request)

    sender = client(down, keyring())
    with pytest.raises(NotSent) as raised:
        sender.send(OPERATIONS["createLink"], body={"note": FRESH, "password": OPAQUE}, key=given)
    errors = list(chain(raised.value))
    assert [type(error).__module__ for error in errors] == ["playground.errors"]
    assert leaks("\n".join(map(str, errors))) == []
    assert leaks("\n".join(frames(raised.tb))) == []


def test_an_issued_key_goes_into_the_keyring() -> None:
    """A new key is kept under the name that it was given, and shown by it."""
    ring = Keyring()
    issued = answers(json={"data": {"id": "key_1", "name": "CI bot", "key": FRESH}})
    exchange = client(issued, ring).send(OPERATIONS["byNothing"])
    assert exchange.json()["data"]["key"] == "keys['CI bot']"
    assert ring["CI bot"].reveal() == FRESH


def test_an_answer_stays_json() -> None:
    """What stands for a key is legal inside a JSON string."""
    exchange = client(answers(json={"a": [KNOWN, {"b": FRESH}]})).send(OPERATIONS["byNothing"])
    assert json.loads(exchange.response.body) == {
        "a": ["keys['linquid-test-key']", {"b": "keys['linquid-live-key']"}]
    }


def test_ordinary_words_are_left_alone() -> None:
    """Neither an error's code nor a short code is taken for a secret."""
    body = {"error": {"code": "FORBIDDEN", "message": "no"}, "next": "/links?code=promo&page=2"}
    exchange = client(answers(json=body)).send(OPERATIONS["byNothing"])
    assert exchange.json() == body
