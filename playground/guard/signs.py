"""Signs that a decoding could matter: found in raw text, so that views are built only there."""

from collections.abc import Callable, Iterable, Sequence
from html.entities import html5
import re
from typing import NamedTuple

__all__ = [
    "SIGNS",
    "Sign",
    "has_word_before_line",
    "has_word_before_tag",
    "is_between_strings",
    "squeezed",
    "unsqueezed",
]

# What may stand inside a key and is left out byte by byte: line ends and indents, quotation,
# operators, brackets, control characters; what is not ASCII reads as a question mark.
_BETWEEN = b"\0\1\2\3\4\5\6\7\x08\x0e\x0f\t\n\r \"'`\\?{}()[],+>#|*"

_SMALLEST_STEP, _LARGEST_STEP = 512, 1 << 15

_KEY_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+/=~:@%-"
# What is not seen, and what begins something that must then be decoded itself.
_UNSEEN = "\x00\x08\x0e\x0f\x1b\xad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2063\ufeff\\"
_MATTER = _KEY_CHARACTERS + _UNSEEN
_BYTES = _MATTER.encode("latin-1", "ignore").decode("latin-1")
_IN_WORD = "[A-Za-z0-9_.+/=:@~-]"
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|br|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|samp"
    "|shy|small|span|strike|strong|sub|sup|tspan|tt|u|var|wbr"
)
_ATTRIBUTES = r"(?:[\s/](?:[^<>\x22\x27]|\x22[^\x22]*\x22|\x27[^\x27]*\x27)*)?"
_TAG = rf"<(?:/?(?:{_INLINE}){_ATTRIBUTES}|!--[^>]*--)>"
_LONGEST_TAG, _LONGEST_BLANK = 4096, 64
_BLANK = b" \t\r\n"
_QUOTE = r"[\x22\x27`]"
# A string of its own, such as "r": before its first quote stands no word that could go on.
_LONE = re.compile(rb"[\s(\[{,=][\"'`][rbfuRBFU]{1,2}[\"'`]\Z")
_LONGEST_LONE = 5
_ANSI_CONTROL = r"\x1b\[[0-?]*[ -/]*[@-~]"
_ANSI_OTHER = r"\x1b(?:\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])"


def _codes(form: str, *, of: str = _MATTER) -> str:
    return "|".join(sorted({format(ord(character), form) for character in of}))


def _names() -> str:
    names = sorted(name for name, shown in html5.items() if name[-1] == ";" and shown in _MATTER)
    return "|".join(name[:-1] for name in names)


class Sign(NamedTuple):
    """A pattern, and what must hold besides of the data and the offset at which it ends there."""

    pattern: str
    holds: Callable[[bytes, int], bool] | None = None


def has_word_before_tag(data: bytes, end: int) -> bool:
    """Return whether something stands close before the tag that ends just before *end*."""
    start = data.rfind(b"<", max(end - _LONGEST_TAG, 0), end)
    if start < 0 or b'"' in data[start:end] or b"'" in data[start:end]:
        return True
    return start > 0 and data[start - 1] not in _BLANK


def has_word_before_line(data: bytes, end: int) -> bool:
    """
    Return whether a key could go on in the line that *end* is in.

    What ends the line before may hide a part of one, but for the end of a statement.
    """
    start = data.rfind(b"\n", 0, end)
    before = data[max(start - _LONGEST_BLANK, 0) : start]
    shown = before.rstrip(_BLANK[:3])
    return shown[-1:] not in b"\n;" if shown else len(before) == _LONGEST_BLANK


def is_between_strings(data: bytes, end: int) -> bool:
    """Return whether the quotes of which one ends just before *end* could end and begin strings."""
    return _LONE.search(data, max(end - _LONGEST_LONE, 0), end) is None


def _signs() -> Iterable[Sign]:
    decimal, hexadecimal = _codes("d"), _codes("x")
    byte, octal, four = _codes("02x", of=_BYTES), _codes("03o", of=_BYTES), _codes("04x")
    yield Sign(rf"&(?:amp;)*(?:#0*(?:{decimal})|#x0*(?:{hexadecimal})|{_names()});")
    yield Sign(rf"%(?:25)*(?:{byte})")
    yield Sign(rf"\\(?:x(?:{byte})|u(?:{four})|u\{{0*(?:{hexadecimal})\}}|U0000(?:{four})|{octal})")
    # In scripts a tag may not be written as it is.
    yield Sign(rf"\\(?:u003c|x3c)/?(?:{_INLINE})(?:[\s/]|\\u003e|\\x3e|>)")
    yield Sign(r"\\(?:u0026|x26)(?:#|amp|shy|lowbar)")
    yield Sign(rf"&lt;/?(?:{_INLINE})(?:[\s/][^<>&]*)?&gt;{_IN_WORD}")
    # What must stand before these is looked at afterwards: they are found faster without.
    yield Sign(rf"(?:{_TAG})(?:{_IN_WORD}|[\x1b\\&%])", has_word_before_tag)
    yield Sign(rf"{_IN_WORD}(?:{_ANSI_CONTROL})+(?:{_IN_WORD}|[<\\&%])")
    # A word before these, which are rare, makes the engine five times as slow for every text.
    yield Sign(rf"{_ANSI_OTHER}(?:{_IN_WORD}|[\x1b<\\&%])")
    yield Sign(r"textunderscore|textasciitilde|allowbreak|hspace\{0pt|discretionary")
    yield Sign(rf"{_IN_WORD}(?:=\r?\n|\\-){_IN_WORD}")
    yield Sign(rf"\n[ \t]*(?://|--|%)[ \t]*{_IN_WORD}", has_word_before_line)
    # Parts of one string, with an operator, a comment, a name or a glue between them.
    yield Sign(rf"{_QUOTE}[ \t\r\n]*(?:\.\.?|&|<>|\*)[ \t\r\n]*{_QUOTE}")
    yield Sign(
        rf"{_QUOTE}[ \t\r\n,)+\\]*(?:(?:#|//|/\*)[^\n]*\n[ \t\r\n]*)+\+?[ \t]*[rbfu]{{0,2}}{_QUOTE}"
    )
    yield Sign(rf"{_QUOTE}[ \t\r\n)\\]*\+?[ \t\r\n(\\]*[rbfu]{{1,2}}{_QUOTE}", is_between_strings)
    yield Sign(rf"{_QUOTE}\)?[ \t;]*\n[ \t]*[A-Za-z0-9_.]+[ \t]*\+=[ \t]*\(?[rbfu]{{0,2}}{_QUOTE}")
    yield Sign(
        rf"{_QUOTE}[_.:=/+-]{{1,3}}{_QUOTE}\.join\([ \t\r\n]*[\[(][ \t\r\n]*[rbfu]{{0,2}}{_QUOTE}"
    )
    yield Sign(r"data:image/png;base64,")


SIGNS = tuple(_signs())


def squeezed(data: bytes) -> bytes:
    """Return *data* without what may stand inside a key and is left out byte by byte."""
    return data.translate(None, _BETWEEN)


def unsqueezed(
    data: bytes, offsets: Sequence[int], *, squeeze: Callable[[bytes], bytes] = squeezed
) -> list[int]:
    """Return where in *data* stands what is at *offsets*, which ascend, when squeezed."""
    # Few places in much text: big steps; many: small ones, in each of which little is counted.
    step = max(min(len(data) // (len(offsets) + 1), _LARGEST_STEP), _SMALLEST_STEP)
    found: list[int] = []
    start = kept = 0
    here = len(squeeze(data[:step]))
    for offset in offsets:
        while kept + here <= offset:
            start, kept = start + step, kept + here
            here = len(squeeze(data[start : start + step]))
        found.append(_nth(data, start, offset - kept, step=step, squeeze=squeeze))
    return found


def _nth(
    data: bytes, start: int, count: int, *, step: int, squeeze: Callable[[bytes], bytes]
) -> int:
    """Return where, from *start*, the character stands before which *count* others are kept."""
    low, high = start, min(start + step, len(data))
    while high - low > 1:
        middle = (low + high) // 2
        kept = len(squeeze(data[low:middle]))
        if kept <= count:
            low, count = middle, count - kept
        else:
            high = middle
    return low
