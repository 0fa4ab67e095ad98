"""A piece of a notebook: text that belongs together, and the way back to the raw strings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, overload

__all__ = ["Lines", "Part", "Piece", "Place", "Pointer", "Segment", "Storage"]

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
        return self.text.count("\n", 0, offset) + 1

    def raw_place(self, at: int) -> tuple[Pointer, int]:
        """Return the raw string in which text[at] begins, and the offset there."""
        offset = 0
        for segment in self.segments:
            length = len(segment.text)
            if segment.pointer is not None and at <= offset + length:
                return segment.pointer, at - offset
            offset += length
        raise IndexError(at)

    def raw_spans(self, start: int, end: int) -> Iterator[tuple[Pointer, int, int]]:
        """Yield the raw strings that text[start:end] covers, each with its own span in it."""
        offset = 0
        for segment in self.segments:
            low, high = max(start - offset, 0), min(end - offset, len(segment.text))
            if segment.pointer is not None and low < high:
                yield segment.pointer, low, high
            offset += len(segment.text)
