"""Kill -9 in the middle of writes: whatever was acknowledged is there afterwards."""

from http.client import HTTPException
import json
from pathlib import Path
import signal
from threading import Thread

import pytest

from tests.sandbox.process import asked, key_of, served

LINK = json.dumps({"destinationUrl": "https://example.com/a"})
ENOUGH = 30
WRITERS = 3


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
