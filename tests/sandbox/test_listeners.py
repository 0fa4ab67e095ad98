"""The live stream, heard by an independent WebSocket client over a real socket."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
import json
from typing import Any

import pytest
from sqlalchemy import select
from websocket import ABNF, WebSocket, WebSocketBadStatusException, create_connection

from playground.sandbox import RunningSandbox, serve_in_thread, tables
from tests.sandbox.laboratory import CONTROL, Laboratory

PATH = "/api/analytics/live/ws"
_ONE_CLICK = select(tables.clicks).where(tables.clicks.c.workspace == "ws_acme").limit(1)


class Stage(Laboratory):
    """A laboratory whose sandbox is also served."""

    def __init__(self, running: RunningSandbox) -> None:
        """Look at what *running* serves."""
        self.url = running.url
        super().__init__(sandbox=running.sandbox)

    @contextmanager
    def listening(self, key: str = "everything", **options: Any) -> Iterator[WebSocket]:
        """Open a stream with the value of *key*, until the end of the block."""
        options.setdefault("header", [f"X-API-Key: {self.keys[key]}"])
        address = self.url.replace("http", "ws", 1) + PATH
        stream = create_connection(address, timeout=10, suppress_origin=True, **options)
        with closing(stream.sock), closing(stream):
            yield stream


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """Give a served sandbox on each kind of store."""
    is_shared = request.param == "postgresql"
    database = request.getfixturevalue("cluster").create("live") if is_shared else None
    with serve_in_thread(database=database, control_token=CONTROL) as running:
        yield Stage(running)


def heard(stream: WebSocket) -> Any:
    """Return the next event."""
    return json.loads(stream.recv())


def closed(stream: WebSocket) -> tuple[int, str]:
    """Return code and reason of the close that comes, past whatever comes before."""
    while True:
        code, data = stream.recv_data()
        if code == ABNF.OPCODE_CLOSE:
            return int.from_bytes(data[:2], "big"), data[2:].decode()


def refused(stage: Stage, **options: Any) -> tuple[int, Any]:
    """Return status and error of a handshake that must be refused."""
    with pytest.raises(WebSocketBadStatusException) as caught, stage.listening(**options):
        pass
    body = caught.value.resp_body
    return caught.value.status_code, json.loads(body)["error"] if body else None


def test_what_is_recorded_is_told(stage: Stage) -> None:
    """Clicks, scans and conversions, each once, in order, as the list of live events has them."""
    with stage.listening() as one, stage.listening("analytics-reader") as two:
        click = stage.call("GET", "/r/spring?sandbox_country=DE").header("X-Click-Id")
        stage.call("GET", "/r/spring?qr=any")
        body = {"clickId": click, "event": "purchase", "value": 3}
        stage.data("POST", "/api/conversions/track", body, key="everything")
        events = [heard(one) for _ in range(3)]
        assert [event["type"] for event in events] == ["click", "qr_scan", "conversion"]
        assert (events[0]["id"], events[0]["country"]) == (click, "DE")
        assert events[2]["linkTitle"] == "Spring collection"
        assert [heard(two) for _ in range(3)] == events
    listed = stage.data("GET", "/api/analytics/live", key="everything")["events"]
    assert all(event in listed for event in events)


def test_nothing_of_others_is_told(stage: Stage) -> None:
    """A click on Globex's link is not heard at Acme; the next of Acme's is."""
    with stage.listening() as stream:
        stage.call("GET", "/r/globex")
        click = stage.call("GET", "/r/weekly").header("X-Click-Id")
        assert heard(stream)["id"] == click


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 401, "UNAUTHORIZED"),
        ({"X-API-Key": "lw_test_unknown"}, 401, "INVALID_API_KEY"),
        ({"X-API-Key": "links-writer"}, 403, "FORBIDDEN"),
        ({"X-API-Key": "web-tracker"}, 403, "FORBIDDEN"),
        ({"X-API-Key": "everything", "X-Workspace-Id": "ws_globex"}, 403, "FORBIDDEN"),
        ({"X-API-Key": "everything", "Origin": "https://evil.example"}, 403, "FORBIDDEN"),
        ({"X-API-Key": "everything", "Origin": "null"}, 403, "FORBIDDEN"),
    ],
)
def test_a_handshake_is_judged_like_any_request(
    stage: Stage, headers: dict[str, str], status: int, code: str
) -> None:
    """The answer is the envelope that the same request would get, and no WebSocket."""
    sent = [f"{name}: {stage.keys.get(value, value)}" for name, value in headers.items()]
    found, error = refused(stage, header=sent)
    assert (found, error["code"]) == (status, code)


def test_the_sandboxs_own_page_may_listen(stage: Stage) -> None:
    """A browser that is signed in there sends its cookie and its own origin."""
    session = stage.signed_in("user_dev")
    headers = [f"Cookie: {session['cookie']}", f"Origin: {stage.url}"]
    with stage.listening(header=headers) as stream:
        click = stage.call("GET", "/r/weekly").header("X-Click-Id")
        assert heard(stream)["id"] == click


def test_a_plain_request_is_told_to_upgrade(stage: Stage) -> None:
    """426, with the protocol that it takes."""
    answer = stage.call("GET", PATH, key="everything")
    assert (answer.status, answer.header("Upgrade")) == (426, "websocket")


def test_there_is_no_other_websocket(stage: Stage) -> None:
    """A handshake for another operation is answered as that operation, over HTTP."""
    address = stage.url.replace("http", "ws", 1) + "/api/links"
    header = [f"X-API-Key: {stage.keys['everything']}"]
    with pytest.raises(WebSocketBadStatusException) as caught:
        create_connection(address, timeout=10, header=header, suppress_origin=True)
    assert caught.value.status_code == 200


def test_a_revoked_key_hears_no_more(stage: Stage) -> None:
    """The stream is closed before another event is told."""
    ada = stage.signed_in("user_ada")
    path = "/api/workspaces/ws_acme/api-keys"
    body = {"name": "n", "scopes": ["analytics:read"], "owner": "user_ben", "purpose": "p"}
    made = stage.data("POST", path, body, **ada)
    with stage.listening(header=[f"X-API-Key: {made['key']}"]) as stream:
        stage.call("GET", "/r/weekly")
        assert heard(stream)["type"] == "click"
        stage.data("PUT", f"{path}/{made['id']}", {"enabled": False}, **ada)
        stage.call("GET", "/r/weekly")
        code, data = stream.recv_data()
        assert code == ABNF.OPCODE_CLOSE
        assert int.from_bytes(data[:2], "big") == 1008
        assert data[2:].decode() == "This key is disabled"


def test_a_ping_is_answered(stage: Stage) -> None:
    """That of the protocol, and that of whoever cannot send one; nothing else is understood."""
    with stage.listening() as stream:
        stream.ping("are you there")
        assert stream.recv_data(control_frame=True) == (ABNF.OPCODE_PONG, b"are you there")
        stream.send('{"type": "ping"}')
        assert heard(stream) == {"type": "pong"}
        stream.send("tell me more")
        assert closed(stream)[0] == 1003


@pytest.mark.parametrize("sent", [b"\x00", b"x" * 2000])
def test_a_listener_has_little_to_say(stage: Stage, sent: bytes) -> None:
    """Bytes are not understood, and much of them is too big."""
    with stage.listening() as stream:
        stream.send_binary(sent)
        assert closed(stream)[0] == (1003 if len(sent) == 1 else 1009)


def test_whoever_is_too_far_behind_is_sent_away(stage: Stage) -> None:
    """No queue grows: what is told at once is bounded, and the close says where to look."""
    with stage.listening() as stream:
        with stage.sandbox.state.writing() as store:
            click = store.row(_ONE_CLICK)
            assert click is not None
            rows = [
                {**click._asdict(), "id": f"lw_ck_burst{n}", "position": 10**9 + n}
                for n in range(101)
            ]
            for row in rows:
                del row["tenant"]
            store.add(tables.clicks, *rows)
        code, reason = closed(stream)
    assert (code, reason) == (1013, "too far behind: ask GET /api/analytics/live")
    stage.control("POST", "reset")


def test_a_reset_does_not_retell_the_seed(stage: Stage) -> None:
    """Whoever listens on hears what happens next."""
    with stage.listening() as stream:
        stage.call("GET", "/r/weekly")
        heard(stream)
        stage.control("POST", "reset")
        stream.send('{"type": "ping"}')
        assert heard(stream) == {"type": "pong"}
