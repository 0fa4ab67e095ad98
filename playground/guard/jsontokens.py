"""The string tokens of a JSON text, so that one may be changed and every other byte kept."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
import json
import re

from playground.guard.edit import Edit, edited
from playground.guard.leafedits import Target
from playground.guard.piece import Pointer

__all__ = ["edited_token", "said_offset", "token_spans"]

_TOKEN = re.compile(
    r'[ \t\n\r]*+(?:(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")|(?P<mark>[\[\]{},:])'
    r'|(?P<other>[^\s,:\[\]{}"]++))',
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB]..\\u[dD][c-fC-F]..|u.{4}|.)", re.DOTALL)


@dataclass(slots=True)
class _Level:
    """Where the reader is: in an object, whose next string may be a name, or in a list."""

    way: Pointer
    is_object: bool
    step: str | int = field(default=0)
    expects_name: bool = True

    def child(self) -> Pointer:
        return (*self.way, self.step)


def token_spans(text: str, wanted: Collection[Target]) -> dict[Target, tuple[int, int]]:
    """
    Return the span, without its quotes, of each string token of *text* that is *wanted*.

    *text* is valid JSON. Where an object has a name twice, the last one counts, as it does for
    every reader of notebooks.
    """
    return {target: span for target, span in _strings(text) if target in wanted}


def _strings(text: str) -> Iterator[tuple[Target, tuple[int, int]]]:
    levels: list[_Level] = []
    for match in _TOKEN.finditer(text):
        mark = match["mark"]
        level = levels[-1] if levels else None
        if match["string"] is not None:
            start, end = match.start("string") + 1, match.end("string") - 1
            if level is not None and level.is_object and level.expects_name:
                level.step = json.loads(match["string"], strict=False)
                yield Target(pointer=level.child(), is_name=True), (start, end)
            else:
                pointer = level.child() if level is not None else ()
                yield Target(pointer=pointer), (start, end)
        elif mark in {"[", "{"}:
            way = level.child() if level is not None else ()
            levels.append(_Level(way=way, is_object=mark == "{"))
        elif mark in {"]", "}"}:
            levels.pop()
        elif mark == ":" and level is not None:
            level.expects_name = False
        elif mark == "," and level is not None:
            level.expects_name = True
            if isinstance(level.step, int) and not level.is_object:
                level.step += 1


def said_offset(token: str) -> Callable[[int], int]:
    """Return what tells where in a JSON string *token* the n-th character that it says begins."""
    escapes = [match.span() for match in _ESCAPE.finditer(token)]
    said: list[int] = []
    saved = [0]
    for start, end in escapes:
        said.append(start - saved[-1])
        saved.append(saved[-1] + end - start - 1)
    return lambda offset: offset + saved[bisect_left(said, offset)]


def edited_token(token: str, edits: Iterable[Edit]) -> str:
    """Return the inside of a JSON string *token* with *edits* of what it says applied."""
    raw = said_offset(token)
    return edited(
        token,
        (Edit(raw(edit.start), raw(edit.end), json.dumps(edit.new)[1:-1]) for edit in edits),
    )
