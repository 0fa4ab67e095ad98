"""A notebook's pieces: every string once, joined as a person reads it, with the way back."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard import Piece, Place, pieces
from playground.guard.leaves import KNOWN_NAMES
from playground.guard.piece import Segment

TEXTS = st.text(alphabet="ab\n", max_size=6)
ANY = st.recursive(
    st.one_of(st.none(), st.integers(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=8,
)
SEGMENTS = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 9)), TEXTS), min_size=1, max_size=6
)


def texts(cell: dict[str, Any]) -> list[str]:
    """Return the texts of the pieces of a notebook with that *cell*."""
    return [piece.text for piece in pieces({"cells": [cell]})]


def output(**members: Any) -> dict[str, Any]:
    """Return a code cell with one output of these *members*."""
    return {"cell_type": "code", "outputs": [members]}


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ({"cell_type": "code", "source": ["a\n", "b"]}, ["a\nb"]),
        ({"cell_type": "raw", "source": "a"}, ["a"]),
        ({"cell_type": "code", "input": "a"}, ["a"]),
        ({"cell_type": "code", "source": [1, "a"]}, ["a"]),
        ({"metadata": {"papermill": {"x": "a"}}}, ["papermill", "x", "a"]),
        (output(output_type="error", ename="E", traceback=["a", "b"]), ["E", "a\nb\n"]),
        (output(output_type="stream", name="stdout", text=["a", "b"]), ["ab"]),
        (output(output_type="stream", name="mine", text="a"), ["a", "stream", "mine"]),
        (output(output_type="display_data", data={"text/html": ["<b>", "</b>"]}), ["<b></b>"]),
        (output(output_type="display_data", data={"application/json": {"k": ["a"]}}), ["k", "a"]),
        (output(output_type="display_data", data={"image/jpeg": "QUFB"}), []),
        (output(output_type="display_data", data={"image/jpeg": "no picture!"}), ["no picture!"]),
        ({"attachments": {"f.txt": {"text/plain": "YWI="}}}, ["f.txt", "YWI=", "ab"]),
    ],
)
def test_what_belongs_together_is_one_piece(cell: dict[str, Any], expected: list[str]) -> None:
    """Lists of lines are joined, structures are read string by string, pictures are not."""
    assert texts(cell) == expected


def test_a_stream_goes_on_after_another_spoke() -> None:
    """The chunks of one stream are one text, in whatever order the streams were flushed."""
    spoken = [("stdout", "a"), ("stderr", "b"), ("stdout", "c")]
    outputs = [{"output_type": "stream", "name": name, "text": text} for name, text in spoken]
    assert texts({"cell_type": "code", "outputs": outputs}) == ["ac", "b"]


@given(ANY)
def test_no_string_is_left_out(value: Any) -> None:
    """Whatever a cell, its outputs or the metadata hold is in a piece, names included."""
    for notebook in ({"metadata": value}, {"cells": [{"metadata": value, "x": value}]}):
        read = [piece.text for piece in pieces(notebook)]
        for text in _strings(value):
            assert not text or text in KNOWN_NAMES or text in read


def _strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(text for inner in value.values() for text in _strings(inner))]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []


@given(SEGMENTS)
def test_the_way_back_leads_to_the_raw_strings(parts: list[tuple[int | None, str]]) -> None:
    """Each span of a piece is made of spans of its raw strings; only glue stands in none."""
    segments = [
        Segment(None if pointer is None else (number,), text)
        for number, (pointer, text) in enumerate(parts)
    ]
    piece = Piece(place=Place(part="text"), segments=tuple(segments))
    raw = {segment.pointer: segment.text for segment in segments}
    origin = [segment.pointer for segment in segments for _ in segment.text]
    for start in range(len(piece.text) + 1):
        for end in range(start, len(piece.text) + 1):
            spans = list(piece.raw_spans(start, end))
            read = "".join(raw[pointer][low:high] for pointer, low, high in spans)
            kept = [at for at in range(start, end) if origin[at] is not None]
            assert read == "".join(piece.text[at] for at in kept)
        assert piece.line(start) == piece.text[:start].count("\n") + 1


def test_a_pointer_is_told_as_json_says() -> None:
    """The way to a string is written as RFC 6901 demands."""
    piece = Piece(place=Place(part="text"), segments=(Segment(("a/b", 0, "c~"), "x"),))
    assert piece.json_pointer == "/a~1b/0/c~0"
    assert json.dumps(piece.raw_place(1)) == '[["a/b", 0, "c~"], 1]'
