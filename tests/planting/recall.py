"""Scan planted files with `playground scan` as a whole process, and count what it finds."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
import json
from pathlib import Path
import subprocess
import sys
from typing import Any

from tests.planting.plant import KINDS, PLACES, Planted, plant

__all__ = ["Outcome", "Recall", "every", "measured", "scanned", "stratified"]

RANKS = {"allow": 0, "warn": 1, "ban": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a scan said of one planted file: the verdict on it, and what it found in the twin."""

    planted: Planted
    verdicts: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def is_found(self) -> bool:
        """Whether the key was found and judged at least as strictly as it should be."""
        wanted = RANKS[self.planted.expected]
        return any(RANKS[verdict] >= wanted for verdict in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """The outcomes of a measurement."""

    outcomes: tuple[Outcome, ...]

    @property
    def overall(self) -> float:
        """The share of planted keys that were found."""
        return _share(self.outcomes)

    @property
    def missed(self) -> list[Outcome]:
        """The planted files whose key was not found."""
        return [outcome for outcome in self.outcomes if not outcome.is_found]

    @property
    def false(self) -> list[Outcome]:
        """The planted files in whose twin something was found."""
        return [outcome for outcome in self.outcomes if outcome.false]

    def by(self, group: Callable[[Planted], str]) -> dict[str, float]:
        """Return the share found in each group of planted files, the lowest first."""
        groups: dict[str, list[Outcome]] = {}
        for outcome in self.outcomes:
            groups.setdefault(group(outcome.planted), []).append(outcome)
        shares = {name: _share(members) for name, members in groups.items()}
        return dict(sorted(shares.items(), key=lambda share: (share[1], share[0])))


def every(seeds: Iterable[int]) -> Iterator[Planted]:
    """Yield every kind at every place, once for each of *seeds*."""
    for seed in seeds:
        for kind in KINDS:
            for place in PLACES:
                yield plant(kind, place, seed)


def stratified(*, step: int, seed: int = 1) -> Iterator[Planted]:
    """Yield every *step*-th pair of kind and place, so that each of both is met."""
    for row, kind in enumerate(KINDS):
        for column, place in enumerate(PLACES):
            if (row + column) % step == 0:
                yield plant(kind, place, seed)


def measured(planted: Iterable[Planted], folder: Path) -> Recall:
    """Write the planted files and their twins under *folder*, scan them, and count."""
    files = list(_written(planted, folder))
    report = scanned(folder)
    if report["errors"]:
        raise ValueError(f"not every file was read: {report['errors'][:3]}")
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in report["findings"]:
        path = Path(finding["path"])
        found.setdefault(f"{path.parent.name}/{path.name}", []).append(finding)
    return Recall(outcomes=tuple(_outcome(each, found) for each in files))


def scanned(*paths: Path) -> dict[str, Any]:
    """
    Return the report of `playground scan --format json` over *paths*.

    Raises:
        ValueError: the command failed rather than found something.
    """
    program = str(Path(sys.executable).with_name("playground"))
    command = [program, "scan", "--format", "json", *map(str, paths)]
    run = subprocess.run(command, capture_output=True, check=False)  # noqa: S603
    if run.returncode not in {0, 1} or not run.stdout:  # a crash in Python exits with 1 too
        raise ValueError(f"playground scan failed: {run.stderr.decode()[-2000:]}")
    report: dict[str, Any] = json.loads(run.stdout)
    return report


def _written(planted: Iterable[Planted], folder: Path) -> Iterator[Planted]:
    for name in ("planted", "twins"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for each in planted:
        (folder / "planted" / each.name).write_bytes(each.content)
        (folder / "twins" / each.name).write_bytes(each.twin)
        yield each


def _outcome(planted: Planted, found: dict[str, list[dict[str, Any]]]) -> Outcome:
    keys = found.get(f"planted/{planted.name}", [])
    others = found.get(f"twins/{planted.name}", [])
    return Outcome(
        planted=planted,
        verdicts=tuple(str(finding["verdict"]) for finding in keys),
        false=tuple(f"{finding['kind']}:{finding['verdict']}" for finding in others),
    )


def _share(outcomes: Iterable[Outcome]) -> float:
    found = [outcome.is_found for outcome in outcomes]
    return sum(found) / len(found)
