"""A piece of a notebook: text that belongs together, and the way back to the raw strings."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal, NamedTuple, overload

__all__ = ["Lines", "Part", "Piece", "Place", "Pointer", "Segment", "Storage", "text_piece"]

Part = Literal["attachments", "metadata", "outputs", "source", "text"]
Pointer = tuple[str | int, ...]
Storage = Literal["base64", "name", "png", "text"]


class Place(NamedTuple):
    """
    Where a piece stands.

    `part` is the cell's part ("text" for a file that is no notebook, "metadata" for the
    notebook's own); `cell` counts from 0 and is None outside cells; `mime` is empty where none
    applies. It names no member of a JSON object, for a name may be a key itself.
    """

    part: Part
    cell: int | None = None
    mime: str = ""


class Segment(NamedTuple):
    """One raw string of a piece; a glue that stands in no raw string has no pointer."""

    pointer: Pointer | None
    text: str


@dataclass(frozen=True, slots=True)
class Lines(Sequence[Segment]):
    """The strings of one list in the notebook: a segment each, made when it is asked for."""

    pointer: Pointer
    strings: Sequence[str]

    def __len__(self) -> int:
        return len(self.strings)

    @overload
    def __getitem__(self, index: int) -> Segment: ...
    @overload
    def __getitem__(self, index: slice) -> list[Segment]: ...
    def __getitem__(self, index: int | slice) -> Segment | list[Segment]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        at = range(len(self.strings))[index]
        return Segment((*self.pointer, at), self.strings[at])


# Not frozen: a notebook has a hundred thousand of them, and a frozen one takes thrice the time.
@dataclass(slots=True, kw_only=True)
class Piece:
    """
    Text to look at, joined from its segments; made once, and never changed.

    `language` is set for code ("python", "bash", …). `storage` tells how the raw string holds
    the text: as it is, as the name in a JSON object, in base64, or in a PNG's text chunks.
    `raw` is that string, where it is not the text. `label` is the name that the text is bound
    to, for text that is a JSON value. `text` need not be given.
    """

    place: Place
    segments: Sequence[Segment]
    text: str = field(default="", repr=False)
    language: str = ""
    storage: Storage = "text"
    label: str = ""
    raw: str = field(default="", repr=False)
    # The last offset whose line was asked for, and how many line ends are before it.
    _counted: tuple[int, int] = field(default=(0, 0), init=False, repr=False, compare=False)
    _starts: list[int] | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.text:
            self.text = "".join([segment.text for segment in self.segments])

    @property
    def json_pointer(self) -> str:
        """The way to the first raw string, in the notation of RFC 6901."""
        pointer = next((part.pointer for part in self.segments if part.pointer is not None), ())
        return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in pointer)

    def line(self, offset: int) -> int:
        """Return the line of *offset* in the text, from 1."""
        before, count = self._counted if self._counted[0] <= offset else (0, 0)
        count += self.text.count("\n", before, offset)
        self._counted = offset, count
        return count + 1

    def raw_place(self, at: int) -> tuple[Pointer, int]:
        """Return the raw string in which text[at] begins, and the offset there."""
        starts = self._begins()
        for number in range(max(bisect_left(starts, at) - 1, 0), len(self.segments)):
            pointer = self.segments[number].pointer
            if pointer is not None and at <= starts[number + 1]:
                return pointer, at - starts[number]
        raise IndexError(at)

    def raw_spans(self, start: int, end: int) -> Iterator[tuple[Pointer, int, int]]:
        """Yield the raw strings that text[start:end] covers, each with its own span in it."""
        starts = self._begins()
        first = max(bisect_right(starts, start) - 1, 0)
        for number in range(first, min(bisect_left(starts, end), len(self.segments))):
            pointer, offset = self.segments[number].pointer, starts[number]
            low, high = max(start - offset, 0), min(end, starts[number + 1]) - offset
            if pointer is not None and low < high:
                yield pointer, low, high

    def _begins(self) -> list[int]:
        """Return where in the text each segment begins, and where the last one ends."""
        if not self._starts:
            lengths = (len(segment.text) for segment in self.segments)
            self._starts = [*accumulate(lengths, initial=0)]
        return self._starts


def text_piece(text: str, *, language: str = "", place: Place | None = None) -> Piece:
    """Return *text*, which is in no notebook, as one piece."""
    where = place or Place(part="text")
    return Piece(place=where, segments=(Segment((), text),), text=text, language=language)
