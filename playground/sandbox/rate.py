"""Rate limits: so many requests a workspace and hour, on the virtual clock."""

from dataclasses import dataclass
from datetime import datetime

__all__ = ["Allowance", "Rates"]

_HOUR = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left of *limit* before this request; `resets_at` in Unix seconds; None = endless."""

    limit: int | None
    left: int | None
    resets_at: int

    def headers(self) -> tuple[tuple[str, str], ...]:
        """Return the published headers, as they stand after this request."""
        if self.limit is None or self.left is None:
            return ()
        return (
            ("X-RateLimit-Limit", str(self.limit)),
            ("X-RateLimit-Remaining", str(max(self.left - 1, 0))),
            ("X-RateLimit-Reset", str(self.resets_at)),
        )


class Rates:
    """Counters of this process, one a workspace; each hour of the clock begins a new count."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], tuple[int, int]] = {}

    def left(self, *, tenant: str, workspace: str, limit: int | None, now: datetime) -> Allowance:
        """Return what is left of *limit* for the next request of *workspace*."""
        hour = _hour(now)
        began, count = self._counts.get((tenant, workspace), (hour, 0))
        left = None if limit is None else max(limit - (count if began == hour else 0), 0)
        return Allowance(limit=limit, left=left, resets_at=(hour + 1) * _HOUR)

    def count(self, *, tenant: str, workspace: str, now: datetime) -> None:
        """Count one request of *workspace*."""
        hour = _hour(now)
        began, count = self._counts.get((tenant, workspace), (hour, 0))
        self._counts[tenant, workspace] = (hour, count + 1 if began == hour else 1)

    def clear(self) -> None:
        """Begin every count anew."""
        self._counts.clear()


def _hour(now: datetime) -> int:
    return int(now.timestamp()) // _HOUR
