"""One row of the benchmark: a ratio of two things measured in turn, in one run."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
import re
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter

__all__ = ["Row", "children_time", "in_turn", "peak_megabytes"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """
    `ours` and `peer` in `unit`, medians over `rounds`; `bound` is what the ratio should keep to.

    `better` says whether a `ratio` (ours / peer) ought to be below or above its bound.
    """

    name: str
    ours: float
    peer: float
    unit: str
    rounds: int
    against: str
    bound: float
    better: str = "below"

    @property
    def ratio(self) -> float:
        """How many times the peer's figure ours is."""
        return self.ours / self.peer

    @property
    def is_kept(self) -> bool:
        """Whether the ratio keeps to its bound."""
        return self.ratio <= self.bound if self.better == "below" else self.ratio >= self.bound

    def __str__(self) -> str:
        verdict = "kept" if self.is_kept else "NOT KEPT"
        return (
            f"{self.name:<44} {self.ratio:6.2f} x {self.against:<36}"
            f" ({self.ours:.4g} / {self.peer:.4g} {self.unit}, {self.rounds} rounds;"
            f" {self.better} {self.bound:g}: {verdict})"
        )


def children_time() -> float:
    """Return the processor seconds that the processes of this one have taken so far."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_megabytes(process: int | str = "self") -> float:
    """
    Return the most memory that *process* has had since its program was started.

    The system's account of used resources counts what its parent had before, too.
    """
    status = Path(f"/proc/{process}/status").read_text()
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) * 1024 / 1e6


def _seconds(call: Callable[[], object], clock: Callable[[], float]) -> float:
    start = clock()
    call()
    return clock() - start


def in_turn(
    ours: Callable[[], object],
    peer: Callable[[], object],
    *,
    rounds: int,
    clock: Callable[[], float] = perf_counter,
) -> tuple[float, float]:
    """Return the median seconds of *ours* and *peer*, called in turn after one call each."""
    ours()
    peer()
    pairs = [(_seconds(ours, clock), _seconds(peer, clock)) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs)
