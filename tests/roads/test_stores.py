"""Contents that lie in no file, kept by a manager that calls no hook: every road is guarded."""

import base64
from collections.abc import Callable, Iterator
import json
from typing import Any

import pytest

from tests.roads.notebooks import DIRTY, KEY, notebook
from tests.server.serving import Server, running


@pytest.fixture(scope="module", params=["sync", "async"])
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Serve a store in memory which holds a dirty notebook, put there past the server."""
    dirty = base64.b64encode(json.dumps(DIRTY).encode()).decode()
    options = (f"--InMemory.make={request.param}", f"--InMemory.dirty={dirty}")
    with running(tmp_path_factory.mktemp("store"), "in_memory", options=options) as server:
        yield server


def _text(server: Server, path: str) -> str:
    return server.client.get(f"/api/contents/{path}").text


REFUSED: dict[str, Callable[[Server], Any]] = {
    "notebook": lambda server: server.save("a.ipynb", DIRTY),
    "text": lambda server: server.put("a.txt", type="file", format="text", content=f"k={KEY}"),
    "base64": lambda server: server.put(
        "a.bin", type="file", format="base64", content=base64.b64encode(KEY.encode()).decode()
    ),
    "copy": lambda server: server.client.post("/api/contents/", json={"copy_from": "dirty.ipynb"}),
    "rename": lambda server: server.client.patch(
        "/api/contents/dirty.ipynb", json={"path": "clean.ipynb"}
    ),
}


@pytest.mark.parametrize("road", REFUSED)
def test_no_road_of_a_store_lets_a_key_through(server: Server, road: str) -> None:
    """What holds a key is refused with what was found, and is not stored."""
    answer = REFUSED[road](server)
    assert answer.status_code == 422
    assert answer.json()["findings"]
    for path in ("a.ipynb", "a.txt", "a.bin", "clean.ipynb", "dirty-Copy1.ipynb"):
        assert KEY not in _text(server, path)


def test_no_checkpoint_of_a_dirty_notebook_is_stored(server: Server) -> None:
    """A checkpoint is a copy."""
    assert server.client.post("/api/contents/dirty.ipynb/checkpoints").status_code == 403
    assert server.client.get("/api/contents/dirty.ipynb/checkpoints").json() == []


def test_a_store_is_told_to_be_guarded(server: Server) -> None:
    """The badge is green, and what holds no key is stored."""
    assert server.client.get("/playground/guard").json()["guarding"] is True
    assert server.save("b.ipynb", notebook("x = 1")).status_code in {200, 201}
    assert "x = 1" in _text(server, "b.ipynb")
