"""Where a known value stands in a piece, once all that hides it is undone."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
import re

from playground.guard.decodings import views
from playground.guard.encoded import Decoder
from playground.guard.known import Known
from playground.guard.literals import Encoding, Form
from playground.guard.packed import pictured, unpacked, unpacked_text
from playground.guard.piece import Piece
from playground.guard.settle import Key
from playground.guard.view import View

__all__ = ["known_in", "known_keys"]

Span = tuple[int, int]

_DEEPEST = 2
# Each encoding, how the first eight bytes look at least, and in how many ways they are aligned.
_ENCODED: tuple[tuple[Encoding, re.Pattern[str], int], ...] = (
    ("base64", re.compile(r"[A-Za-z0-9+/_-]{10}"), 4),
    ("hex", re.compile(r"[0-9A-Fa-f]{16}"), 2),
    ("numbers", re.compile(r"(?:\d{1,3},\s{0,9}){7}"), 1),
    ("spaced hex", re.compile(r"(?:[0-9A-Fa-f]{2}\s){7}"), 1),
)
_PACKED = re.compile(r"(?P<gzip>H4sI)|(?P<hex>1[fF]8[bB]08)|(?P<png>iVBORw0KGgo)|\x1f\x8b\x08")


def known_keys(piece: Piece, spans: Sequence[Span], known: Known) -> Iterator[Key]:
    """Yield each value of *known* in *spans* of *piece*, and what reaches beyond these."""
    for start, end in spans:
        low = max(start - known.reach, 0)
        for view in views(View(text=piece.text[low : end + known.reach])):
            for key in known_in(view, known):
                yield replace(key, start=key.start + low, end=key.end + low)


def known_in(view: View, known: Known, *, depth: int = 0) -> Iterator[Key]:
    """Yield each value of *known* in *view*, encoded or not."""
    places = known.places(view.text.encode("ascii", "replace")) if known else []
    if places:
        yield from _as_it_is(view, known)
        for inner in _encoded(view, places) if depth < _DEEPEST else ():
            for read in views(inner):
                yield from known_in(read, known, depth=depth + 1)
    for inner in _packed(view) if known and depth < _DEEPEST else ():
        for read in views(inner):
            yield from known_in(read, known, depth=depth + 1)


def _as_it_is(view: View, known: Known) -> Iterator[Key]:
    for match in known.matches(view.text):
        start, end, via = view.origin(match.start, match.end)
        yield Key(
            kind=match.value.kind(),
            value=view.text[match.start : match.end],
            start=start,
            end=end,
            via=tuple(name for name in via if name),
            preview="…",
            is_guess=view.is_guess,
            is_known=True,
        )


def _encoded(view: View, places: Sequence[int]) -> Iterator[View]:
    """Yield what stands encoded around *places* of *view*, in each alignment."""
    decoder = Decoder(view)
    for encoding, beginning, alignments in _ENCODED:
        form = Form(text="", encoding=encoding)
        for place in filter(partial(beginning.match, view.text), places):
            for start in range(place, place + alignments):
                inner = decoder.decoded(form, start)
                if inner is not None:
                    yield inner


def _packed(view: View) -> Iterator[View]:
    """Yield what is packed in *view*: gzip, and PNG's texts."""
    end = 0
    for match in _PACKED.finditer(view.text):
        if match.start() < end:
            continue
        if match["png"]:
            inner, end = pictured(view, match.start())
        elif match["gzip"] or match["hex"]:
            inner, end = unpacked_text(view, match.start(), is_hex=bool(match["hex"]))
        else:
            inner, end = unpacked(view, match.start())
        if inner is not None:
            yield inner
