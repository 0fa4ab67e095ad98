"""Notebooks that are hard to scan: huge, on one line, in a million cells, nested deeply."""

import json
from random import Random
from typing import Any

__all__ = ["SHAPES", "cells", "nested", "one_line", "printed"]

WORDS = ("clicks", "links", "campaign", "country", "device", "7f3a9c", "0.25", "visitors", "https")


def printed(size: int) -> bytes:
    """Return a notebook with *size* bytes of printed lines in its outputs."""
    text = _words(min(size, 1_000_000), between="\n")
    outputs = [_stream(text) for _ in range(max(size // len(text), 1))]
    return _notebook([_cell("show()", outputs)])


def one_line(size: int) -> bytes:
    """Return a notebook with *size* bytes on one line of one output."""
    return _notebook([_cell("show()", [_stream(_words(size, between=" "))])])


def cells(size: int) -> bytes:
    """Return a notebook of tiny cells, *size* bytes in all."""
    cell = _cell("a = 1", [])
    return _notebook([cell] * (size // len(json.dumps(cell))))


def nested(size: int) -> bytes:
    """Return a notebook of *size* bytes of lists, one in the other as deep as parsers allow."""
    value: Any = "deep"
    for _ in range(400):
        value = [value]
    data = {"application/json": [value] * (size // 800)}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    return _notebook([_cell("show()", [output])])


SHAPES = {
    "printed lines": printed,
    "one line": one_line,
    "tiny cells": cells,
    "nested JSON": nested,
}


def _words(size: int, *, between: str) -> str:
    rng = Random(size)  # noqa: S311  the same bytes each time
    return between.join(rng.choices(WORDS, k=size // 7))[:size]


def _stream(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "name": "stdout", "text": text}


def _cell(source: str, outputs: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": 1,
        "id": "a",
        "metadata": {},
        "outputs": outputs,
        "source": source,
    }


def _notebook(content: list[dict[str, Any]]) -> bytes:
    document = {"cells": content, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document).encode()
