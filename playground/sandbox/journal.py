"""The decision log: the last ten thousand judgements, without a single value of a key."""

from collections import deque
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from playground.sandbox.clock import stamp

__all__ = ["LENGTH", "Entry", "Journal", "MemoryJournal"]

LENGTH = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """
    One judgement; `rule` is the true reason, also where the answer hides it.

    `path` is the operation's, with its parameters' names in place of their values.
    """

    at: datetime
    operation: str
    method: str
    path: str
    credential: str
    kind: str
    workspace: str
    allowed: bool
    rule: str | None
    status: int

    def as_dict(self) -> dict[str, Any]:
        """Return the entry as JSON takes it."""
        return {**asdict(self), "at": stamp(self.at)}


class Journal(Protocol):
    """A ring of entries, oldest first."""

    def open(self) -> AbstractContextManager[None]:
        """Take entries; what was written is there for everybody once nobody has it open."""

    def write(self, entry: Entry) -> None:
        """Add *entry*, and drop the oldest where there is no room."""

    def entries(self) -> list[Entry]:
        """Return what is kept, oldest first."""

    def clear(self) -> None:
        """Forget everything."""

    def __len__(self) -> int: ...


class MemoryJournal:
    """A ring of entries in this process."""

    def __init__(self, *, length: int = LENGTH) -> None:
        self._entries: deque[Entry] = deque(maxlen=length)

    def open(self) -> AbstractContextManager[None]:
        """Take entries, which are there at once."""
        return nullcontext()

    def write(self, entry: Entry) -> None:
        """Add *entry*, and drop the oldest where there is no room."""
        self._entries.append(entry)

    def entries(self) -> list[Entry]:
        """Return what is kept, oldest first."""
        return list(self._entries)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()

    def __len__(self) -> int:
        return len(self._entries)
