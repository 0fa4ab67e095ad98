"""A widget is saved as its table, and nothing else of a notebook changes."""

from copy import deepcopy
from typing import Any

import nbformat
import pytest

from playground.server.stills import LIVE_VIEW, MARK, with_stills
from playground.widgets import RequestBuilder
from tests.server.serving import Server
from tests.widgets.fake_lab import FakeLab


def output(*, is_ours: bool = True, **data: Any) -> dict[str, Any]:
    """Return a result with a live view and *data*, marked if *is_ours*."""
    return {
        "output_type": "execute_result",
        "execution_count": 1,
        "metadata": {MARK: {"still": "text/html"}} if is_ours else {},
        "data": {LIVE_VIEW: {"model_id": "abc", "version_major": 2}, "text/plain": "x", **data},
    }


def notebook(*outputs: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    """Return a notebook whose one code cell has *outputs*."""
    cell = {
        "id": "a",
        "cell_type": "code",
        "source": "builder",
        "metadata": {},
        "outputs": list(outputs),
        "execution_count": 1,
    }
    text = {"id": "b", "cell_type": "markdown", "source": "# Title", "metadata": {}}
    return {"cells": [text, cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def left(content: Any) -> Any:
    """Return what would be written of *content*."""
    return with_stills({"type": "notebook", "content": content})["content"]


HTML = {"text/html": "<table></table>"}
SAVED = {"widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"abc": {}}}}}


def test_the_view_goes_and_all_else_stays() -> None:
    """Only the dead view is left out; the open notebook keeps it."""
    open_one = notebook(output(**HTML), output(is_ours=False, **HTML))
    before = deepcopy(open_one)
    expected = deepcopy(open_one)
    del expected["cells"][1]["outputs"][0]["data"][LIVE_VIEW]
    assert left(open_one) == expected
    assert open_one == before


@pytest.mark.parametrize(
    "content",
    [
        notebook(output()),
        notebook(output(is_ours=False, **HTML)),
        notebook(output(**HTML), **SAVED),
        notebook({"output_type": "stream", "name": "stdout", "text": "x"}),
    ],
    ids=["no table", "not ours", "state is saved", "text"],
)
def test_what_has_no_table_or_can_be_drawn_stays(content: Any) -> None:
    """Nothing is lost where nothing stands for it."""
    assert left(content) is content


@pytest.mark.parametrize(
    "content", [None, "text", {}, {"cells": 5}, {"cells": [5, {"outputs": 5}]}]
)
def test_anything_may_be_saved(content: Any) -> None:
    """A notebook of any shape is somebody else's to judge."""
    assert left(content) is content


def test_a_builder_says_that_its_table_stands_for_it() -> None:
    """The mark that the server looks for is the one that the widget makes."""
    data, metadata = RequestBuilder(FakeLab(), operation="listLinks")._repr_mimebundle_()
    assert LIVE_VIEW in data
    shown = {**output(), "data": data, "metadata": metadata}
    assert LIVE_VIEW not in left(notebook(shown))["cells"][1]["outputs"][0]["data"]
    assert "Run the cell" in data["text/html"]


def test_a_server_writes_the_table(server: Server) -> None:
    """What is on the disk after a save is valid, and has no view of a model that will be gone."""
    assert server.save("still.ipynb", notebook(output(**HTML))).is_success
    saved = nbformat.read(server.root / "still.ipynb", as_version=nbformat.NO_CONVERT)
    nbformat.validate(saved)
    assert dict(saved.cells[1].outputs[0].data) == {"text/plain": "x", **HTML}
