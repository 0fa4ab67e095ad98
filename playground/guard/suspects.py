"""The windows of pieces in which a key could stand, seen by a few fast passes over all of them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
import re
from typing import NamedTuple

from playground.guard.catalogue import Catalogue
from playground.guard.hits import hits
from playground.guard.literals import LARGEST_PACKED
from playground.guard.piece import Piece
from playground.guard.settle import key_at
from playground.guard.view import View

__all__ = ["Span", "Suspect", "bound_text", "suspects", "widened"]

Span = tuple[int, int]

# Stands between texts; no keyword, no sign and nothing inside a key contains it.
_SEPARATOR = "\x1c"
# So much is looked at together: little, for what waits is looked at by the garbage collector too.
_BATCH, _BESIDE_TEXT = 1 << 18, 1 << 10
_GIANT, _OVERLAP = 1 << 22, 1 << 15
# … and around one that was found, for whatever may belong to it.
_FAR_BEFORE, _FAR_AFTER = 4096, 1 << 15
_PACKED = re.compile(r"[A-Za-z0-9+/_=\s\\\"'-]*")


class Suspect(NamedTuple):
    """A piece, and the spans of its text to look at, in order and apart."""

    piece: Piece
    spans: list[Span]


def suspects(pieces: Iterable[Piece], catalogue: Catalogue) -> Iterator[Suspect]:
    """Yield those of *pieces* in which a key could stand, with the windows to look at."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        weight = len(piece.text) + _BESIDE_TEXT
        if size + weight > _BATCH and batch:
            yield from _of_batch(batch, catalogue)
            batch, size = [], 0
        if len(piece.text) > _GIANT:
            yield from _of_giant(piece, catalogue)
        else:
            batch.append(piece)
            size += weight
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
        near = ((max(low - shift, 0), min(high - shift, size)) for low, high in found[index])
        yield Suspect(piece, _merged((low, max(high, low)) for low, high in near))


def _of_giant(piece: Piece, catalogue: Catalogue) -> Iterator[Suspect]:
    """Yield *piece* after looking at it in parts that overlap: memory stays flat."""
    spans: list[Span] = []
    for start in range(0, len(piece.text), _GIANT):
        low = max(start - _OVERLAP, 0)
        part = piece.text[low : start + _GIANT]
        for inside in _spans([part], catalogue).values():
            spans += [(low + first, low + last) for first, last in inside]
    if spans:
        yield Suspect(piece, _merged(spans))


def _spans(texts: list[str], catalogue: Catalogue) -> dict[int, list[Span]]:
    """Return the windows in *texts*, by the number of the text."""
    data = _SEPARATOR.join(texts).encode("ascii", "replace")
    found: dict[int, list[Span]] = {}
    starts: list[int] = []
    packed = range(0)
    for hit in hits(data, catalogue):
        starts = starts or list(accumulate((len(text) + 1 for text in texts), initial=0))
        index = bisect_right(starts, hit.at) - 1
        at, text, after = hit.at - starts[index], texts[index], hit.after
        if after == LARGEST_PACKED:
            if hit.at not in packed:
                run = _PACKED.match(text, at, at + after)
                packed = range(hit.at, starts[index] + (run.end() if run else at))
            after = packed.stop - hit.at
        if not hit.is_settled or _stands(text, at, hit.kinds, catalogue):
            span = max(at - hit.before, 0), min(at + after, len(text))
            found.setdefault(index, []).append(span)
    return found


def _stands(text: str, at: int, kinds: tuple[int, ...], catalogue: Catalogue) -> bool:
    view = View(text=text)
    return any(key_at(view, catalogue.kinds[kind], at) is not None for kind in kinds)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Return *spans* in order, those that touch made one."""
    merged: list[Span] = []
    for low, high in sorted(spans):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return merged
