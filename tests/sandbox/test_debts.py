"""The clicks of a seed are written when somebody looks, and are there whatever fails meanwhile."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import bindparam, func, select

from playground.sandbox.store import Transaction
from playground.sandbox.tables import clicks
from tests.sandbox.laboratory import Laboratory

COUNT = select(func.count()).select_from(clicks).where(clicks.c.tenant == bindparam("in_tenant"))
SEEDED = 605


@pytest.fixture
def lab() -> Iterator[Laboratory]:
    """Give a sandbox in memory, where nobody has looked at a click."""
    laboratory = Laboratory()
    yield laboratory
    laboratory.sandbox.close()


def counted(lab: Laboratory) -> int:
    """Return how many clicks there are."""
    with lab.sandbox.state.transaction() as store:
        return count(store)


def count(store: Transaction) -> int:
    """Return how many clicks *store* sees."""
    row: Any = store.row(COUNT)
    return int(row[0])


def test_whoever_looks_sees_them(lab: Laboratory) -> None:
    """The first time, and again."""
    assert [counted(lab), counted(lab)] == [SEEDED, SEEDED]


def test_a_request_that_fails_takes_none_along(lab: Laboratory) -> None:
    """What was written for it is undone with it, and written again for the next."""
    with suppress(ZeroDivisionError), lab.sandbox.state.transaction() as store:
        assert count(store) == SEEDED
        raise ZeroDivisionError
    assert counted(lab) == SEEDED


@pytest.mark.parametrize("has_looked", [False, True])
def test_an_undone_wipe_wipes_nothing(lab: Laboratory, *, has_looked: bool) -> None:
    """Neither what was written nor what was still owed."""
    if has_looked:
        counted(lab)
    with suppress(ZeroDivisionError), lab.sandbox.state.transaction() as store:
        lab.sandbox._ground.store.wipe(store)
        store.copy(clicks, (), [])
        raise ZeroDivisionError
    assert counted(lab) == SEEDED


def test_an_undone_part_takes_none_along(lab: Laboratory) -> None:
    """A batch undoes one item, and goes on with the next."""
    with lab.sandbox.state.transaction() as store:
        with suppress(ZeroDivisionError), store.attempt():
            assert count(store) == SEEDED
            raise ZeroDivisionError
        assert count(store) == SEEDED


def test_a_click_before_anybody_looked_is_one_more(lab: Laboratory) -> None:
    """Whatever is written, what was there before is there too."""
    assert lab.call("GET", "/r/spring").status == 302
    assert counted(lab) == SEEDED + 1
