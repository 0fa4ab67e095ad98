"""Traces of values in squeezed text: what shows where to look, however they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
import json
from string import ascii_letters, digits
from typing import Self
from urllib.parse import quote

from playground.guard.characters import inside_base64
from playground.guard.fingerprint import Fingerprint

__all__ = ["Fold", "squeezed_words", "traces"]

_WORDS = (ascii_letters + digits).encode()
_OTHERS = bytes(set(range(256)) - set(_WORDS))
_CLASSES = b"ABCDEFGHIJKLMNOP"
_LENGTH, _SHORTEST = 8, 6
_DEEPEST = 2
# Numbers, escapes and references: each byte by itself, with what is neither left out.
_LISTED = ("{:d}", "x{:02x}", "x{:02X}", "u{:04x}", "u{:04X}", "u{:x}", "{:03o}")


@dataclass(frozen=True, slots=True)
class Fold:
    """Sixteen classes of letters and digits, drawn by a keyed hash; what is neither is left out."""

    table: bytes

    @classmethod
    def by(cls, fingerprint: Fingerprint) -> Self:
        """Return the classes that *fingerprint* draws."""
        drawn = (int(fingerprint(f"class of {chr(byte)}")[0], 16) for byte in _WORDS)
        classes = bytes(_CLASSES[number] for number in drawn)
        return cls(bytes.maketrans(_WORDS, classes))

    def __call__(self, data: bytes) -> bytes:
        """Return the classes of *data*."""
        return data.translate(self.table, _OTHERS)


def squeezed_words(data: bytes) -> bytes:
    """Return the letters and digits of *data*: one for each class of its fold."""
    return data.translate(None, _OTHERS)


def traces(value: str, *, run: str, fold: Fold) -> tuple[str, ...]:
    """
    Return one trace of *value* for each way in which it may be written.

    None tells of more than eight of its characters: those at its beginning, or at that of *run*,
    one of letters and digits in it that is no ordinary word.
    """
    spelled = [one.encode("ascii", "replace") for one in _spellings(value)]
    data = value.encode("utf-8", "surrogatepass")
    start = min(data.find(run.encode()), max(len(data) - _LENGTH, 0))
    beginnings = [squeezed_words(one)[:_LENGTH] for one in spelled]
    beginnings += [run[:_LENGTH].encode()] if len(run) >= _SHORTEST else []
    found = map(fold, (*beginnings, *_encoded(data[start : start + _LENGTH], depth=1)))
    return tuple(sorted({one.decode() for one in found if one}))


def _spellings(value: str) -> Iterator[str]:
    once = quote(value, safe="", errors="replace")
    yield from (value, once, quote(once, safe=""), escape(value), json.dumps(value)[1:])
    yield repr(value.encode("utf-8", "surrogatepass"))[2:]


def _encoded(data: bytes, *, depth: int) -> Iterator[bytes]:
    """Yield what *data* surely leaves in each encoding of a text that holds it."""
    packed = (text for _, text in inside_base64(data))
    for text in (*packed, data.hex(), data.hex().upper()):
        inner = text.encode()
        yield inner
        if depth < _DEEPEST:
            yield from _encoded(inner, depth=depth + 1)
    if depth == 1:
        for form in _LISTED:
            yield "".join(map(form.format, data)).encode()
