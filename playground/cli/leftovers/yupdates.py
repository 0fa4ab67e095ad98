"""
The texts in a collaborative document's stored updates, also what was typed letter by letter.

Source: yjs, `src/structs/Item.js` and `src/utils/UpdateDecoder.js`, for the first update format.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

__all__ = ["blobs_in", "text_of"]

_GC, _DELETED, _JSON, _BINARY, _STRING, _EMBED, _FORMAT, _TYPE, _ANY, _, _SKIP = range(11)
_NAMED_TYPES = {3, 5}
# Source: lib0, `encoding.js`, `writeAny`.
_ANY_TEXTS, _ANY_OBJECT, _ANY_LIST, _ANY_INTEGER = {116, 119}, 118, 117, 125
_ANY_SIZES = {124: 4, 123: 8, 122: 8}
_NO_PARENT_COPY, _HAS_KEY = 0xC0, 0x20


def text_of(updates: Iterable[bytes]) -> str:
    """
    Return every text of *updates*: for each author first what was written, in its order.

    Then follow the updates as they are, so that nothing is missed that cannot be read.
    """
    written: dict[int, dict[int, str]] = defaultdict(dict)
    raw: list[str] = []
    for update in updates:
        raw.append(update.decode("utf-8", "replace"))
        try:
            for client, clock, text in _Reader(update).texts():
                written[client][clock] = text
        except (IndexError, ValueError):
            continue
    typed = ["".join(texts[clock] for clock in sorted(texts)) for texts in written.values()]
    return "\n\n".join([*typed, *raw])


def blobs_in(raw: bytes) -> Iterator[bytes]:
    """Yield the blobs of a file store, each behind its length, after a line with its version."""
    reader = _Reader(raw)
    if raw.startswith(b"VERSION:"):
        reader.at = raw.find(b"\n") + 1
    try:
        while reader.at < len(raw):
            yield reader.blob()
    except (IndexError, ValueError):
        yield raw[reader.at :]


class _Reader:
    """Reads one update from its start; raises `IndexError` or `ValueError` where it is none."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.at = 0

    def number(self) -> int:
        value = shift = 0
        while True:
            byte = self.raw[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                return value

    def blob(self) -> bytes:
        size = self.number()
        start, self.at = self.at, self.at + size
        if self.at > len(self.raw):
            raise ValueError("it ends too early")
        return self.raw[start : self.at]

    def string(self) -> str:
        return self.blob().decode("utf-8", "surrogateescape")

    def texts(self) -> Iterator[tuple[int, int, str]]:
        """Yield author, clock and text of each piece of writing."""
        for _ in range(self.number()):
            count, client, clock = self.number(), self.number(), self.number()
            for _ in range(count):
                length, text = self._struct()
                if text:
                    yield client, clock, text
                clock += length

    def _struct(self) -> tuple[int, str]:
        info = self.raw[self.at]
        self.at += 1
        kind = info & 0x1F
        if kind in {_GC, _SKIP}:
            return self.number(), ""
        for bit in (0x80, 0x40):
            if info & bit:
                self.number(), self.number()
        if not info & _NO_PARENT_COPY:
            self._parent(has_key=bool(info & _HAS_KEY))
        return self._content(kind)

    def _parent(self, *, has_key: bool) -> None:
        if self.number() == 1:
            self.string()
        else:
            self.number(), self.number()
        if has_key:
            self.string()

    def _content(self, kind: int) -> tuple[int, str]:
        """Return how many units of the clock the content takes, and what it says."""
        if kind == _STRING:
            text = self.string()
            return len(text.encode("utf-16-le", "surrogatepass")) // 2, text
        if kind == _DELETED:
            return self.number(), ""
        if kind in {_JSON, _ANY}:
            one = self.string if kind == _JSON else self._any
            texts = [one() for _ in range(self.number())]
            return len(texts), "\n".join(texts)
        return 1, self._single(kind)

    def _single(self, kind: int) -> str:
        if kind in {_BINARY, _EMBED}:
            return self.string()
        if kind == _FORMAT:
            return f"{self.string()} {self.string()}"
        if kind != _TYPE:
            raise ValueError("content of an unknown kind")
        if self.number() in _NAMED_TYPES:
            self.string()
        return ""

    def _any(self) -> str:
        tag = self.raw[self.at]
        self.at += 1
        if tag in _ANY_TEXTS:
            return self.string()
        if tag == _ANY_OBJECT:
            return "\n".join(f"{self.string()}: {self._any()}" for _ in range(self.number()))
        if tag == _ANY_LIST:
            return "\n".join(self._any() for _ in range(self.number()))
        if tag == _ANY_INTEGER:
            self.number()
        self.at += _ANY_SIZES.get(tag, 0)
        return ""
