"""Find keys: in a text, in a piece, in a notebook."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
import re
from typing import Any

from playground.guard.catalogue import Catalogue
from playground.guard.decodings import views
from playground.guard.encoded import decoded
from playground.guard.expressions import expressions, parsed
from playground.guard.finding import Finding
from playground.guard.lifetime import lifetime
from playground.guard.piece import Piece, Place, Segment
from playground.guard.pieces import pieces
from playground.guard.settle import Key, best, key_at
from playground.guard.view import View

__all__ = [
    "finding_of",
    "findings_in_notebook",
    "findings_in_piece",
    "findings_in_text",
    "keys_in_piece",
]

_CHUNK, _OVERLAP = 1 << 20, 1 << 15
_DEEPEST = 2
_AFTER_ALL_CELLS = 1 << 62
_PYTHON = {"python", "python3", "ipython"}
# Without one of these, every string stands in one literal as it is.
_COMPOSED = re.compile(r"""["'][\s\\)]*(?:\+|[rbfuRBFU]{0,2}["'])|join|\b[rR]?[fF][rR]?["']|\\""")


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
    where = place or Place(part="text")
    piece = Piece(place=where, segments=(Segment((), text),), language=language)
    return findings_in_piece(piece, catalogue)


def findings_in_notebook(notebook: Mapping[str, Any], catalogue: Catalogue) -> list[Finding]:
    """Return each key in *notebook*, any JSON object that means to be one, in order of place."""
    found = [
        finding for piece in pieces(notebook) for finding in findings_in_piece(piece, catalogue)
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
    keys = [key for offset, view in _first_views(piece) for key in _moved(view, offset, catalogue)]
    return best([*keys, *_computed(piece, catalogue)])


def _first_views(piece: Piece) -> Iterator[tuple[int, View]]:
    """Yield the piece in chunks that overlap, each with its offset: memory stays flat."""
    size = len(piece.text)
    if size <= _CHUNK + _OVERLAP:
        yield 0, View(text=piece.text)
    else:
        for start in range(0, size, _CHUNK):
            low = max(start - _OVERLAP, 0)
            yield low, View(text=piece.text[low : start + _CHUNK])
    if piece.label and size < _OVERLAP:
        bound = f'{piece.label} = "'
        first = View(text=piece.text)
        yield 0, View(text=f'{bound}{piece.text}"', parent=first, cuts=((0, len(bound), 0, 0),))


def _moved(first: View, offset: int, catalogue: Catalogue) -> Iterator[Key]:
    for view in views(first):
        for key in _in_view(view, catalogue, depth=0):
            yield replace(key, start=key.start + offset, end=key.end + offset)


def _computed(piece: Piece, catalogue: Catalogue) -> Iterator[Key]:
    """Yield the keys that only computing the code's string expressions brings together."""
    if piece.language not in _PYTHON or not _COMPOSED.search(piece.text):
        return
    tree = parsed(piece.text)
    first = View(text=piece.text)
    for expression in expressions(tree, piece.text) if tree else ():
        if expression.is_literal and expression.value in piece.text:
            continue
        span = (0, len(expression.value), expression.start, expression.end - expression.start)
        view = View(text=expression.value, decoding="concatenation", parent=first, cuts=(span,))
        for key in _in_view(view, catalogue, depth=0):
            yield replace(key, is_whole_expression=True)


def _in_view(view: View, catalogue: Catalogue, *, depth: int) -> Iterator[Key]:
    looked_at: set[tuple[int, int]] = set()
    for index, place in catalogue.matcher.places(view.text.encode("ascii", "replace")):
        form = catalogue.forms[index]
        for number in form.kinds:
            key = key_at(view, catalogue.kinds[number], place)
            if key is not None:
                yield key
        if form.encoding != "plain" and depth < _DEEPEST:
            inner = decoded(view, form, place)
            if (
                inner is not None
                and (span := inner.origin(0, len(inner.text))[:2]) not in looked_at
            ):
                looked_at.add(span)
                for read in views(inner):
                    yield from _in_view(read, catalogue, depth=depth + 1)
