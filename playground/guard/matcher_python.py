"""The engine in pure Python: slower, with the same places, for platforms without a wheel."""

from collections.abc import Iterator, Sequence
import re

from playground.guard.literals import Form
from playground.guard.matcher import Finder, literals_of
from playground.guard.signs import SIGNS

__all__ = ["PythonMatcher"]


class PythonMatcher:
    """Looks for one literal after the other."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self._literals = tuple(
            (
                one._replace(text=one.text.lower() if one.ignore_case else one.text),
                re.compile(one.follows.encode()),
            )
            for one in literals_of(forms)
        )
        self._signs = [
            (re.compile(sign.pattern.encode(), re.IGNORECASE), sign.holds) for sign in SIGNS
        ]

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Return each place as index of the form and offset of its first byte, by offset."""
        return self._found(data, is_squeezed=False)

    def squeezed_places(self, data: bytes) -> list[tuple[int, int]]:
        """Return the same for *data* that is squeezed."""
        return self._found(data, is_squeezed=True)

    def _found(self, data: bytes, *, is_squeezed: bool) -> list[tuple[int, int]]:
        lowered = data.lower()
        found = [
            (literal.form, start)
            for literal, tail in self._literals
            if is_squeezed or not literal.is_squeezed
            for start in _occurrences(literal.text, lowered if literal.ignore_case else data)
            if tail.match(data, start + len(literal.text))
        ]
        return sorted(found, key=lambda place: (place[1], place[0]))

    def signs(self, data: bytes) -> list[int]:
        """Return where a sign ends that some decoding could matter, in order."""
        return sorted(
            match.end()
            for pattern, holds in self._signs
            for match in pattern.finditer(data)
            if holds is None or holds(data, match.end())
        )

    def finder(self, texts: tuple[bytes, ...]) -> Finder:
        """Return what finds any of *texts*: ready to be asked often."""
        return lambda data: sorted(place for text in texts for place in _occurrences(text, data))


def _occurrences(literal: bytes, data: bytes) -> Iterator[int]:
    start = data.find(literal)
    while start >= 0:
        yield start
        start = data.find(literal, start + 1)
