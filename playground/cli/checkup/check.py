"""What a trial has shown of one protection."""

from dataclasses import asdict, dataclass
from enum import StrEnum

__all__ = ["Check", "State"]


class State(StrEnum):
    """On, off, not there to be protected, or not to be found out."""

    ON = "on"
    OFF = "off"
    ABSENT = "absent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One protection: its code, its state, how that was seen, and what to do about it."""

    code: str
    title: str
    state: State
    detail: str
    next_step: str = ""

    def to_json(self) -> dict[str, str]:
        """Return it as programs get it."""
        return asdict(self)
