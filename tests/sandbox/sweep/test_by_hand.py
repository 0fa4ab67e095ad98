"""The sandbox against a table that no code of it has written."""

from collections import Counter

import pytest

from playground.scopes.rule import Rule
from tests.sandbox.sweep.by_hand import ROWS, Row, results
from tests.sandbox.sweep.world import World


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[str, str]]:
    """Give how each row came out."""
    world = World()
    came_out = results(world)
    world.sandbox.close()
    return came_out


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.name)
def test_a_call_ends_as_the_pages_say(found: dict[str, tuple[str, str]], row: Row) -> None:
    """Status, code and challenge, and the reason in the log."""
    assert found[row.name] == (row.ends, row.rule), row.because


def test_the_table_has_every_rule() -> None:
    """Each rule of the order refuses in some row, and each row names its source."""
    rules = Counter(row.rule for row in ROWS.values())
    assert {str(rule) for rule in Rule} | {"csrf", "origin"} <= set(rules)
    assert all(row.because for row in ROWS.values())
