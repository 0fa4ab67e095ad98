"""Find keys: in a text, in a piece, in a notebook."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from playground.guard.bound import is_bare
from playground.guard.catalogue import Catalogue
from playground.guard.computed import computed_views
from playground.guard.decodings import views
from playground.guard.encoded import Decoder, is_spelled
from playground.guard.finding import Finding
from playground.guard.glance import glanced
from playground.guard.knownplaces import known_in, known_keys
from playground.guard.lifetime import lifetime
from playground.guard.piece import Piece, Place, text_piece
from playground.guard.pieces import pieces
from playground.guard.settle import Key, best, key_at
from playground.guard.suspects import Span, bound_text, suspects, widened
from playground.guard.view import View

__all__ = [
    "finding_of",
    "findings_in_notebook",
    "findings_in_piece",
    "findings_in_pieces",
    "findings_in_text",
    "keys_in_piece",
    "keys_in_pieces",
]

_DEEPEST = 2
_AFTER_ALL_CELLS = 1 << 62


def findings_in_text(
    text: str, catalogue: Catalogue, *, language: str = "", place: Place | None = None
) -> list[Finding]:
    """
    Return each key in *text*, in order of place.

    Args:
        text: any length.
        catalogue: compiled once; see `Catalogue.load`.
        language: "python" where the text is Python code, whose expressions are then computed.
        place: what the findings say of where the text stands.
    """
    return findings_in_piece(text_piece(text, language=language, place=place), catalogue)


def findings_in_notebook(notebook: Mapping[str, Any], catalogue: Catalogue) -> list[Finding]:
    """Return each key in *notebook*, any JSON object that means to be one, in order of place."""
    return findings_in_pieces(pieces(notebook), catalogue)


def findings_in_pieces(every: Iterable[Piece], catalogue: Catalogue) -> list[Finding]:
    """Return each key in *every* piece of a notebook or a text, in order of place."""
    found = [
        finding_of(key, piece, catalogue)
        for piece, keys in keys_in_pieces(every, catalogue)
        for key in keys
    ]
    return sorted(found, key=_order)


def findings_in_piece(piece: Piece, catalogue: Catalogue) -> list[Finding]:
    """Return each key in *piece*, in order of place."""
    return [finding_of(key, piece, catalogue) for key in keys_in_piece(piece, catalogue)]


def finding_of(key: Key, piece: Piece, catalogue: Catalogue) -> Finding:
    """Return the record of *key*, found in *piece*: without its value."""
    return Finding(
        kind=key.kind,
        place=piece.place,
        start=key.start,
        end=key.end,
        line=piece.line(key.start),
        fingerprint=catalogue.fingerprint(key.value),
        lifetime=lifetime(key.kind.lifetime, key.value),
        via=key.via,
        preview=key.preview,
    )


def _order(finding: Finding) -> int:
    cell = finding.place.cell
    return _AFTER_ALL_CELLS if cell is None else cell


def keys_in_piece(piece: Piece, catalogue: Catalogue) -> list[Key]:
    """Return each key in *piece* with its value, in order of place: for the guard's own use."""
    return next((keys for _, keys in keys_in_pieces([piece], catalogue)), [])


def keys_in_pieces(
    every: Iterable[Piece], catalogue: Catalogue
) -> Iterator[tuple[Piece, list[Key]]]:
    """Yield those of *every* piece that hold keys, each with them, values too, in order."""
    for piece, spans in suspects(every, catalogue):
        windows = glanced(piece.text, spans, catalogue)
        keys = [key for span in windows.keys for key in _in_span(piece, span, catalogue)]
        keys += known_keys(piece, windows.known, catalogue.known)
        keys += _bound(piece, catalogue)
        keys += _computed(piece, catalogue)
        if keys:
            yield piece, best(keys)


def _in_span(piece: Piece, span: Span, catalogue: Catalogue) -> list[Key]:
    """Return the keys in a window of *piece*; if there is one, in a window around it."""
    wide = widened(span, len(piece.text))
    keys = _in_window(piece, span, catalogue)
    return _in_window(piece, wide, catalogue) if keys and wide != span else keys


def _in_window(piece: Piece, span: Span, catalogue: Catalogue) -> list[Key]:
    low, high = span
    return [
        replace(key, start=key.start + low, end=key.end + low)
        for view in views(View(text=piece.text[low:high]))
        for key in _in_view(view, catalogue, depth=0)
    ]


def _bound(piece: Piece, catalogue: Catalogue) -> Iterator[Key]:
    """Yield the keys that only the name betrays to which the piece is bound."""
    text, shift = bound_text(piece)
    if shift:
        first = View(text=piece.text)
        bound = View(text=text, parent=first, cuts=((0, shift, 0, 0),))
        for view in views(bound):
            # A key in the name itself is found where that name stands.
            found = _in_view(view, catalogue, depth=0)
            yield from (key for key in found if key.start < key.end)


def _computed(piece: Piece, catalogue: Catalogue) -> Iterator[Key]:
    """Yield the keys that only computing the code's string expressions brings together."""
    for view in computed_views(piece):
        for key in (*_in_view(view, catalogue, depth=0), *known_in(view, catalogue.known)):
            yield replace(key, is_whole_expression=True)


def _in_view(view: View, catalogue: Catalogue, *, depth: int) -> Iterator[Key]:
    data = view.text.encode("ascii", "replace")
    decoder = Decoder(view)
    for index, place in catalogue.matcher.places(data):
        form = catalogue.forms[index]
        for number in form.kinds:
            key = key_at(view, catalogue.kinds[number], place)
            if key is not None and not _is_bare(key, catalogue):
                yield key
        if form.encoding != "plain" and depth < _DEEPEST and is_spelled(data, form, place):
            inner = decoder.decoded(form, place)
            for read in views(inner) if inner else ():
                yield from _in_view(read, catalogue, depth=depth + 1)


def _is_bare(key: Key, catalogue: Catalogue) -> bool:
    return key.kind.certainty == "name" and is_bare(key.value, catalogue.prefixes)
