"""What the guard finds: planted keys and stand-ins of every kind everywhere, real notebooks."""

from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.row import Row
from tests.corpora.fetch import CORPORA, debian_notebooks, pypi_notebooks
from tests.planting.recall import Recall, measured, scanned, stratified

__all__ = ["rows"]

# Every second pair of kind and place, with several seeds.
STEP, SEEDS = 2, (3, 4, 5)


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield recall over all, of the worst class, and the false findings, planted and real."""
    del rounds  # the same keys are found in each
    with TemporaryDirectory() as folder:
        parts = [
            measured(stratified(step=STEP, seed=seed), Path(folder, str(seed))) for seed in SEEDS
        ]
    recall = Recall(outcomes=tuple(outcome for part in parts for outcome in part.outcomes))
    planted, found = len(recall.outcomes), len(recall.outcomes) - len(recall.missed)
    shares = recall.by(attrgetter("of"))
    worst = min(shares, key=lambda name: shares[name])
    yield _row("planted keys found", found, planted, "planted", bound=0.99, better="above")
    yield _row(
        f"the same in the worst class, {worst}",
        shares[worst],
        1,
        "planted",
        bound=0.95,
        better="above",
    )
    yield _row("stand-ins taken for keys", len(recall.false), planted, "stand-ins", bound=0)
    paths = [*pypi_notebooks(), *debian_notebooks()]
    report = scanned(CORPORA)
    banned = {one["path"] for one in report["findings"] if one["verdict"] == "ban"}
    yield _row("real notebooks banned", len(banned), len(paths), "notebooks", bound=0)


def _row(
    name: str, ours: float, peer: float, against: str, *, bound: float, better: str = "below"
) -> Row:
    return Row(
        name=name,
        ours=ours,
        peer=peer,
        unit="",
        rounds=1,
        against=against,
        bound=bound,
        better=better,
    )
