"""The places in a text at which a key could begin, seen by a few fast passes over all of it."""

from collections.abc import Iterator
import re
from typing import NamedTuple

from playground.guard.catalogue import Catalogue
from playground.guard.encoded import is_spelled
from playground.guard.joints import Joints
from playground.guard.signs import squeezed, unsqueezed

__all__ = ["Hit", "hits"]

# A key, however its characters are written, around a place where one seems to begin.
_BEFORE_SIGN, _AFTER_SIGN = 512, 1536
_INSIDE = re.compile(rb"[A-Za-z0-9]\Z")
_ESCAPED = re.compile(rb"(?:\\[^\s\\]{1,8}|%[0-9A-Fa-f]{2}|\x1b\[[0-?]*[ -/]*[@-~])\Z")
_ESCAPE_LENGTH = 24


class Hit(NamedTuple):
    """
    A place in a joined text, and how far before and after it one must look.

    It is settled where nothing is to be undone: one of `kinds` stands there, or none does.
    """

    at: int
    before: int
    after: int
    is_settled: bool = False
    kinds: tuple[int, ...] = ()


def hits(data: bytes, catalogue: Catalogue) -> Iterator[Hit]:
    """Yield where a keyword stands in *data*, whole or broken, a sign, or a known value's trace."""
    seen: set[tuple[int, int]] = set()
    forms, joints = catalogue.forms, Joints(data)
    for index, place in catalogue.matcher.places(data):
        form = forms[index]
        if form.word and not is_spelled(data, form, place):
            continue
        if not form.is_apart or _begins(data, place):
            seen.add((index, place))
            is_settled = form.is_word and not joints.is_at(place, has_lead=form.has_lead)
            yield Hit(place, form.before, form.after, is_settled=is_settled, kinds=form.kinds)
    for place in catalogue.matcher.signs(data):
        yield Hit(place, _BEFORE_SIGN, _AFTER_SIGN)
    yield from _squeezed_hits(data, catalogue, seen)
    if catalogue.known:
        reach = catalogue.known.reach
        yield from (Hit(place, reach, reach) for place in catalogue.known.places(data))


def _squeezed_hits(data: bytes, catalogue: Catalogue, seen: set[tuple[int, int]]) -> Iterator[Hit]:
    """Yield where a keyword stands with something inside: none that is *seen* already."""
    joined = squeezed(data)
    forms, joints = catalogue.forms, Joints(data)
    found = [
        (index, place)
        for index, place in catalogue.matcher.squeezed_places(joined)
        if not forms[index].word or is_spelled(joined, forms[index], place)
    ]
    places = unsqueezed(data, [place for _, place in found])
    for (index, _), place in zip(found, places, strict=True):
        form = forms[index]
        if (index, place) in seen or (form.is_apart and not _begins(data, place)):
            continue
        if not form.is_word or joints.is_at(place, has_lead=form.has_lead):
            yield Hit(place, form.before, form.after)


def _begins(data: bytes, place: int) -> bool:
    before = data[max(place - _ESCAPE_LENGTH, 0) : place]
    return not _INSIDE.search(before) or _ESCAPED.search(before) is not None
