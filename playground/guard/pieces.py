"""A notebook, taken apart into the pieces that a person would read as one text."""

from collections.abc import Iterator, Mapping
from typing import Any

from playground.guard.language import language_of, notebook_language
from playground.guard.leaves import KNOWN_NAMES, Leaf, joined, leaves
from playground.guard.mime import bundle_pieces
from playground.guard.piece import Part, Piece, Place, Pointer, Segment

__all__ = ["pieces"]

_GLUE = Segment(None, "\n")
_CELL_TYPES: tuple[Any, ...] = ("code", "markdown", "raw")
_PLAIN: tuple[Any, ...] = ("display_data", "error", "execute_result", "pyout")
_STREAMS: tuple[Any, ...] = ("stderr", "stdout")
_SOURCES = ("source", "input")


def pieces(notebook: Mapping[str, Any]) -> Iterator[Piece]:
    """
    Yield every piece of *notebook*, in order of place; no string of it is left out.

    What the notebook format describes is joined as it is shown (lists of lines, streams that go
    on); whatever else there is, in any version or shape, is looked at string by string.
    """
    language = notebook_language(notebook)
    index = 0
    for pointer, cells in _cell_lists(notebook):
        for at, cell in enumerate(cells):
            yield from _cell_pieces(cell, (*pointer, at), index=index, language=language)
            index += 1
    for name, value in notebook.items():
        if name == "worksheets":
            value = _without_cells(value)  # noqa: PLW2901 - looked at above
        if name != "cells" or not isinstance(value, list):
            yield from _named(name, (name,), Place(part="metadata"))
            yield from _loose(value, (name,), part="metadata", cell=None)


def _cell_lists(notebook: Mapping[str, Any]) -> Iterator[tuple[Pointer, list[Any]]]:
    cells = notebook.get("cells")
    if isinstance(cells, list):
        yield ("cells",), cells
    worksheets = notebook.get("worksheets")
    for at, sheet in enumerate(worksheets if isinstance(worksheets, list) else ()):
        if isinstance(sheet, Mapping) and isinstance(sheet.get("cells"), list):
            yield ("worksheets", at, "cells"), sheet["cells"]


def _without_cells(worksheets: Any) -> Any:
    if not isinstance(worksheets, list):
        return worksheets
    return [
        {name: value for name, value in sheet.items() if name != "cells"}
        if isinstance(sheet, Mapping) and isinstance(sheet.get("cells"), list)
        else sheet
        for sheet in worksheets
    ]


def _cell_pieces(cell: Any, pointer: Pointer, *, index: int, language: str) -> Iterator[Piece]:
    if not isinstance(cell, Mapping):
        yield from _loose(cell, pointer, part="source", cell=index)
        return
    for name, value in cell.items():
        if name in KNOWN_NAMES and (not value or isinstance(value, int) or value in _CELL_TYPES):
            continue
        way = (*pointer, name)
        if name in _SOURCES:
            yield from _source(cell, value, way, index=index, language=language)
        elif name == "outputs" and isinstance(value, list):
            yield from _output_pieces(value, way, index=index)
        elif name == "attachments" and isinstance(value, Mapping):
            for file, bundle in value.items():
                place = Place(part="attachments", cell=index)
                yield from _named(file, (*way, file), place)
                yield from bundle_pieces(bundle, (*way, file), part="attachments", cell=index)
        else:
            if name not in KNOWN_NAMES:
                yield from _named(name, way, Place(part="metadata", cell=index))
            yield from _loose(value, way, part="metadata", cell=index)


def _source(
    cell: Mapping[str, Any], value: Any, pointer: Pointer, *, index: int, language: str
) -> Iterator[Piece]:
    place = Place(part="source", cell=index)
    segments, text = joined(value, pointer)
    if segments:
        language = language_of(text, language) if cell.get("cell_type") == "code" else ""
        yield Piece(place=place, segments=segments, text=text, language=language)
    else:
        yield from _loose(value, pointer, part="source", cell=index)


def _output_pieces(outputs: list[Any], pointer: Pointer, *, index: int) -> Iterator[Piece]:
    streams: dict[str, list[tuple[int, Any]]] = {}
    for at, output in enumerate(outputs):
        stream = _stream_of(output)
        if stream is None:
            yield from _output(output, (*pointer, at), index=index)
        else:
            streams.setdefault(stream, []).append((at, output))
    for chunks in streams.values():
        # A stream is cut into chunks wherever the kernel flushed it, or another one spoke.
        yield from _joined_piece(
            [
                segment
                for at, output in chunks
                for segment in joined(output["text"], (*pointer, at, "text"))[0]
            ],
            Place(part="outputs", cell=index, mime="text/plain"),
        )
        for at, output in chunks:
            rest = {name: value for name, value in output.items() if name != "text"}
            if not _is_plain_stream(rest):
                yield from _loose(rest, (*pointer, at), part="outputs", cell=index)


def _stream_of(output: Any) -> str | None:
    if not isinstance(output, Mapping) or output.get("output_type") != "stream":
        return None
    text = output.get("text")
    return str(output.get("name")) if joined(text, ())[0] else None


def _is_plain_stream(rest: Mapping[str, Any]) -> bool:
    """Return whether nothing stands beside the text of a stream but what the format asks for."""
    return set(rest) == {"name", "output_type"} and rest["name"] in _STREAMS


def _output(output: Any, pointer: Pointer, *, index: int) -> Iterator[Piece]:
    if not isinstance(output, Mapping):
        yield from _loose(output, pointer, part="outputs", cell=index)
        return
    for name, value in output.items():
        way = (*pointer, name)
        if name == "data" and isinstance(value, Mapping):
            yield from bundle_pieces(value, way, part="outputs", cell=index)
        elif name == "traceback" and isinstance(value, list):
            place = Place(part="outputs", cell=index, mime="text/plain")
            lines = joined(value, way)[0]
            yield from _joined_piece([part for line in lines for part in (line, _GLUE)], place)
        elif name not in KNOWN_NAMES or (value and value not in _PLAIN):
            # The third notebook format has its MIME bundle here, under short names.
            yield from bundle_pieces({name: value}, pointer, part="outputs", cell=index)


def _joined_piece(segments: list[Segment], place: Place) -> Iterator[Piece]:
    if segments:
        yield Piece(place=place, segments=tuple(segments))


def _named(name: str, pointer: Pointer, place: Place) -> Iterator[Piece]:
    if name not in KNOWN_NAMES:
        yield Piece(place=place, segments=(Segment(pointer, name),), storage="name")


def _loose(value: Any, pointer: Pointer, *, part: Part, cell: int | None) -> Iterator[Piece]:
    place = Place(part=part, cell=cell)
    if isinstance(value, str):
        if value:
            yield Piece(place=place, segments=(Segment(pointer, value),), text=value)
    elif value and isinstance(value, dict | list | tuple):
        yield from (_leaf_piece(leaf, place) for leaf in leaves(value, pointer))


def _leaf_piece(leaf: Leaf, place: Place) -> Piece:
    return Piece(
        place=place,
        segments=(Segment(leaf.pointer, leaf.text),),
        text=leaf.text,
        label=leaf.label,
        storage="name" if leaf.is_name else "text",
    )
