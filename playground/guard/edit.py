"""An edit: one span of a text, and what stands there afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Edit", "edited"]


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replace text[start:end] by `new`; offsets count code points, `end` is exclusive."""

    start: int
    end: int
    new: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return *text* with *edits*, which do not overlap, applied."""
    parts: list[str] = []
    done = 0
    for edit in sorted(edits):
        parts += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*parts, text[done:]])
