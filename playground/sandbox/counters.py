"""Counters of what happens in a span of the virtual clock, such as requests in an hour."""

from datetime import datetime
from threading import Lock
from typing import Protocol

__all__ = ["Counters", "MemoryCounters", "ends"]

_FULL = 10_000


class Counters(Protocol):
    """Counts by tenant and name; each span of the clock begins a new count."""

    def take(self, *, tenant: str, what: str, span: int, now: datetime) -> int:
        """Count one *what* in the *span* of seconds that *now* is in; how many that makes."""

    def seen(self, *, tenant: str, what: str, span: int, now: datetime) -> int:
        """Return how many *what* were counted in that span, and count none."""

    def forget(self, tenant: str) -> None:
        """Begin every count of *tenant* anew."""


class MemoryCounters:
    """Counters of this process."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}
        self._lock = Lock()

    def take(self, *, tenant: str, what: str, span: int, now: datetime) -> int:
        """Count one *what* in the *span* of seconds that *now* is in; how many that makes."""
        end = ends(now, span)
        with self._lock:
            before, count = self._counts.get((tenant, what), (end, 0))
            taken = count + 1 if before == end else 1
            self._counts[tenant, what] = (end, taken)
            if len(self._counts) > _FULL:
                self._drop_what_is_over(now)
        return taken

    def seen(self, *, tenant: str, what: str, span: int, now: datetime) -> int:
        """Return how many *what* were counted in that span, and count none."""
        end, count = self._counts.get((tenant, what), (0, 0))
        return count if end == ends(now, span) else 0

    def forget(self, tenant: str) -> None:
        """Begin every count of *tenant* anew."""
        with self._lock:
            self._counts = {key: kept for key, kept in self._counts.items() if key[0] != tenant}

    def _drop_what_is_over(self, now: datetime) -> None:
        """Make room; if too much is left, begin anew: memory must not grow with the addresses."""
        left = {key: kept for key, kept in self._counts.items() if kept[0] > now.timestamp()}
        self._counts = left if len(left) <= _FULL // 2 else {}


def ends(now: datetime, span: int) -> int:
    """Return when the *span* of seconds that *now* is in ends, in Unix seconds."""
    return (int(now.timestamp()) // span + 1) * span
