"""The table notices: each way to break the enforcement turns rows of it red."""

import pytest

from playground.openapi import linquid
from playground.openapi.overlay import overlaid
from playground.sandbox import core
from playground.scopes.vocabulary import Vocabulary
from tests.sandbox.sweep.by_hand import ROWS, results
from tests.sandbox.sweep.mutants import MUTANTS, Mutant
from tests.sandbox.sweep.world import World


def red(world: World) -> set[str]:
    """Return the rows that come out otherwise than the table says."""
    found = results(world)
    world.sandbox.close()
    return {name for name, row in ROWS.items() if found[name] != (row.ends, row.rule)}


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_a_broken_enforcement_is_noticed(monkeypatch: pytest.MonkeyPatch, mutant: Mutant) -> None:
    """By the rows that are about what was broken."""
    world = World(checks=mutant.change(monkeypatch))
    assert red(world) >= set(mutant.noticed)


def test_the_faithful_one_is_not() -> None:
    """What is red above is so because of the mutant."""
    assert red(World()) == set()


@pytest.mark.parametrize("is_faithful", [True, False])
def test_what_a_scope_implies_it_opens(
    monkeypatch: pytest.MonkeyPatch, *, is_faithful: bool
) -> None:
    """
    Linquid's document lists both generations, so an implication is seen only without the older.

    Then `links:write` still creates links; with implications dropped it does not.
    """
    newer = {"operations": {"createLink": [{"workspaceKey": ["links:create"]}]}}
    document = overlaid(linquid(), newer)
    monkeypatch.setattr(core, "linquid", lambda: document)
    if not is_faithful:
        monkeypatch.setattr(Vocabulary, "expand", lambda _, scopes: frozenset(scopes))
    world = World()
    ends, _ = results(world)["only links:write -> createLink"]
    world.sandbox.close()
    assert (ends == "passed") is is_faithful
