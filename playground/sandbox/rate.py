"""Rate limits: so many requests a workspace and hour, on the virtual clock."""

from dataclasses import dataclass
from datetime import datetime

from playground.sandbox.counters import Counters, ends

__all__ = ["Allowance", "taken"]

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


def taken(
    counters: Counters, *, tenant: str, workspace: str, limit: int | None, now: datetime
) -> Allowance:
    """Count one request of *workspace*, and return what was left of *limit* for it."""
    count = counters.take(tenant=tenant, what=f"requests {workspace}", span=_HOUR, now=now)
    left = None if limit is None else max(limit - count + 1, 0)
    return Allowance(limit=limit, left=left, resets_at=ends(now, _HOUR))
