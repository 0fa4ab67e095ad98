"""A first glance at windows: which of them read, decoded, as if a key stood there."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from playground.guard.catalogue import Catalogue
from playground.guard.decodings import Reading, readings
from playground.guard.encoded import is_spelled
from playground.guard.literals import PACKED
from playground.guard.settle import has_shape

__all__ = ["Glanced", "glanced"]

Span = tuple[int, int]


class Glanced(NamedTuple):
    """The spans to look at for keys of a kind, and those to look at for known values."""

    keys: list[Span]
    known: list[Span]


# Stands between texts; no keyword and nothing inside a key contains it.
_SEPARATOR = "\x1c"


def glanced(text: str, spans: Sequence[Span], catalogue: Catalogue) -> Glanced:
    """
    Return those of *spans* of *text* in which a key could stand, whatever hides it.

    It is told from the readings alone, without the views and the ways back that they keep.
    """
    read = [(span, one) for span in spans for one in readings(text[slice(*span)])]
    data = _SEPARATOR.join([one.text for _, one in read]).encode("ascii", "replace")
    starts = list(accumulate((len(one.text) + 1 for _, one in read), initial=0))
    found: set[Span] = set()
    known: set[Span] = set()
    for index, place in catalogue.matcher.places(data):
        number = bisect_right(starts, place) - 1
        span, reading = read[number]
        if catalogue.forms[index].encoding in PACKED:
            known.add(span)
        if span in found:
            continue
        if catalogue.forms[index].encoding != "plain":
            is_there = is_spelled(data, catalogue.forms[index], place)
        else:
            is_there = _has_shape(reading, index, place - starts[number], catalogue)
        if is_there:
            found.add(span)
    if not catalogue.known:
        return Glanced([span for span in spans if span in found], [])
    known |= {read[bisect_right(starts, at) - 1][0] for at in catalogue.known.places(data)}
    return Glanced(*([span for span in spans if span in these] for these in (found, known)))


def _has_shape(reading: Reading, index: int, place: int, catalogue: Catalogue) -> bool:
    return any(
        has_shape(reading.text, catalogue.kinds[kind], place, is_wrapped=reading.is_wrapped)
        for kind in catalogue.forms[index].kinds
    )
