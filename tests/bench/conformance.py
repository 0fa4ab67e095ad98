"""What the sandbox promises of every operation, counted over all of them."""

from collections.abc import Iterator

from tests.bench.row import Row
from tests.sandbox.sweep.pairs import Pairs
from tests.sandbox.sweep.world import World

__all__ = ["rows"]


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield how many pairs of credential and operation end as `decide` predicts."""
    del rounds
    world = World()
    pairs = Pairs(world)
    world.sandbox.close()
    total = pairs.ends.total()
    yield Row(
        name="credential and operation, ends as predicted",
        ours=total - len(pairs.differing),
        peer=total,
        unit="pairs",
        rounds=1,
        against="all pairs",
        bound=1.0,
        better="above",
    )
