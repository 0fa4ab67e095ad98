"""Every credential before every operation, and where the sandbox and `decide` part."""

from collections import Counter
from collections.abc import Iterator
from itertools import islice

from playground.openapi import Operation
from tests.sandbox.gated import GATED
from tests.sandbox.sweep.by_hand import target
from tests.sandbox.sweep.holder import Holder
from tests.sandbox.sweep.holders import holders
from tests.sandbox.sweep.outcome import Outcome, answered, predicted
from tests.sandbox.sweep.wire import Wire
from tests.sandbox.sweep.world import World

__all__ = ["Pairs"]


class Pairs:
    """
    The pairs of one world, counted by how they ended.

    `differing` maps a pair to how it ended, and how it should have.
    """

    def __init__(self, world: World, *, every: int = 1) -> None:
        """Take one operation in *every* for each holder, each time others."""
        self.ends: Counter[str] = Counter()
        self.differing: dict[str, tuple[Outcome, Outcome]] = {}
        wire = Wire(world.sandbox)
        for number, (name, holder) in enumerate(holders(world).items()):
            chosen = list(islice(GATED.values(), number % every, None, every))
            for operation, found in _outcomes(world, wire, holder, chosen):
                expected = predicted(holder, operation, world.now)
                self.ends[found.rule] += 1
                if found != expected:
                    self.differing[f"{name} -> {operation.id}"] = (found, expected)


def _outcomes(
    world: World, wire: Wire, holder: Holder, operations: list[Operation]
) -> Iterator[tuple[Operation, Outcome]]:
    """Yield how each of *operations* ends for *holder*."""
    journal = world.sandbox.state.journal
    journal.clear()
    answers = [wire.send(one.method, target(one), holder.headers) for one in operations]
    for operation, answer, entry in zip(operations, answers, journal.entries(), strict=True):
        yield operation, answered(answer, entry)
