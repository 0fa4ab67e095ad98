"""A first glance at windows: which of them read, decoded, as if a key stood there."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from playground.guard.catalogue import Catalogue
from playground.guard.decodings import Reading, readings
from playground.guard.encoded import is_spelled
from playground.guard.settle import has_shape

__all__ = ["glanced"]

Span = tuple[int, int]

# Stands between texts; no keyword and nothing inside a key contains it.
_SEPARATOR = "\x1c"


def glanced(text: str, spans: Sequence[Span], catalogue: Catalogue) -> list[Span]:
    """
    Return those of *spans* of *text* in which a key could stand, whatever hides it.

    It is told from the readings alone, without the views and the ways back that they keep.
    """
    read = [(span, one) for span in spans for one in readings(text[slice(*span)])]
    data = _SEPARATOR.join([one.text for _, one in read]).encode("ascii", "replace")
    starts = list(accumulate((len(one.text) + 1 for _, one in read), initial=0))
    found: set[Span] = set()
    for index, place in catalogue.matcher.places(data):
        number = bisect_right(starts, place) - 1
        span, reading = read[number]
        if span in found:
            continue
        if catalogue.forms[index].encoding != "plain":
            is_there = is_spelled(data, catalogue.forms[index], place)
        else:
            is_there = _has_shape(reading, index, place - starts[number], catalogue)
        if is_there:
            found.add(span)
    return [span for span in spans if span in found]


def _has_shape(reading: Reading, index: int, place: int, catalogue: Catalogue) -> bool:
    return any(
        has_shape(reading.text, catalogue.kinds[kind], place, is_wrapped=reading.is_wrapped)
        for kind in catalogue.forms[index].kinds
    )
