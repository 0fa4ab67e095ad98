"""The pieces of a MIME bundle: texts joined, JSON string by string, images by their metadata."""

from binascii import Error, a2b_base64
from collections.abc import Iterator, Mapping, Sequence
import re
from typing import Any

from playground.guard.leaves import KNOWN_NAMES, joined, leaves
from playground.guard.piece import Part, Piece, Place, Pointer, Segment
from playground.guard.png import text_chunks

__all__ = ["bundle_pieces"]

# Rasters and other compressed media hold no text; PNG's text chunks are read on their own.
_OPAQUE = re.compile(r"image/(?!svg)|audio/|video/|font/|(?:png|jpeg|gif)$")
_PNG, _PNG_BEGINS = ("image/png", "png"), "iVBORw0KGgo"
_ENOUGH = 4096
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/=_\s-]")


def bundle_pieces(bundle: Any, pointer: Pointer, *, part: Part, cell: int) -> Iterator[Piece]:
    """Yield the pieces of a MIME *bundle*, whatever its shape."""
    if not isinstance(bundle, Mapping):
        bundle, pointer = {pointer[-1]: bundle}, pointer[:-1]
    for mime, value in bundle.items():
        way = (*pointer, mime)
        place = Place(part=part, cell=cell, mime=_shown(mime))
        segments, text = joined(value, way)
        if mime not in KNOWN_NAMES:
            yield Piece(place=place, segments=(Segment(way, str(mime)),), storage="name")
        if not segments:
            yield from _json_pieces(value, way, place)
        elif mime in _PNG and text.lstrip().startswith(_PNG_BEGINS):
            yield from _stored(segments, text, place, _picture_text, storage="png")
        elif _is_opaque(mime, segments):
            continue
        else:
            yield Piece(place=place, segments=segments, text=text)
            if part == "attachments":
                yield from _stored(segments, text, place, _file, storage="base64")


def _shown(mime: Any) -> str:
    return str(mime) if "/" in str(mime) else ""


def _is_opaque(mime: Any, segments: Sequence[Segment]) -> bool:
    """Return whether it is an image, and not a text that was given an image's name."""
    if not _OPAQUE.match(str(mime)):
        return False
    return not any(_NOT_BASE64.search(segment.text, 0, _ENOUGH) for segment in segments)


def _json_pieces(value: Any, pointer: Pointer, place: Place) -> Iterator[Piece]:
    if value and isinstance(value, dict | list | tuple):
        for leaf in leaves(value, pointer):
            yield Piece(
                place=place,
                segments=(Segment(leaf.pointer, leaf.text),),
                text=leaf.text,
                label=leaf.label,
                storage="name" if leaf.is_name else "text",
            )


def _stored(
    segments: Sequence[Segment], raw: str, place: Place, read: Any, *, storage: Any
) -> Iterator[Piece]:
    text = read(raw)
    if text:
        held = [Segment(segment.pointer, "") for segment in segments[1:]]
        first = Segment(segments[0].pointer, text)
        yield Piece(place=place, segments=(first, *held), storage=storage, raw=raw)


def _picture_text(content: str) -> str:
    packed = content.strip()
    if any(space in packed for space in " \t\r\n"):
        packed = "".join(packed.split())
    return text_chunks(packed, end=len(packed.rstrip("=")))[0]


def _file(content: str) -> str:
    try:
        return a2b_base64(content).decode("utf-8", "surrogateescape")
    except (Error, ValueError):
        return ""
