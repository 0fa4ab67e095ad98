"""A reset gives back what the seed lists, whatever happened since; what is as seeded it spares."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select

from playground.sandbox.tables import METADATA, credential_values, tenants
from tests.sandbox.laboratory import NOON, Laboratory

LINK = {"destinationUrl": "https://example.com/a"}


def dump(lab: Laboratory) -> dict[str, Any]:
    """Return everything that the default tenant has, but issued values and its own name."""
    spared = {credential_values.name, tenants.name}
    with lab.sandbox.state.transaction() as store:
        return {
            table.name: sorted(
                map(repr, store.rows(select(table).where(table.c.tenant == bindparam("in_tenant"))))
            )
            for table in METADATA.sorted_tables
            if table.name not in spared
        }


def _nothing(_: Laboratory) -> None:
    """Leave everything as it is."""


def _click(lab: Laboratory) -> None:
    assert lab.call("GET", "/r/spring").status == 302


def _delete_a_link(lab: Laboratory) -> None:
    lab.data("DELETE", "/api/links/link_spring", key="everything")


def _be_refused(lab: Laboratory) -> None:
    assert lab.call("POST", "/api/links", {"surprise": 1}, key="everything").status == 400


def _make_a_link(lab: Laboratory) -> None:
    lab.data("POST", "/api/links", LINK, key="everything")


@pytest.mark.parametrize("happening", [_nothing, _click, _delete_a_link, _be_refused, _make_a_link])
def test_a_reset_gives_the_seed_back(
    lab: Laboratory, happening: Callable[[Laboratory], None]
) -> None:
    """Every row of every table, the first time and again."""
    lab.control("POST", "reset")
    before = dump(lab)
    for _ in range(2):
        happening(lab)
        lab.control("POST", "reset")
        assert dump(lab) == before


def test_a_later_reset_counts_from_its_own_time(lab: Laboratory) -> None:
    """The clicks of the seed move on with the clock, though nobody touched them."""
    lab.control("POST", "reset")
    before = dump(lab)["clicks"]
    lab.control("PUT", "clock", {"now": (NOON + timedelta(hours=1)).isoformat()})
    lab.control("POST", "reset")
    after = dump(lab)["clicks"]
    assert len(after) == len(before)
    assert not {*after} & {*before}
