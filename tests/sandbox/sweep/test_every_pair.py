"""Every credential before every operation: the sandbox answers as `decide` predicts."""

from playground.scopes.rule import Rule
from tests.sandbox.sweep.pairs import Pairs
from tests.sandbox.sweep.world import World

SHARE = 3


def test_each_pair_ends_as_predicted() -> None:
    """
    Status, code, challenge, scopes accepted and granted, and the reason in the log.

    A third of the pairs here, each operation and each credential among them; `make measure` takes
    them all.
    """
    world = World()
    pairs = Pairs(world, every=SHARE)
    world.sandbox.close()
    assert pairs.differing == {}
    assert {str(rule) for rule in Rule} <= set(pairs.ends)
