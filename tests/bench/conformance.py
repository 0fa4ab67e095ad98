"""What the sandbox promises of every operation, counted over all of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

from tests.bench.row import Row
from tests.sandbox.examination import Report, examined
from tests.sandbox.sweep.pairs import Pairs
from tests.sandbox.sweep.world import World

__all__ = ["examinations", "rows"]

PHASES = ("--phases", "examples,coverage,fuzzing,stateful", "--no-shrink")


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield how many pairs end as `decide` predicts; once, whatever the *rounds*."""
    del rounds
    world = World()
    pairs = Pairs(world)
    world.sandbox.close()
    total = pairs.ends.total()
    yield _row("credential and operation, ends as predicted", total - len(pairs.differing), total)


def examinations(*, rounds: int) -> Iterator[Row]:
    """Yield how many of its cases Schemathesis passes, in all phases; this takes minutes."""

    def report(who: str) -> Report:
        with TemporaryDirectory() as folder:
            return examined(Path(folder), who, *PHASES, "--max-examples", str(rounds))

    callers = ("key", "session")
    # Each has a sandbox and a process of its own, so both take no longer than one on two cores.
    with ThreadPoolExecutor(len(callers)) as side_by_side:
        for who, found in zip(callers, side_by_side.map(report, callers), strict=True):
            sys.stderr.write(found.failures)
            yield _row(f"Schemathesis with a {who}, cases passed", found.passed, found.cases)


def _row(name: str, ours: int, peer: int) -> Row:
    return Row(
        name=name,
        ours=ours,
        peer=peer,
        unit="cases",
        rounds=1,
        against="all cases",
        bound=1.0,
        better="above",
    )
