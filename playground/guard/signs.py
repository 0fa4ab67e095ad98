"""Signs that a decoding could matter: found in raw text, so that views are built only there."""

from collections.abc import Iterable, Sequence
from html.entities import html5

__all__ = ["SIGNS", "squeezed", "unsqueezed"]

# What may stand inside a key and is left out byte by byte: line ends and indents, quotation,
# operators, brackets, control characters; what is not ASCII reads as a question mark.
_BETWEEN = b"\0\1\2\3\4\5\6\7\x08\x0e\x0f\t\n\r \"'`\\?{}()[],+>#|*"

_BLOCK = 512

_KEY_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.+/=~:@%-"
# What is not seen, and what begins something that must then be decoded itself.
_UNSEEN = "\x00\x08\x0e\x0f\x1b\xad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2063\ufeff\\"
_MATTER = _KEY_CHARACTERS + _UNSEEN
_BYTES = _MATTER.encode("latin-1", "ignore").decode("latin-1")
_IN_WORD = "[A-Za-z0-9_.+/=:@~-]"
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|samp"
    "|shy|small|span|strike|strong|sub|sup|tspan|tt|u|var|wbr"
)
_ATTRIBUTES = r"(?:[\s/](?:[^<>\x22\x27]|\x22[^\x22]*\x22|\x27[^\x27]*\x27)*)?"
_TAG = rf"<(?:/?(?:{_INLINE}){_ATTRIBUTES}|!--[^>]*--)>"
_QUOTE = r"[\x22\x27`]"
_ANSI = r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\^_])"


def _codes(form: str, *, of: str = _MATTER) -> str:
    return "|".join(sorted({format(ord(character), form) for character in of}))


def _names() -> str:
    names = sorted(name for name, shown in html5.items() if name[-1] == ";" and shown in _MATTER)
    return "|".join(name[:-1] for name in names)


def _patterns() -> Iterable[str]:
    decimal, hexadecimal = _codes("d"), _codes("x")
    byte, octal = _codes("02x", of=_BYTES), _codes("03o", of=_BYTES)
    yield rf"&(?:amp;)*(?:#0*(?:{decimal})|#x0*(?:{hexadecimal})|{_names()});"
    yield rf"%(?:25)*(?:{byte})"
    yield rf"\\(?:x(?:{byte})|u\{{?0*(?:{hexadecimal})|U0*(?:{hexadecimal})|{octal})"
    # In scripts a tag may not be written as it is.
    yield rf"\\(?:u003c|x3c)/?(?:{_INLINE})(?:[\s/]|\\u003e|\\x3e|>)"
    yield r"\\(?:u0026|x26)(?:#|amp|shy|lowbar)"
    yield rf"&lt;/?(?:{_INLINE})(?:[\s/][^<>&]*)?&gt;{_IN_WORD}"
    yield rf"{_IN_WORD}(?:{_TAG}|{_ANSI})+(?:{_IN_WORD}|[\\&%])"
    yield r"textunderscore|allowbreak|hspace\{0pt|discretionary"
    yield rf"{_IN_WORD}(?:=\r?\n|\\-){_IN_WORD}"
    yield rf"{_IN_WORD}[ \t]*\r?\n[ \t]*(?://|--|%)[ \t]*{_IN_WORD}"
    # Parts of one string, with an operator, a comment, a name or a glue between them.
    yield rf"{_QUOTE}[ \t\r\n]*(?:\.\.?|&|<>)[ \t\r\n]*{_QUOTE}"
    yield rf"{_QUOTE}[ \t,)+\\]*(?:#|//|/\*)[^\n]*\n[ \t]*\+?[ \t]*[rbfu]{{0,2}}{_QUOTE}"
    yield rf"{_QUOTE}[ \t\r\n)\\]*\+?[ \t\r\n(]*[rbfu]{{1,2}}{_QUOTE}"
    yield rf"{_QUOTE}\)?[ \t;]*\n[ \t]*[A-Za-z0-9_.]+[ \t]*\+=[ \t]*\(?[rbfu]{{0,2}}{_QUOTE}"
    yield rf"{_QUOTE}[_.:=/+-]{{1,3}}{_QUOTE}\.join\([ \t\r\n]*[\[(][ \t\r\n]*[rbfu]{{0,2}}{_QUOTE}"
    yield r"data:image/png;base64,"


SIGNS = tuple(_patterns())


def squeezed(data: bytes) -> bytes:
    """Return *data* without what may stand inside a key and is left out byte by byte."""
    return data.translate(None, _BETWEEN)


def unsqueezed(data: bytes, offsets: Sequence[int]) -> list[int]:
    """Return where in *data* stands what is at *offsets*, which ascend, when squeezed."""
    found: list[int] = []
    start = kept = 0
    here = len(squeezed(data[:_BLOCK]))
    for offset in offsets:
        while kept + here <= offset:
            start, kept = start + _BLOCK, kept + here
            here = len(squeezed(data[start : start + _BLOCK]))
        found.append(_nth(data, start, offset - kept))
    return found


def _nth(data: bytes, start: int, count: int) -> int:
    """Return where in *data* the character stands before which, from *start*, *count* are kept."""
    low, high = start, min(start + _BLOCK, len(data))
    while high - low > 1:
        middle = (low + high) // 2
        kept = len(squeezed(data[low:middle]))
        if kept <= count:
            low, count = middle, count - kept
        else:
            high = middle
    return low
