"""Views of what stands encoded in a text: base64 in three alignments, hex, lists of bytes."""

from binascii import Error
from collections.abc import Sequence
from dataclasses import dataclass
import re
from typing import overload

from playground.guard.characters import (
    BASE64,
    BASE64_CHARACTERS,
    HEX,
    HEX_CHARACTERS,
    from_base64,
    from_hex,
)
from playground.guard.literals import Form
from playground.guard.packed import pictured, unpacked, unpacked_text
from playground.guard.view import REACH, Cut, View

__all__ = ["Decoder", "is_spelled"]

Span = tuple[int, int]

# How far after a place a key may reach that is written in two or four characters a byte, and how
# far one decodes at once, so that the next place need not decode the same again.
_FAR, _STRIDE = 4 * REACH, 8 * REACH
# Bytes that stand one by one: what comes before one, backwards, and how each is written.
_LISTS = {
    "numbers": (re.compile(r"(?:\s{0,9},\d{1,3})*+"), re.compile(r"(\d{1,3})(?:,\s{0,9})?"), 10),
    "spaced hex": (
        re.compile(r"(?:\s[0-9A-Fa-f]{2})*+"),
        re.compile(r"([0-9A-Fa-f]{2})\s?"),
        16,
    ),
}
_BYTE = 256
_WRITTEN = {"base64": (BASE64, BASE64_CHARACTERS), "hex": (HEX, HEX_CHARACTERS)}
_SIZES = {"base64": 4, "hex": 2}
# Which of three bytes the keyword begins with, by how many characters are left out before it.
_OFFSETS = {0: 0, 2: 1, 3: 2}


def is_spelled(data: bytes, form: Form, place: int) -> bool:
    """
    Return whether the whole keyword is encoded at *place* in *data*, where *form* was found.

    A form of base64 leaves out the keyword's ends, which share a character with what is beside.
    """
    if form.encoding != "base64":
        return True
    offset, start = _OFFSETS[form.lead], place - form.lead
    end = offset + len(form.word)
    try:
        group = data[max(start, 0) : start + -(-end // 3) * 4].decode("ascii")
        found = from_base64(group)[offset:end].decode("latin-1")
    except (Error, ValueError):
        return False
    if start < 0:
        return False
    return found == form.word or (form.is_any_case and found.lower() == form.word.lower())


class Decoder:
    """
    Decodes what stands in *view*, asked for place by place in ascending order.

    Nothing is decoded twice, however many places are in it: neither a run of characters that was
    read for an earlier place, nor what lies inside a file that begins before it.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._done: dict[tuple[str, int], int] = {}
        self._packed = 0

    def decoded(self, form: Form, place: int) -> View | None:
        """Return what stands around *place*, where *form* was found, if it is new and encoded."""
        if form.encoding in {"gzip", "png"}:
            return self._unpacked(form, place)
        size = _SIZES.get(form.encoding, 1)
        group = form.encoding, (place - form.lead) % size
        if place < max(self._done.get(group, 0), self._packed):
            return None
        if form.encoding in _LISTS:
            span, view = _listed(self._view, form, place)
        else:
            span, view = _run(self._view, form, place, size=size)
        # The next places see all that they need in it up to there.
        is_whole = span[1] < place + _STRIDE
        self._done[group] = span[1] if is_whole else span[1] - _FAR
        return view

    def _unpacked(self, form: Form, place: int) -> View | None:
        if place < self._packed:
            return None
        if form.encoding == "png":
            view, end = pictured(self._view, place)
        elif form.text.isprintable():
            view, end = unpacked_text(self._view, place, is_hex=form.ignore_case)
        else:
            view, end = unpacked(self._view, place)
        self._packed = end
        return view


def _run(view: View, form: Form, place: int, *, size: int) -> tuple[Span, View | None]:
    """Return the span of whole groups around *place*, where one begins, and what they say."""
    start = place - form.lead
    if start < 0:
        return (place, place), None
    pattern, characters = _WRITTEN[form.encoding]
    low = max(start - REACH, 0)
    before = start - low - len(view.text[low:start].rstrip(characters))
    match = pattern.match(view.text, start, min(start + _STRIDE, len(view.text)))
    span = start - before // size * size, match.end() if match else start
    return span, _view(view, form.encoding, span)


def _view(parent: View, name: str, span: Span) -> View | None:
    start, end = span
    decode = from_base64 if name == "base64" else from_hex
    try:
        data = decode(parent.text[start:end])
    except (Error, ValueError):
        return None
    if not data:
        return None
    read, written = (3, 4) if name == "base64" else (1, 2)
    groups = _Groups(size=len(data), start=start, end=end, read=read, written=written)
    return View(text=data.decode("latin-1"), decoding=name, parent=parent, cuts=groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Groups(Sequence[Cut]):
    """The cuts of `size` bytes, each `read` of them written as `written` characters."""

    size: int
    start: int
    end: int
    read: int
    written: int

    def __len__(self) -> int:
        return (self.size + self.read - 1) // self.read

    @overload
    def __getitem__(self, index: int) -> Cut: ...
    @overload
    def __getitem__(self, index: slice) -> list[Cut]: ...
    def __getitem__(self, index: int | slice) -> Cut | list[Cut]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        number = index % len(self)
        at, origin = number * self.read, self.start + number * self.written
        is_last = number == len(self) - 1
        length = min(self.read, self.size - at)
        return at, length, origin, self.end - origin if is_last else self.written


def _listed(view: View, form: Form, place: int) -> tuple[Span, View | None]:
    """Return what the bytes around *place* say, which are written one by one."""
    before, each, number = _LISTS[form.encoding]
    backwards = before.match(view.text[max(place - REACH, 0) : place][::-1])
    at = place - (backwards.end() if backwards else 0)
    end = min(place + _STRIDE, len(view.text))
    text: list[str] = []
    cuts: list[tuple[int, int, int, int]] = []
    while (match := each.match(view.text, at, end)) and int(match[1], number) < _BYTE:
        cuts.append((len(text), 1, match.start(1), len(match[1])))
        text.append(chr(int(match[1], number)))
        at = match.end()
    listed = View(text="".join(text), decoding=form.encoding, parent=view, cuts=cuts)
    return (place, at), listed if text else None
