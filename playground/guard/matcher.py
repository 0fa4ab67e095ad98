"""The engine's interface: it proposes places, and others settle what stands there."""

from collections.abc import Sequence
from typing import Protocol

from playground.guard.literals import Form

__all__ = ["TAIL_CLASS", "Matcher", "matcher"]

TAIL_CLASS = r"[A-Za-z0-9_.+/=~:@%-]"


class Matcher(Protocol):
    """Finds literals; safe to share between threads."""

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Return each place as index of the form and offset of its first byte, by offset."""
        ...


def matcher(forms: Sequence[Form]) -> Matcher:
    """Return the fastest engine that this platform has for *forms*."""
    try:
        from playground.guard.matcher_hyperscan import (  # noqa: PLC0415 - optional
            HyperscanMatcher,
        )
    except ImportError:
        from playground.guard.matcher_python import PythonMatcher  # noqa: PLC0415 - a fallback

        return PythonMatcher(forms)
    return HyperscanMatcher(forms)
