"""What the sandbox promises of every operation, counted over all of them."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.row import Row
from tests.sandbox.examination import examined
from tests.sandbox.sweep.pairs import Pairs
from tests.sandbox.sweep.world import World

__all__ = ["rows"]

_MANY = 15
PHASES = ("--phases", "examples,coverage,fuzzing,stateful", "--no-shrink")


def rows(*, rounds: int) -> Iterator[Row]:
    """
    Yield how many pairs end as `decide` predicts, and how many cases Schemathesis passes.

    Schemathesis takes minutes, and comes with many *rounds* only: `make measure`, not `make bench`.
    """
    world = World()
    pairs = Pairs(world)
    world.sandbox.close()
    total = pairs.ends.total()
    yield _row("credential and operation, ends as predicted", total - len(pairs.differing), total)
    for who in ("key", "session") if rounds >= _MANY else ():
        with TemporaryDirectory() as folder:
            report = examined(Path(folder), who, *PHASES, "--max-examples", str(2 * rounds))
        yield _row(f"Schemathesis with a {who}, cases passed", report.passed, report.cases)


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
