"""Build notebooks (nbformat 4.5) as people's tools write them."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import json
from random import Random
from typing import Any

from tests.planting import picture

__all__ = ["Notebook", "code", "displayed", "error", "lines", "markdown", "raw", "result", "stream"]

Cell = dict[str, Any]
Output = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notebook:
    """The cells and the notebook metadata that a place has filled."""

    cells: Sequence[Cell]
    metadata: Mapping[str, Any]

    def to_bytes(self, rng: Random) -> bytes:
        """Return the file, between other cells, in one of the usual layouts of JSON."""
        cells = [*_before(rng), *self.cells, *_after()]
        for cell in cells:
            cell.setdefault("id", f"{rng.getrandbits(32):08x}")
        document = {
            "cells": cells,
            "metadata": {"language_info": {"name": "python"}, **self.metadata},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        text = json.dumps(
            document,
            indent=rng.choice([None, 1, 1, 2]),
            ensure_ascii=rng.choice([True, False, False]),
            sort_keys=rng.choice([True, False]),
        )
        return text.encode() + b"\n"


def lines(text: str) -> list[str]:
    """Return *text* as notebooks store it: a list of lines that keep their ends."""
    return text.splitlines(keepends=True)


def code(
    source: str | list[str] = "show()",
    *,
    outputs: Sequence[Output] = (),
    metadata: Mapping[str, Any] | None = None,
) -> Cell:
    """Return a code cell."""
    return {
        "cell_type": "code",
        "execution_count": 2,
        "metadata": dict(metadata or {}),
        "outputs": list(outputs),
        "source": lines(source) if isinstance(source, str) else source,
    }


def markdown(source: str, *, attachments: Mapping[str, Any] | None = None) -> Cell:
    """Return a markdown cell."""
    cell: Cell = {"cell_type": "markdown", "metadata": {}, "source": lines(source)}
    return cell | ({"attachments": dict(attachments)} if attachments else {})


def raw(source: str) -> Cell:
    """Return a raw cell."""
    return {"cell_type": "raw", "metadata": {}, "source": lines(source)}


def stream(text: str | list[str], *, name: str = "stdout") -> Output:
    """Return a stream output."""
    stored = lines(text) if isinstance(text, str) else text
    return {"output_type": "stream", "name": name, "text": stored}


def displayed(mime: str, value: Any) -> Output:
    """Return a `display_data` output of one MIME type beside its plain form."""
    data = {"text/plain": "<something to see>", mime: value}
    return {"output_type": "display_data", "data": data, "metadata": {}}


def result(text: str) -> Output:
    """Return the echo of an expression."""
    data = {"text/plain": lines(text)}
    return {"output_type": "execute_result", "data": data, "execution_count": 2, "metadata": {}}


def error(*, value: str, traceback: list[str]) -> Output:
    """Return a traceback."""
    return {
        "output_type": "error",
        "ename": "HTTPStatusError",
        "evalue": value,
        "traceback": traceback,
    }


def _before(rng: Random) -> list[Cell]:
    plot = b64encode(picture.png({}, rng=rng, side=12)).decode()
    return [
        markdown("# Campaign report\n\nHow many *clicks* came from each country?\n"),
        code(
            "import pandas as pd\nclicks = pd.read_csv('clicks.csv')\nclicks.plot()",
            outputs=[displayed("image/png", plot), result("<Axes: xlabel='day'>")],
        ),
    ]


def _after() -> list[Cell]:
    return [code("clicks.groupby('country').sum()", outputs=[result("country\nDE  17\nFR  12")])]
