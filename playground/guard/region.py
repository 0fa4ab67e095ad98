"""Where in its file a key stands: lines and columns, also inside the JSON of a notebook."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
import re
from typing import TypeAlias

from playground.guard.catalogue import Catalogue
from playground.guard.files import notebook_of
from playground.guard.find import finding_of, keys_in_pieces
from playground.guard.finding import Finding
from playground.guard.jsontokens import said_offset, token_spans
from playground.guard.leafedits import Target
from playground.guard.piece import Piece
from playground.guard.pieces import pieces
from playground.guard.settle import Key

__all__ = ["Located", "Region", "located_in_notebook", "located_in_text"]

# A raw string and an offset in it; the end of the string where there is no offset.
_Edge: TypeAlias = tuple[Target, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A span of a file; lines and columns count code points from 1, the end is exclusive."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A finding with its place in the file."""

    finding: Finding
    region: Region


def located_in_text(text: str, findings: Collection[Finding]) -> list[Located]:
    """Return *findings*, which are those in *text*, with their regions there."""
    region = _measure(text)
    return [Located(finding=one, region=region(one.start, one.end)) for one in findings]


def located_in_notebook(raw: bytes, catalogue: Catalogue, *, path: str) -> list[Located]:
    """
    Return each key in the notebook that the file *raw* holds, with its region in that file.

    Raises:
        NotebookError: it is no notebook.
    """
    found = [
        (finding_of(key, piece, catalogue), *_edges(piece, key))
        for piece, keys in keys_in_pieces(pieces(notebook_of(raw, path=path)), catalogue)
        for key in keys
    ]
    text = raw.decode("utf-8-sig")
    spans = token_spans(text, {target for _, *edges in found for target, _ in edges})
    region = _measure(text)
    return [
        Located(
            finding=finding,
            region=region(_offset(text, spans, first), _offset(text, spans, last)),
        )
        for finding, first, last in found
    ]


def _edges(piece: Piece, key: Key) -> tuple[_Edge, _Edge]:
    """Return the raw strings, and the offsets there, in which *key* begins and ends."""
    if piece.storage in {"base64", "png"}:
        # The text is not what stands in the file, so the whole string is the place.
        held = [part.pointer for part in piece.segments if part.pointer is not None]
        return (Target(pointer=held[0]), 0), (Target(pointer=held[-1]), None)
    spans = list(piece.raw_spans(key.start, key.end))
    (first, start, _), (last, _, end) = spans[0], spans[-1]
    is_name = piece.storage == "name"
    return (Target(pointer=first, is_name=is_name), start), (
        Target(pointer=last, is_name=is_name),
        end,
    )


def _offset(text: str, spans: Mapping[Target, tuple[int, int]], edge: _Edge) -> int:
    target, said = edge
    start, end = spans[target]
    return end if said is None else start + said_offset(text[start:end])(said)


def _measure(text: str) -> Callable[[int, int], Region]:
    breaks = [match.start() for match in re.finditer("\n", text)]

    def place(offset: int) -> tuple[int, int]:
        line = bisect_left(breaks, offset)
        return line + 1, offset - (breaks[line - 1] if line else -1)

    def region(start: int, end: int) -> Region:
        (start_line, start_column), (end_line, end_column) = place(start), place(end)
        return Region(
            start_line=start_line,
            start_column=start_column,
            end_line=end_line,
            end_column=end_column,
        )

    return region
