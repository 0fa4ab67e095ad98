"""Keep a pasted key: what to write in its place, so that its literal never enters the cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
import json
import re
from typing import Any

from playground.server.judging import Judge, Only

__all__ = ["Paste", "kept"]

_STRINGS = re.compile(
    r"""\#[^\n]* | (?P<quote>\"{3}|'{3})(?:\\.|(?!(?P=quote)).)*(?P<end>(?P=quote)|)
    | (?P<mark>["'])(?:\\.|(?!(?P=mark))[^\n])*(?P<shut>(?P=mark)|)""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paste:
    """
    A *text* that is to replace [start, end), in code points, of a cell's source.

    Of *notebook*, at *path*, the sources are enough; *known* names keys by their fingerprints.
    """

    path: str
    notebook: Mapping[str, Any] = field(repr=False)
    cell: int
    start: int
    end: int
    text: str = field(repr=False)
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """The cell's source as it is now."""
        source = self.notebook["cells"][self.cell]["source"]
        return source if isinstance(source, str) else "".join(source)

    def with_source(self, source: str) -> dict[str, Any]:
        """Return the notebook with *source* in the cell."""
        cells = list(self.notebook["cells"])
        cells[self.cell] = {**cells[self.cell], "source": source}
        return {**self.notebook, "cells": cells}


def kept(paste: Paste, judge: Judge) -> dict[str, Any]:
    """
    Return `{"source", "value", "keyring", "names"}`: the source with the text, and without keys.

    `keyring` holds spans in `source`, `names` the name of each key by its fingerprint. A bare
    key is read as a string, where that makes code that runs. Without a key in the text, `value`
    is `source`.
    """
    answers = (_kept(paste, text, judge) for text in _readings(paste))
    first = next(answers)
    return first if first["keyring"] else next((one for one in answers if one["keyring"]), first)


def _readings(paste: Paste) -> Iterator[str]:
    """Yield the text as it may be meant where it is pasted: as it is, or as a whole string."""
    before, after = paste.source[: paste.start], paste.source[paste.end :]
    quote = _open_quote(before)
    if not quote:
        yield paste.text
        if paste.text.strip() == paste.text:
            yield json.dumps(paste.text, ensure_ascii=False)
        return
    if quote not in after.partition("\n")[0]:
        yield paste.text + quote
    yield paste.text


def _open_quote(before: str) -> str:
    """Return the quotation mark of the string that *before* ends within, if it does."""
    last = None
    for match in _STRINGS.finditer(before):
        last = match  # one by one, so that other threads get their turn
    if last is None or last.end() < len(before) or last["end"] or last["shut"]:
        return ""
    return str(last["quote"] or last["mark"] or "")


def _kept(paste: Paste, text: str, judge: Judge) -> dict[str, Any]:
    source = paste.source[: paste.start] + text + paste.source[paste.end :]
    notebook = paste.with_source(source)
    pasted = Only(
        cell=paste.cell, part="source", fingerprints=_pasted(paste, text, notebook, judge)
    )
    found = judge.replacements(notebook, path=paste.path, known=paste.known, only=pasted)
    edit = next(iter(found["edits"]), {"value": source, "keyring": []})
    return {
        "source": source,
        "value": edit["value"],
        "keyring": edit["keyring"],
        "names": found["names"],
    }


def _pasted(paste: Paste, text: str, notebook: Mapping[str, Any], judge: Judge) -> frozenset[str]:
    """Return the fingerprints of the keys that the pasted *text* is a part of."""
    alone = {**notebook, "cells": [notebook["cells"][paste.cell]]}
    return frozenset(
        judged.finding.fingerprint
        for judged in judge.verdict(alone, path=paste.path).judged
        if judged.finding.start < paste.start + len(text) and paste.start < judged.finding.end
    )
