"""Jupytext puts its own contents manager in place: neither form of a pair gets a key."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.environments import over
from tests.roads.notebooks import DIRTY, KEY, notebook
from tests.server.serving import Server, running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve an empty directory with Jupytext, in the environment that has it."""
    environment = over("jupytext")
    with running(
        tmp_path_factory.mktemp("jupytext"), "jupytext", environment=environment
    ) as server:
        assert any("jupytext" in line.lower() for line in server.log)
        yield server


def _paired(content: dict[str, Any], *, formats: str) -> dict[str, Any]:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    metadata = {"kernelspec": kernel, "jupytext": {"formats": formats}}
    return {**content, "metadata": metadata}


@pytest.mark.parametrize("text", ["py:percent", "md", "Rmd"])
def test_a_pair_is_refused_as_a_whole(server: Server, text: str) -> None:
    """Neither the notebook nor its text form reaches the disk."""
    answer = server.save("pair.ipynb", _paired(DIRTY, formats=f"ipynb,{text}"))

    assert answer.status_code == 422
    assert answer.json()["findings"]
    assert list(server.root.glob("pair.*")) == []


@pytest.mark.parametrize(("text", "name"), [("py:percent", "clean.py"), ("md", "clean.md")])
def test_a_harmless_pair_is_saved(server: Server, text: str, name: str) -> None:
    """Jupytext does its work: both forms are on the disk."""
    content = _paired(notebook("x = 1"), formats=f"ipynb,{text}")
    assert server.save("clean.ipynb", content).status_code in {200, 201}
    assert "x = 1" in (server.root / name).read_text()
    assert (server.root / "clean.ipynb").exists()


@pytest.mark.parametrize("name", ["script.py", "page.md"])
def test_a_text_notebook_is_refused(server: Server, name: str) -> None:
    """A text file that is opened as a notebook is saved as one, and refused as one."""
    answer = server.save(name, DIRTY)
    assert answer.status_code == 422
    assert server.holds(KEY) == []


def test_a_key_written_into_the_text_form_goes_no_further(server: Server) -> None:
    """A key that an editor put into the script is read with the notebook, and not saved to it."""
    content = _paired(notebook("x = 1"), formats="ipynb,py:percent")
    server.save("edited.ipynb", content)
    script = server.root / "edited.py"
    script.write_text(script.read_text().replace("x = 1", f"x = '{KEY}'"))

    opened = server.client.get("/api/contents/edited.ipynb", params={"type": "notebook"}).json()
    answer = server.save("edited.ipynb", opened["content"])

    assert KEY in str(opened["content"])
    assert answer.status_code == 422
    assert server.holds(KEY) == [script]
    script.unlink()


def test_jupytext_is_told_to_be_guarded(server: Server) -> None:
    """The guard stands before the manager that Jupytext put there."""
    assert server.client.get("/playground/guard").json()["guarding"] is True
