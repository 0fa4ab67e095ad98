"""The windows of pieces in which a key could stand, seen by a few fast passes over all of them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
import re
from typing import NamedTuple

from playground.guard.catalogue import Catalogue
from playground.guard.literals import Form
from playground.guard.piece import Piece
from playground.guard.settle import key_at
from playground.guard.signs import squeezed
from playground.guard.view import View

__all__ = ["Span", "Suspect", "bound_text", "suspects", "widened"]

Span = tuple[int, int]

# Stands between texts; no keyword, no sign and nothing inside a key contains it.
_SEPARATOR = "\x1c"
_BATCH, _OVERLAP = 1 << 22, 1 << 15
_BLOCK = 2048
# A key, however its characters are written, around a place where one seems to begin …
_BEFORE_SIGN, _AFTER_SIGN = 512, 1536
# … and around one that was found, for whatever may belong to it.
_FAR_BEFORE, _FAR_AFTER = 4096, 1 << 15
_LARGEST_PACKED = 4 << 20
_PACKED = re.compile(r"[A-Za-z0-9+/_=\s\\\"'-]*")
_INSIDE = re.compile(rb"[A-Za-z0-9]\Z")
_ESCAPED = re.compile(rb"(?:\\[^\s\\]{1,8}|%[0-9A-Fa-f]{2}|\x1b\[[0-?]*[ -/]*[@-~])\Z")
_ESCAPE_LENGTH = 24
_LONGEST_WORD = 128
# Three characters of base64 are too common to be looked for across lines.
_LONG_ENOUGH = 4
_JOINT_BEFORE = re.compile(
    rb"""(?:[A-Za-z0-9+/=_.-][ \t]*\r?\n[ \t]*(?:[#>|*/%-]{1,2}[ \t]*)?"""
    rb"""|["'`{][\s)\\]*(?:\+|\.\.?|&|<>|,|#)?[\s(\\]*[A-Za-z]{0,2}["'`]|[\\?}\0-\x08\x0e\x0f])"""
    rb"""[A-Za-z0-9_.+/=~:@%-]*\Z"""
)
_JOINT_AFTER = re.compile(
    rb"""[A-Za-z0-9_.+/=~:@%-]*+(?:[ \t]*\r?\n[ \t]*(?:[#>|*/%-]{1,2}[ \t]*)?[A-Za-z0-9+/=_.-]"""
    rb"""|["'`][\s)\\]*(?:\+|\.\.?|&|<>|,|#)?[\s(\\]*[A-Za-z]{0,2}["'`}]"""
    rb"""|[\\?\0-\x08\x0e\x0f]|\{(?:["'}]|[_-]\}))"""
)


class Suspect(NamedTuple):
    """A piece, and the spans of its text to look at, in order and apart."""

    piece: Piece
    spans: list[Span]


class _Hit(NamedTuple):
    """
    A place in a joined text, and how far before and after it one must look.

    It is settled where nothing is to be undone: one of `kinds` stands there, or none does.
    """

    at: int
    before: int
    after: int
    is_settled: bool = False
    kinds: tuple[int, ...] = ()


def suspects(pieces: Iterable[Piece], catalogue: Catalogue) -> Iterator[Suspect]:
    """Yield those of *pieces* in which a key could stand, with the windows to look at."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        length = len(piece.text)
        if size + length > _BATCH and batch:
            yield from _of_batch(batch, catalogue)
            batch, size = [], 0
        if length > _BATCH:
            yield from _of_giant(piece, catalogue)
        else:
            batch.append(piece)
            size += length
    if batch:
        yield from _of_batch(batch, catalogue)


def bound_text(piece: Piece) -> tuple[str, int]:
    """Return the text of *piece* as code would bind it to its label, and where it begins there."""
    if not piece.label or len(piece.text) >= _OVERLAP:
        return piece.text, 0
    bound = f'{piece.label} = "'
    return f'{bound}{piece.text}"', len(bound)


def widened(span: Span, size: int) -> Span:
    """Return *span*, in which a key was found, with all that may belong to that key."""
    return max(span[0] - _FAR_BEFORE, 0), min(span[1] + _FAR_AFTER, size)


def _of_batch(batch: list[Piece], catalogue: Catalogue) -> Iterator[Suspect]:
    texts = [bound_text(piece) for piece in batch]
    found = _spans([text for text, _ in texts], catalogue)
    for index in sorted(found):
        piece, shift = batch[index], texts[index][1]
        size = len(piece.text)
        moved = ((max(low - shift, 0), min(high - shift, size)) for low, high in found[index])
        yield Suspect(piece, _merged((low, max(high, low)) for low, high in moved))


def _of_giant(piece: Piece, catalogue: Catalogue) -> Iterator[Suspect]:
    """Yield *piece* after looking at it in parts that overlap: memory stays flat."""
    spans: list[Span] = []
    for start in range(0, len(piece.text), _BATCH):
        low = max(start - _OVERLAP, 0)
        part = piece.text[low : start + _BATCH]
        for inside in _spans([part], catalogue).values():
            spans += [(low + first, low + last) for first, last in inside]
    if spans:
        yield Suspect(piece, _merged(spans))


def _spans(texts: list[str], catalogue: Catalogue) -> dict[int, list[Span]]:
    """Return the windows in *texts*, by the number of the text."""
    data = _SEPARATOR.join(texts).encode("ascii", "replace")
    found: dict[int, list[Span]] = {}
    starts: list[int] = []
    for hit in _hits(data, catalogue):
        starts = starts or list(accumulate((len(text) + 1 for text in texts), initial=0))
        index = bisect_right(starts, hit.at) - 1
        at, text = hit.at - starts[index], texts[index]
        after = hit.after
        if after == _LARGEST_PACKED:
            packed = _PACKED.match(text, at, at + after)
            after = packed.end() - at if packed else 0
        if not hit.is_settled or _stands(text, at, hit.kinds, catalogue):
            span = max(at - hit.before, 0), min(at + after, len(text))
            found.setdefault(index, []).append(span)
    return found


def _stands(text: str, at: int, kinds: tuple[int, ...], catalogue: Catalogue) -> bool:
    view = View(text=text)
    return any(key_at(view, catalogue.kinds[kind], at) is not None for kind in kinds)


def _hits(data: bytes, catalogue: Catalogue) -> Iterator[_Hit]:
    """Yield where a keyword stands in *data*, whole or with something inside, or a sign."""
    raw = catalogue.matcher.places(data)
    for index, place in raw:
        form = catalogue.forms[index]
        if not form.is_apart or _begins(data, place):
            is_settled = form.is_word and not _is_joint(data, place, form)
            kinds = form.kinds
            yield _Hit(place, form.before, form.after, is_settled=is_settled, kinds=kinds)
    for place in catalogue.matcher.signs(data):
        yield _Hit(place, _BEFORE_SIGN, _AFTER_SIGN)
    joined = catalogue.matcher.squeezed_places(squeezed(data))
    if joined:
        seen = set(raw)
        places = _unsqueezed(data, [place for _, place in joined])
        for (index, _), place in zip(joined, places, strict=True):
            form = catalogue.forms[index]
            if form.encoding != "plain" and len(form.text) < _LONG_ENOUGH:
                continue
            if (index, place) in seen or (form.is_apart and not _begins(data, place)):
                continue
            if not form.is_word or _is_joint(data, place, form):
                yield _Hit(place, form.before, form.after)


def _is_joint(data: bytes, place: int, form: Form) -> bool:
    """Return whether the word at *place* may go on beyond something that can be left out."""
    if _JOINT_AFTER.match(data, place):
        return True
    low = max(place - _LONGEST_WORD, 0)
    return form.has_lead and _JOINT_BEFORE.search(data, low, place) is not None


def _begins(data: bytes, place: int) -> bool:
    before = data[max(place - _ESCAPE_LENGTH, 0) : place]
    return not _INSIDE.search(before) or _ESCAPED.search(before) is not None


def _unsqueezed(data: bytes, offsets: list[int]) -> list[int]:
    """Return where in *data* stands what is at *offsets*, which ascend, when squeezed."""
    found: list[int] = []
    start = kept = 0
    block = data[:_BLOCK]
    here = len(squeezed(block))
    for offset in offsets:
        while kept + here <= offset:
            start, kept = start + _BLOCK, kept + here
            block = data[start : start + _BLOCK]
            here = len(squeezed(block))
        found.append(start + _nth(block, offset - kept))
    return found


def _nth(block: bytes, count: int) -> int:
    """Return where in *block* the character stands before which *count* others are kept."""
    low, high = 0, len(block)
    while high - low > 1:
        middle = (low + high) // 2
        if len(squeezed(block[:middle])) <= count:
            low = middle
        else:
            high = middle
    return low


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return *spans* in order, those that touch made one."""
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged
