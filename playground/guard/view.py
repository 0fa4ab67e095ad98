"""A view: a text with one decoding undone, and the way back to the text it came from."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
import re

__all__ = ["REACH", "Cut", "Replacement", "View", "substituted"]

# A key reaches at most this far on either side of something decoded inside it.
REACH = 4096
_GAP = "\uffff"

Cut = tuple[int, int, int, int]
Replacement = Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """
    A text as it reads once *decoding* is undone.

    Each cut is (start in this view, its length there, start in the parent, its length there);
    between cuts both texts are the same. The first view of a text has no parent.
    """

    text: str
    decoding: str = ""
    parent: "View | None" = None
    cuts: Sequence[Cut] = field(default=(), repr=False)
    is_guess: bool = False

    def origin(self, start: int, end: int) -> tuple[int, int, tuple[str, ...]]:
        """Return the span in the first text that [start, end) came from, and via what."""
        if self.parent is None:
            return start, end, ()
        touched = any(
            max(at, start) < min(at + length, end) or start < at < end
            for at, length, _, _ in self.cuts[max(self._after(start) - 1, 0) : self._after(end)]
        )
        low, high = self._back(start, is_end=False), self._back(end, is_end=True)
        first, last, via = self.parent.origin(low, high)
        return first, last, (*via, self.decoding) if touched else via

    def is_cut_at(self, offset: int) -> bool:
        """Return whether something was undone that ended just before *offset*."""
        count = self._after(offset + 1)
        nearest = self.cuts[max(count - 2, 0) : count]
        return any(at + length == offset for at, length, _, _ in nearest)

    def ends(self, start: int, stop: int) -> list[int]:
        """Return the places of cuts in (start, stop)."""
        return [cut[0] for cut in self.cuts[self._after(start + 1) : self._after(stop)]]

    def _after(self, offset: int) -> int:
        """Return how many cuts begin before *offset*."""
        return bisect_right(self.cuts, offset - 1, key=lambda cut: cut[0])

    def _back(self, offset: int, *, is_end: bool) -> int:
        count = self._after(offset if is_end else offset + 1)
        if count == 0:
            return offset
        start, length, parent_start, parent_length = self.cuts[count - 1]
        if offset >= start + length:
            return parent_start + parent_length + offset - start - length
        return parent_start + (parent_length if is_end else 0)


def substituted(
    parent: View,
    matches: Iterable[re.Match[str]],
    replace: Replacement,
    *,
    decoding: str,
    is_guess: bool = False,
) -> View | None:
    """
    Return *parent* with each of *matches* replaced, or None where there is none.

    Text that is farther than `REACH` from any match is left out: nothing changed there.
    """
    text = parent.text
    parts: list[str] = []
    cuts: list[Cut] = []
    done = length = 0
    for match in matches:
        start, end = match.span()
        if start - done > REACH and (not done or start - done > 2 * REACH):
            kept = done + REACH if done else 0
            parts += [text[done:kept], _GAP]
            length += kept - done
            cuts.append((length, 1, kept, start - REACH - kept))
            length += 1
            done = start - REACH
        new = replace(match)
        parts += [text[done:start], new]
        length += start - done
        cuts.append((length, len(new), start, end - start))
        length += len(new)
        done = end
    if not cuts:
        return None
    parts.append(text[done : done + REACH])
    return View(
        text="".join(parts),
        decoding=decoding,
        parent=parent,
        cuts=cuts,
        is_guess=is_guess,
    )
