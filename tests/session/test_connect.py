"""`connect()` finds or starts a server, and loses nothing when one ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.credentials import keys
from playground.errors import DocumentError, SandboxError, SandboxUnreachable
from playground.sandbox import serve_in_thread
from playground.session import Session, connect
from playground.widgets import RequestBuilder

NOWHERE = "http://127.0.0.1:1"
FOREIGN = """
openapi: 3.1.0
info: {title: Elsewhere, version: "1"}
SERVERS
paths: {/a: {get: {operationId: a, responses: {"200": {description: fine}}}}}
"""


@pytest.fixture(autouse=True)
def no_sandbox_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin where neither a sandbox nor a cassette is named."""
    for name in ("SANDBOX_URL", "SANDBOX_TOKEN", "CASSETTE", "CASSETTE_PATH"):
        monkeypatch.delenv(f"PLAYGROUND_{name}", raising=False)


@pytest.fixture
def lab() -> Iterator[Session]:
    """Return a session on a sandbox that it started itself."""
    session = connect()
    yield session
    session.close()


def test_it_starts_a_sandbox_where_none_runs(lab: Session) -> None:
    """A notebook needs nothing but `connect()`."""
    assert lab.workspace is not None
    assert lab.send("listLinks", key="links-writer").ok


def test_it_finds_the_sandbox_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment names the sandbox that `playground lab` started."""
    with serve_in_thread() as sandbox:
        monkeypatch.setenv("PLAYGROUND_SANDBOX_URL", sandbox.url)
        monkeypatch.setenv("PLAYGROUND_SANDBOX_TOKEN", sandbox.control_token)
        found = connect()
        assert found.send("listLinks", key="links-writer").request.url.startswith(sandbox.url)
        found.close()
        assert found.send("listLinks", key="links-writer").ok, "it ended what it had not started"


def test_a_dead_sandbox_loses_nothing(lab: Session) -> None:
    """The error says what to do; then keys keep their names, and an open builder goes on."""
    mine = keys.put("mine", lab.keys["links-writer"].reveal() + "x")
    lab.send("listLinks", key="links-writer")
    before, old = list(lab.history), lab.keys["links-writer"]
    names, builder = list(lab.keys), RequestBuilder(lab, operation="listLinks", key="links-writer")
    lab.close()
    with pytest.raises(SandboxUnreachable, match=r"run `pg.connect\(\)` again"):
        builder.send()
    assert "`pg.connect()` again" in builder.outcome["step"]
    assert connect() is lab
    assert list(lab.history) == before
    assert lab.keys["mine"] == mine
    assert set(names) <= set(lab.keys)
    assert lab.keys["links-writer"] != old
    assert builder.send().ok
    assert lab.send("listLinks", key="links-writer").ok


def test_a_living_session_is_given_back(lab: Session) -> None:
    """Running the cell again changes nothing."""
    value = lab.keys["links-writer"]
    assert connect() is lab
    assert lab.keys["links-writer"] == value


def test_a_sandbox_that_does_not_answer_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the shared sandbox has died, the notebook goes on with its own, and says so."""
    monkeypatch.setenv("PLAYGROUND_SANDBOX_URL", NOWHERE)
    with pytest.warns(UserWarning, match="does not answer"):
        session = connect()
    assert session.send("listLinks", key="links-writer").ok
    session.close()


def test_keys_put_before_connecting_stay() -> None:
    """A redacted cell may run before the session begins."""
    keys.put("early", "value-of-an-early-key")
    with serve_in_thread() as sandbox:
        session = connect(sandbox.url, control_token=sandbox.control_token)
        assert session.keys["early"].reveal() == "value-of-an-early-key"
        assert keys["links-writer"] == session.keys["links-writer"]


def test_no_sandbox_at_the_address_is_told() -> None:
    """A wrong address is named with the next step."""
    with pytest.raises(SandboxUnreachable, match="playground sandbox"):
        connect(NOWHERE, control_token="token")


def test_a_wrong_control_token_is_told() -> None:
    """A refused token is neither shown nor taken for a dead sandbox."""
    with serve_in_thread() as sandbox, pytest.raises(SandboxError, match="control token") as raised:
        connect(sandbox.url, control_token="wrong-token-value")
    assert "wrong-token-value" not in str(raised.value)


def document(tmp_path: Path, servers: str) -> Path:
    """Return the path of a document of another API."""
    path = tmp_path / "api.yaml"
    path.write_text(FOREIGN.replace("SERVERS", servers))
    return path


def test_another_document_names_its_server(tmp_path: Path) -> None:
    """Another API has operations, and neither a workspace nor lent keys."""
    servers = f"servers: [{{url: '{NOWHERE}/v1'}}]"
    session = connect(document=document(tmp_path, servers))
    assert list(session.operations) == ["a"]
    assert session.workspace is None
    assert "links-writer" not in session.keys
    assert "not known" in repr(session)
    with pytest.raises(SandboxUnreachable, match="GET /v1/a"):
        session.send("a")


def test_a_document_without_a_server_asks_for_one(tmp_path: Path) -> None:
    """Without an address nothing can be sent."""
    with pytest.raises(DocumentError, match=r"connect\('https"):
        connect(document=document(tmp_path, "servers: [{url: /v1}]"))
