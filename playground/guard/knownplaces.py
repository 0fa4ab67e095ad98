"""Where a known value stands in a piece: in windows of it first, then in the views of these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
import re
from typing import TypeAlias

from playground.guard.computed import computed_views, is_composed
from playground.guard.decodings import views
from playground.guard.encoded import Decoder
from playground.guard.known import Known
from playground.guard.knownreadings import BASE64, HEX, LISTS, is_in, packed_views
from playground.guard.literals import Encoding, Form
from playground.guard.piece import Piece
from playground.guard.settle import Key
from playground.guard.view import View

__all__ = ["known_keys", "known_spans"]

Span: TypeAlias = tuple[int, int]

_SEPARATOR = "\x1c"
_WINDOW, _OVERLAP = 1 << 16, 1 << 12
_DEEPEST = 2
_STEP = 12_288  # of an encoded run, no more is decoded at once than reaches well beyond this
# Each encoding, its runs, and how many alignments it has.
_ENCODED: tuple[tuple[Encoding, re.Pattern[str], int], ...] = (
    ("base64", BASE64, 4),
    ("hex", HEX, 2),
    ("numbers", LISTS["numbers"], 1),
    ("spaced hex", LISTS["spaced hex"], 1),
)


def known_spans(pieces: Sequence[Piece], known: Known) -> Mapping[int, list[Span]]:
    """
    Return the windows in which a value of *known* may stand, by the number of the piece.

    A piece whose strings must be computed first is there too, be it without a window.
    """
    if not known:
        return {}
    found: dict[int, list[Span]] = {
        number: [] for number, piece in enumerate(pieces) if is_composed(piece)
    }
    if is_in(_SEPARATOR.join([piece.text for piece in pieces]), known):
        for number, piece in enumerate(pieces):
            spans = [span for span in _windows(len(piece.text)) if _is_inside(piece, span, known)]
            found |= {number: spans} if spans else {}
    return found


def known_keys(piece: Piece, spans: Sequence[Span], known: Known) -> Iterator[Key]:
    """Yield each value of *known* in the windows *spans* of *piece*, or computed by its code."""
    for low, high in spans:
        for view in views(View(text=piece.text[low:high])):
            for key in _in_view(view, known, depth=0):
                yield replace(key, start=key.start + low, end=key.end + low)
    for view in computed_views(piece):
        for key in _in_view(view, known, depth=0):
            yield replace(key, is_whole_expression=True)


def _windows(length: int) -> Iterator[Span]:
    for start in range(0, max(length, 1), _WINDOW):
        yield max(start - _OVERLAP, 0), min(start + _WINDOW + _OVERLAP, length)


def _is_inside(piece: Piece, span: Span, known: Known) -> bool:
    return is_in(piece.text[slice(*span)], known)


def _in_view(view: View, known: Known, *, depth: int) -> Iterator[Key]:
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
    if depth < _DEEPEST and is_in(view.text, known, depth=depth):
        for inner in (*_encoded_views(view), *packed_views(view)):
            if is_in(inner.text, known, depth=depth + 1):
                for read in views(inner):
                    yield from _in_view(read, known, depth=depth + 1)


def _encoded_views(view: View) -> Iterator[View]:
    for encoding, pattern, alignments in _ENCODED:
        form = Form(text="", encoding=encoding)
        for run in pattern.finditer(view.text):
            for place in range(run.start(), run.end(), _STEP):
                for start in range(place, min(place + alignments, run.end())):
                    inner = Decoder(view).decoded(form, start)
                    if inner is not None:
                        yield inner
