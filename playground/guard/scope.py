"""What is to be redacted: by which kinds, which policy, and at what time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from playground.guard.catalogue import Catalogue
from playground.guard.finding import Finding
from playground.guard.policy import Policy

__all__ = ["Scope", "every"]


def every(finding: Finding) -> bool:
    """Return that *finding* is wanted, whatever it is."""
    del finding
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """
    What is to be redacted: what *policy* bans or warns of, at *now*, and `is_wanted` picks.

    `known` names keys by their fingerprints.
    """

    catalogue: Catalogue
    policy: Policy = field(default_factory=Policy)
    now: datetime | None = None
    known: Mapping[str, str] = field(default_factory=dict)
    is_wanted: Callable[[Finding], bool] = every

    @property
    def names(self) -> dict[str, str]:
        """The names of keys by their fingerprints: those of the keyrings, and those in `known`."""
        return {**self.catalogue.known.names, **self.known}
