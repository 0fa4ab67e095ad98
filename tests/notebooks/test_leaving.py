"""Whoever uninstalls the playground keeps notebooks that open and still tell their story."""

from pathlib import Path
from typing import Any

import nbformat
import pytest

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
OURS = ("application/vnd.jupyter.widget-view+json", "application/vnd.linquid")


def outputs(path: Path) -> list[dict[str, Any]]:
    """Return the MIME bundle of each stored output of the notebook at *path*."""
    cells = nbformat.read(path, as_version=nbformat.NO_CONVERT).cells
    found = [output for cell in cells for output in cell.get("outputs", ())]
    return [dict(output["data"]) for output in found if "data" in output]


def without_us(bundle: dict[str, Any]) -> dict[str, Any]:
    """Return what of *bundle* a JupyterLab without our extension and widgets can show."""
    return {mime: data for mime, data in bundle.items() if not mime.startswith(OURS)}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_valid_and_needs_no_extension(path: Path) -> None:
    """Each output, a widget's too, holds a table or a text that anything can show."""
    nbformat.validate(nbformat.read(path, as_version=nbformat.NO_CONVERT))
    bundles = outputs(path)
    assert bundles
    for bundle in bundles:
        left = without_us(bundle)
        assert left.get("text/plain"), bundle.keys()
        assert "text/html" in left or len(left["text/plain"]) > 1


def test_an_output_of_a_widget_alone_would_be_seen() -> None:
    """The check can fail."""
    assert without_us({OURS[0]: {"model_id": "x"}}) == {}
