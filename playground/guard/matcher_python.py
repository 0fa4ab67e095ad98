"""The engine in pure Python: slower, with the same places, for platforms without a wheel."""

from collections.abc import Iterator, Sequence
import re

from playground.guard.literals import Form
from playground.guard.matcher import TAIL_CLASS

__all__ = ["PythonMatcher"]


class PythonMatcher:
    """Looks for one literal after the other."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = tuple(
            (
                form.text.lower().encode() if form.ignore_case else form.text.encode(),
                form.ignore_case,
                re.compile(TAIL_CLASS.encode() + b"{%d}" % form.tail),
            )
            for form in forms
        )

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Return each place as index of the form and offset of its first byte, by offset."""
        lowered = data.lower()
        found = [
            (index, start)
            for index, (literal, ignore_case, tail) in enumerate(self._forms)
            for start in _occurrences(literal, lowered if ignore_case else data)
            if tail.match(data, start + len(literal))
        ]
        return sorted(found, key=lambda place: (place[1], place[0]))


def _occurrences(literal: bytes, data: bytes) -> Iterator[int]:
    start = data.find(literal)
    while start >= 0:
        yield start
        start = data.find(literal, start + 1)
