"""Decisions can be referred to: each has a number of its own, and is short enough to be read."""

from collections import Counter
from pathlib import Path

DECISIONS = sorted((Path(__file__).parents[2] / "docs" / "decisions").glob("*.md"))
MOST_LINES = 30


def test_each_decision_has_its_own_number() -> None:
    """Two decisions with one number cannot be told apart."""
    counts = Counter(page.name.partition("-")[0] for page in DECISIONS)
    assert not [number for number, count in counts.items() if count > 1]


def test_each_decision_is_short() -> None:
    """Context, choice and consequence, on less than a screen."""
    assert not [p.name for p in DECISIONS if len(p.read_text().splitlines()) > MOST_LINES]
