"""Kill -9 in the middle of writes: whatever was acknowledged is there afterwards."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException
import json
from pathlib import Path
import signal
import subprocess
import sys
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest

RUN = [sys.executable, "-c", "from playground.cli import main; main()", "sandbox"]
TOKEN = "control-token-of-the-tests"
LINK = json.dumps({"destinationUrl": "https://example.com/a"})
ENOUGH = 30
WRITERS = 3


@contextmanager
def served(database: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Give a process that serves *database*, and its address."""
    command = [*RUN, "--port", "0", "--database", database, "--control-token", TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  ours
        assert process.stdout is not None
        url = process.stdout.readline().partition(" ")[0]
        try:
            yield process, urlsplit(url).netloc
        finally:
            process.kill()


def asked(netloc: str, method: str, path: str, body: str | None = None, **headers: str) -> Any:
    """Return what a served sandbox answers, decoded."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(HTTPConnection(netloc, timeout=30)) as connection:
        connection.request(method, path, body, {"Content-Type": "application/json", **named})
        return json.loads(connection.getresponse().read())


def key_of(netloc: str) -> str:
    """Return a key that may make links."""
    issued = asked(netloc, "POST", "/_sandbox/keys", authorization=f"Bearer {TOKEN}")
    return next(key["value"] for key in issued["keys"] if key["name"] == "everything")


def write(netloc: str, key: str, made: list[str]) -> None:
    """Make links until nobody answers any more, and note each that was acknowledged."""
    try:
        while True:
            made.append(asked(netloc, "POST", "/api/links", LINK, x_api_key=key)["data"]["id"])
    except (OSError, HTTPException, ValueError):
        return


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_acknowledged_write_is_lost(
    request: pytest.FixtureRequest, tmp_path: Path, kind: str
) -> None:
    """The process dies while several clients write; another one finds every link."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    if kind == "postgresql":
        database = request.getfixturevalue("cluster").create("crash")
    made: list[str] = []
    with served(database) as (process, netloc):
        key = key_of(netloc)
        writers = [Thread(target=write, args=(netloc, key, made)) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        while len(made) < ENOUGH:
            asked(netloc, "GET", "/api/links/link_spring", x_api_key=key)
        process.send_signal(signal.SIGKILL)
        for writer in writers:
            writer.join()
    with served(database) as (_, netloc):
        lost = [
            link
            for link in made
            if asked(netloc, "GET", f"/api/links/{link}", x_api_key=key).get("data", {}).get("id")
            != link
        ]
    assert (lost, len(made) >= ENOUGH) == ([], True)
