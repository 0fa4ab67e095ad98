"""
Real notebooks are full of hashes, pictures and placeholders, and nothing in them is banned.

A sample of them, which is downloaded once; `make measure` takes all.
"""

from pathlib import Path

import pytest

from tests.corpora.fetch import pypi_notebooks
from tests.corpora.sources import SAMPLE
from tests.planting.recall import scanned

pytestmark = pytest.mark.timeout(600)  # the first run downloads the packages


@pytest.fixture(scope="module")
def notebooks() -> list[Path]:
    """Return the notebooks of the sample."""
    return pypi_notebooks(SAMPLE)


def test_the_sample_is_big_enough(notebooks: list[Path]) -> None:
    """At least 60 notebooks, with pictures among them."""
    assert len(notebooks) >= 60
    assert any(b'"image/png"' in path.read_bytes() for path in notebooks)


def test_nothing_is_found_in_them(notebooks: list[Path]) -> None:
    """None holds a key, so there is nothing to tell, and every file is read."""
    report = scanned(*notebooks)
    assert (report["files"], report["findings"], report["errors"]) == (len(notebooks), [], [])


def test_a_key_among_them_shows(notebooks: list[Path], tmp_path: Path) -> None:
    """A key at the end of a real notebook is found: the silence of the others means something."""
    key = "lw_live_" + "a8Kd93mZx0" * 4
    spoilt = tmp_path / "spoilt.ipynb"
    spoilt.write_text(notebooks[0].read_text().replace('"cells": [', f'"x": "{key}", "cells": ['))
    found = scanned(spoilt)["findings"]
    assert [finding["kind"] for finding in found] == ["linquid-live-key"]
