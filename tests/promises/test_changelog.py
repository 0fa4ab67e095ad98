"""Each fragment in `changelog.d/` is one sentence that a user understands."""

from pathlib import Path

import pytest

FRAGMENTS = sorted((Path(__file__).parents[2] / "changelog.d").glob("*.md"))


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda path: path.stem)
def test_a_fragment_is_one_sentence(fragment: Path) -> None:
    """One change, one sentence."""
    text = fragment.read_text().strip()
    assert text.endswith(".")
    assert "\n\n" not in text
