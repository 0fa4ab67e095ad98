"""Serving: over loopback, from a thread, with a clean end."""

from contextlib import closing
from http.client import HTTPConnection, HTTPResponse
import json
import socket
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from playground.errors import PortInUse, SandboxError
from playground.sandbox import RunningSandbox, serve_in_thread
from playground.sandbox.serve import listening


def sent(
    running: RunningSandbox, method: str, target: str, **headers: str
) -> tuple[HTTPResponse, bytes]:
    """Return the answer over a real socket, and its body."""
    connection = HTTPConnection(urlsplit(running.url).netloc, timeout=10)
    with closing(connection):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers=named)
        answer = connection.getresponse()
        return answer, answer.read()


def test_a_notebook_gets_its_keys_and_uses_one() -> None:
    """The way that `connect()` goes, over HTTP."""
    with serve_in_thread() as running:
        control = f"Bearer {running.control_token}"
        _, body = sent(running, "POST", "/_sandbox/keys", authorization=control)
        keys = {key["name"]: key["value"] for key in json.loads(body)["keys"]}
        answer, body = sent(running, "GET", "/api/links", x_api_key=keys["links-writer"])
        assert answer.status == 200
        assert json.loads(body)["pagination"]["total"] == 4
        assert answer.getheader("Server") is None


def test_head_is_get_without_a_body() -> None:
    """The length is told, the body is not sent."""
    with serve_in_thread() as running:
        answer, body = sent(running, "HEAD", "/api/links")
        assert (answer.status, body) == (401, b"")
        assert int(answer.getheader("Content-Length") or 0) > 0


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 401), ("localhost:80", 401), ("[::1]", 401), ("evil.example", 421), ("", 421)],
)
def test_another_host_name_is_refused(host: str, status: int) -> None:
    """A page whose name was pointed at this machine gets nothing."""
    with serve_in_thread() as running:
        assert sent(running, "GET", "/api/links", host=host)[0].status == status


def test_a_closed_sandbox_frees_its_port() -> None:
    """After `close()` the port can be taken again, and a second `close()` is no error."""
    running = serve_in_thread()
    port = urlsplit(running.url).port or 0
    running.close()
    running.close()
    again = serve_in_thread(port=port)
    assert again.url == running.url
    again.close()


def test_a_port_in_use_is_told() -> None:
    """The message names the port and the way out."""
    with closing(listening(0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortInUse, match=rf"port {port} is in use.*--port N"):
            serve_in_thread(port=port)


def test_it_listens_on_loopback_only() -> None:
    """No other machine can reach it."""
    with serve_in_thread() as running:
        assert urlsplit(running.url).hostname == "127.0.0.1"
    with closing(listening(0)) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
        assert listener.family is socket.AF_INET


def test_an_answer_does_not_wait_for_an_acknowledgement() -> None:
    """Asyncio switches Nagle's algorithm off only where a socket names its protocol."""
    with closing(listening(0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize(
    "database",
    [
        "nonsense",
        "nonsense://x",
        "sqlite:////nowhere/at/all.db",
        "postgresql+psycopg://somebody@[::1/x",
        "postgresql+psycopg://somebody@127.0.0.1:port/x",
        "postgresql+psycopg://somebody@127.0.0.1:1/x",
    ],
)
def test_an_unusable_database_is_told(database: str) -> None:
    """The message gives the forms that work."""
    with pytest.raises(SandboxError, match="sqlite:///FILE"):
        serve_in_thread(database=database)


def test_the_token_is_not_shown() -> None:
    """A sandbox at the end of a cell prints its address and nothing that opens it."""
    with serve_in_thread() as running:
        assert running.control_token not in repr(running)


def test_starlette_and_httpx_stay_out() -> None:
    """A start pays for what it uses."""
    code = "import sys, playground.sandbox; print({'httpx', 'starlette'} & set(sys.modules))"
    shown = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout
    assert shown == "set()\n"
