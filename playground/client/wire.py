"""What goes over the wire and what comes back, before anything is masked: never shown."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from playground.errors import PlaygroundError

__all__ = ["Failure", "Headers", "Outcome", "Reply", "Trouble", "Wire"]

Headers: TypeAlias = tuple[tuple[str, str], ...]
Trouble: TypeAlias = Literal["no address", "no connection", "no answer", "broken answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A request with its credential; only `method` shows in its `repr`."""

    method: str
    url: str = field(repr=False)
    headers: Headers = field(repr=False)
    content: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it came; only `status` shows in its `repr`."""

    status: int
    reason: str = field(repr=False)
    headers: Headers = field(repr=False)
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why there is no answer: returned, not raised, so that no traceback holds the `Wire`."""

    trouble: Trouble = "broken answer"
    error: PlaygroundError | None = None


Outcome: TypeAlias = Reply | Failure
