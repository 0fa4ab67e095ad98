"""A cassette holds no key, wherever one was planted, and still replays."""

from base64 import b64encode
from collections.abc import Callable, Iterator
import gzip
import json
from pathlib import Path

import httpx
import pytest

from playground.client import Masker
from playground.credentials import Keyring
from playground.errors import CassetteMiss
from playground.recording.cassette import Cassette
from playground.recording.redact import Redactor

ADDRESS = "http://127.0.0.1:43210"
KEY = "lw_live_" + "Zk3vQ9xL" * 3
OPAQUE = "opaque-value-0123456789"

Send = Callable[[httpx.Client], httpx.Response]


def form(**fields: str) -> Send:
    """Return a request with a form."""
    return lambda client: client.post("/token", data=fields)


REQUESTS: dict[str, Send] = {
    "X-API-Key": lambda c: c.get("/", headers={"X-API-Key": KEY}),
    "X-Publishable-Key": lambda c: c.get("/", headers={"X-Publishable-Key": KEY}),
    "Authorization": lambda c: c.get("/", headers={"Authorization": f"Bearer {KEY}"}),
    "opaque Authorization": lambda c: c.get("/", headers={"Authorization": f"Bearer {OPAQUE}"}),
    "Basic": lambda c: c.get("/", auth=(OPAQUE, KEY)),
    "Cookie": lambda c: c.get("/", headers={"Cookie": f"lw_session={OPAQUE}"}),
    "CSRF": lambda c: c.get("/", headers={"X-CSRF-Token": OPAQUE}),
    "another header": lambda c: c.get("/", headers={"X-Other": OPAQUE}),
    "query": lambda c: c.get("/", params={"api_key": OPAQUE, "q": KEY}),
    "path": lambda c: c.get(f"/by/{KEY}"),
    "JSON": lambda c: c.post("/", json={"a": [{"password": OPAQUE, "client_secret": OPAQUE}]}),
    "JSON key": lambda c: c.post("/", json={"note": f"use {KEY}"}),
    "form code": form(code=OPAQUE, code_verifier=OPAQUE, grant_type="authorization_code"),
    "form secret": form(client_secret=OPAQUE, refresh_token=OPAQUE),
    "form key": form(token=KEY),
    "gzip": lambda c: c.post(
        "/",
        content=gzip.compress(json.dumps({"password": OPAQUE, "k": KEY}).encode()),
        headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
    ),
    "URL password": lambda c: c.get(f"http://someone:{OPAQUE}@127.0.0.1:43210/"),
    "binary": lambda c: c.post("/", content=b"\xff\xfe" + KEY.encode()),
}
ANSWERS: dict[str, httpx.Response] = {
    "issued key": httpx.Response(201, json={"data": {"name": "bot", "key": KEY}}),
    "token": httpx.Response(200, json={"access_token": OPAQUE, "refresh_token": OPAQUE}),
    "Set-Cookie": httpx.Response(200, headers={"Set-Cookie": f"lw_session={OPAQUE}; Path=/"}),
    "Location": httpx.Response(302, headers={"Location": f"{ADDRESS}/cb?code={OPAQUE}"}),
    "gzip": httpx.Response(
        200,
        content=gzip.compress(json.dumps({"key": KEY, "csrf_token": OPAQUE}).encode()),
        headers={"Content-Encoding": "gzip", "Content-Type": "application/json"},
    ),
    "latin-1": httpx.Response(200, content=b"\xe9 " + KEY.encode()),
    "base64": httpx.Response(200, text=b64encode(f"user:{KEY}".encode()).decode()),
}


def cassette(path: Path, mode: str) -> Cassette:
    """Return the cassette at *path*, not yet open."""
    masker = Masker(Keyring())
    return Cassette(path, mode, redactor=Redactor(masker))  # type: ignore[arg-type]  # a mode


def sent(path: Path, mode: str, send: Send, answer: httpx.Response | None = None) -> httpx.Response:
    """Return the answer to one request through the cassette at *path*."""

    def live(_: httpx.Request) -> httpx.Response:
        assert mode == "record", "a replay reached the network"
        return answer or httpx.Response(200, json={})

    tape = cassette(path, mode)
    tape.open()
    try:
        with httpx.Client(base_url=ADDRESS, transport=httpx.MockTransport(live)) as client:
            return send(client)
    finally:
        tape.close()


@pytest.mark.parametrize("send", REQUESTS.values(), ids=REQUESTS)
def test_no_request_leaves_a_key_in_the_cassette(send: Send, tmp_path: Path) -> None:
    """What was planted is in none of the bytes, and the same request replays."""
    path = tmp_path / "c.yaml"
    sent(path, "record", send)
    assert_clean(path.read_bytes())
    assert sent(path, "replay", send).status_code == 200


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_no_answer_leaves_a_key_in_the_cassette(answer: httpx.Response, tmp_path: Path) -> None:
    """What was planted is in none of the bytes, and the answer replays without it."""
    path = tmp_path / "c.yaml"
    sent(path, "record", lambda c: c.get("/"), answer)
    assert_clean(path.read_bytes())
    replayed = sent(path, "replay", lambda c: c.get("/"))
    assert replayed.status_code == answer.status_code
    assert_clean(replayed.content)


def assert_clean(raw: bytes) -> None:
    """Fail if *raw* holds a planted value or today's port, plain or in base64."""
    planted = [KEY, OPAQUE, KEY[12:], ":43210"]
    planted += [b64encode(f"{OPAQUE}:{KEY}".encode()).decode(), b64encode(KEY.encode()).decode()]
    assert [value for value in planted if value.encode() in raw] == []


def test_a_planted_key_would_be_seen() -> None:
    """The check can fail."""
    with pytest.raises(AssertionError):
        assert_clean(f"k: {KEY}".encode())


def test_redaction_is_idempotent(tmp_path: Path) -> None:
    """What a cassette holds is not changed by being redacted again."""
    path = tmp_path / "c.yaml"
    sent(path, "record", REQUESTS["JSON"], ANSWERS["issued key"])
    redactor = Redactor(Masker(Keyring()))
    tape = cassette(path, "replay")
    for stored in stored_in(tape):
        assert redactor.request(stored)._asdict() == {
            "uri": stored.uri,
            "body": stored.body,
            "headers": dict(stored.headers),
        }


def stored_in(tape: Cassette) -> Iterator[object]:
    """Yield the requests that *tape* holds."""
    from playground.recording.cassette import _Strict  # noqa: PLC0415

    yield from _Strict.load(path=str(tape.path)).requests


@pytest.mark.parametrize(
    ("asked", "differs"),
    [
        (lambda c: c.post("/", json={"a": 2}, headers={"X-API-Key": "keys['a']"}), "body"),
        (lambda c: c.post("/", json={"a": 1}, headers={"X-API-Key": "keys['b']"}), "credential"),
        (lambda c: c.post("/other", json={"a": 1}, headers={"X-API-Key": "keys['a']"}), "path"),
    ],
    ids=["body", "key", "path"],
)
def test_a_different_request_is_a_miss(asked: Send, differs: str, tmp_path: Path) -> None:
    """Body, key and path must be those recorded, and the miss says which differs."""
    path = tmp_path / "c.yaml"
    headers = {"X-API-Key": "keys['a']"}
    sent(path, "record", lambda c: c.post("/", json={"a": 1}, headers=headers))
    with pytest.raises(CassetteMiss, match=rf"differs in: {differs}.*make record"):
        sent(path, "replay", asked)


def test_a_miss_holds_no_key(tmp_path: Path) -> None:
    """The text of a miss is as clean as the cassette."""
    path = tmp_path / "c.yaml"
    sent(path, "record", lambda c: c.get("/"))
    with pytest.raises(CassetteMiss) as raised:
        sent(path, "replay", lambda c: c.get(f"/{KEY}?api_key={OPAQUE}"))
    assert KEY not in str(raised.value)
    assert OPAQUE not in str(raised.value)


def test_an_answer_is_given_once(tmp_path: Path) -> None:
    """What was recorded once is not there a second time."""
    path = tmp_path / "c.yaml"
    sent(path, "record", lambda c: c.get("/"))
    with pytest.raises(CassetteMiss, match="once more"):
        sent(path, "replay", lambda c: (c.get("/"), c.get("/"))[1])


def test_nothing_to_replay_is_told(tmp_path: Path) -> None:
    """A missing cassette is named, with what to do."""
    with pytest.raises(CassetteMiss, match="make record"):
        cassette(tmp_path / "none.yaml", "replay").open()
