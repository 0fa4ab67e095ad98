"""Schemathesis, an unmodified judge, finds no operation that does otherwise than the document."""

from pathlib import Path

import pytest

from tests.sandbox.examination import examined

BRIEF = ("--phases", "examples,fuzzing", "--max-examples", "1", "--no-shrink")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", ["key", "session"])
def test_every_operation_passes_every_check(tmp_path: Path, who: str) -> None:
    """A few cases each here, the same each time; `make measure` runs every phase in full."""
    report = examined(tmp_path, who, *BRIEF)
    assert report.is_clean, report.text
    assert report.cases > 400
