"""The decodings that read a text as a person would see it, in the order they are undone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
import re
from typing import NamedTuple, TypeVar

from playground.guard.view import Replacement, View, substituted

__all__ = ["DECODINGS", "Decoding", "Reading", "readings", "views"]

Text = TypeVar("Text", "Reading", View)

_ROUNDS = 3

_ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]{0,2048}(?:\x07|\x1b\\)|[@-Z\\^_])"
    r"|[\x00-\x08\x0e\x0f]"
)
_CONTROLS = ("\x1b", *map(chr, range(9)), "\x0e", "\x0f")
_ESCAPE = re.compile(
    r"\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|u\{(?P<brace>[0-9A-Fa-f]{1,6})\}"
    r"|U(?P<U>000[0-9A-Fa-f]{5}|0010[0-9A-Fa-f]{4})|(?P<octal>[0-3][0-7]{2})"
    r"|(?P<simple>[abfnrtv])|(?P<newline>\r?\n[ \t]*)|(?P<same>[!-/:-@\[-`{-~]))"
)
_SIMPLE = dict(zip("abfnrtv", "\a\b\f\n\r\t\v", strict=True))
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_MOST_SHOWN = 10_000
_INLINE = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|nobr|q|s|samp"
    "|shy|small|span|strike|strong|sub|sup|tspan|tt|u|var|wbr"
)
# Quoted values may hold what would end a tag; a quote that nothing closes is a character.
_INSIDE = r"(?:[^<>\"']|\"[^\"<]{0,512}\"|'[^'<]{0,512}'|[\"']){0,2048}+"
# "<your key>", "<API_TOKEN>": a stand-in, no tag.
_STAND_IN = r"[A-Za-z _-]{0,40}(?:key|password|secret|token|your)[A-Za-z _-]{0,40}>"
_TAG = re.compile(
    rf"<(?:/?(?P<inline>{_INLINE})(?:[\s/]{_INSIDE})?|(?!{_STAND_IN})/?[A-Za-z]{_INSIDE}"
    r"|!--.{0,2048}?--)>",
    re.IGNORECASE | re.DOTALL,
)
_COMMENT = "<!--"
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_LATEX = re.compile(
    r"\\(?:allowbreak|hspace\{0pt\}|text(?:underscore|asciitilde)|discretionary\{\}\{\}\{\}|-)(?:\{\})?\s?|\{\}"
    r"|\{([_-])\}"
)
_COMMENT_LINE = r"[ \t]*(?:#|//)[^\n]{0,200}\n"
# It begins with one class of characters, for which a regular expression can look fast.
_CONCATENATION = re.compile(
    r"[\"'`](?=[\s#/)\\;+*.&<])"
    rf"(?:(?:{_COMMENT_LINE}|[ \t]*\r?\n)+[ \t]*(?:\+[ \t]*)?[rbfuRBFU]{{0,2}}[\"'`]"
    r"|\)?[ \t;]*\r?\n[ \t]*[\w.]+[ \t]*\+=[ \t]*\(?[rbfuRBFU]{0,2}[\"'`]"
    r"|[ \t]*\\?\r?\n?[ \t]*(?:\+|\*|\.\.?|&|<>)[ \t]*\\?\r?\n?[ \t]*[rbfuRBFU]{0,2}[\"'`])"
)
# Between the parts that a call brings together.
_LISTED = re.compile(r"[\"'`][ \t\r\n]*,[ \t\r\n]*[rbfuRBFU]{0,2}[\"'`]")
_KEY = r"[A-Za-z0-9+/=_.:@~-]"
# A break inside a run of key characters, with the quotation, comment or indent that may follow.
_BREAK = (
    rf"(?:=(?<={_KEY}=)[ \t]*\r?\n| (?<={_KEY} )[ \t]*\r?\n|\t(?<={_KEY}\t)[ \t]*\r?\n"
    rf"|\r(?<={_KEY}\r)\n|\n(?<={_KEY}\n))[ \t]*"
)
_MARK = r"(?:#|//|>|\||\*|--|%)"
_MARKED_LINE = re.compile(rf"\n[ \t]*{_MARK}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """
    One way in which a text may hide what it shows.

    Without one of `triggers` there is nothing to undo (none: always look). A guess joins what
    may not belong together: it yields a view of its own, and later decodings do not build on it.
    """

    name: str
    triggers: tuple[str, ...]
    pattern: re.Pattern[str]
    replace: Replacement
    is_guess: bool = False
    common: tuple[tuple[str, str], ...] = ()


def _unescaped(match: re.Match[str]) -> str:
    form = match.lastgroup or ""
    said = match[form]
    if form == "same":
        return said
    if form == "simple":
        return _SIMPLE[said]
    if form == "newline":
        return ""
    number = int(said, 8 if form == "octal" else 16)
    return chr(number) if number <= 0x10FFFF else match[0]  # noqa: PLR2004 - Unicode's end


class _Shown(dict[str, str]):
    """What each entity shows, read once; the rare ones each time."""

    def __missing__(self, entity: str) -> str:
        shown = unescape(entity)
        if len(self) < _MOST_SHOWN:
            self[entity] = shown
        return shown


_SHOWN = _Shown()


def _nothing(_match: re.Match[str]) -> str:
    return ""


def _shown_tag(match: re.Match[str]) -> str:
    return "" if match["inline"] or match[0].startswith(_COMMENT) else "\n"


def _shown_command(match: re.Match[str]) -> str:
    shown = {"\\textu": "_", "\\texta": "~"}
    return match[1] or shown.get(match[0][:6], "")


DECODINGS = (
    # First of all: what ends a terminal's link looks like the beginning of an escape.
    Decoding(name="ansi", triggers=_CONTROLS, pattern=_ANSI, replace=_nothing),
    Decoding(name="escape", triggers=("\\",), pattern=_ESCAPE, replace=_unescaped),
    Decoding(
        name="percent",
        triggers=("%",),
        pattern=_PERCENT,
        replace=lambda match: chr(int(match[1], 16)),
    ),
    Decoding(
        name="entity",
        triggers=("&",),
        pattern=_ENTITY,
        replace=lambda match: _SHOWN[match[0]],
        common=(("&quot;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&#39;", "'")),
    ),
    Decoding(name="invisible", triggers=(), pattern=_INVISIBLE, replace=_nothing),
    Decoding(name="tag", triggers=("<",), pattern=_TAG, replace=_shown_tag),
)

# Whether two lines belong together shows only by what stands on them: a key may begin and end
# at any of the cuts.
_WRAPPED = Decoding(
    name="wrapped",
    triggers=("\n",),
    pattern=re.compile(rf"{_BREAK}(?={_KEY})"),
    replace=_nothing,
    is_guess=True,
)
# The same where lines begin with marks of a quotation, a comment or a list.
_QUOTED = Decoding(
    name="wrapped",
    triggers=("\n",),
    pattern=re.compile(rf"{_BREAK}(?:{_MARK}[ \t]*)?(?={_KEY})"),
    replace=_nothing,
    is_guess=True,
)
_GUESSES = (
    Decoding(
        name="latex",
        triggers=("{", "\\-"),
        pattern=_LATEX,
        replace=_shown_command,
        is_guess=True,
    ),
    Decoding(
        name="concatenation",
        triggers=('"', "'", "`"),
        pattern=_CONCATENATION,
        replace=_nothing,
        is_guess=True,
    ),
    Decoding(
        name="concatenation",
        triggers=("paste0(", "string(", ".concat(", '.join("")', ".join('')"),
        pattern=_LISTED,
        replace=_nothing,
        is_guess=True,
    ),
    _WRAPPED,
    _QUOTED,
)


class Reading(NamedTuple):
    """What a text reads as, without the way back; `is_wrapped` where lines were joined last."""

    text: str
    is_wrapped: bool = False


def views(first: View) -> Iterator[View]:
    """
    Yield *first*, then what it reads as with ever more of its decodings undone.

    Three rounds are enough for what people meet: an escaped escape inside markup.
    """
    return _undoing(first, _undone)


def readings(text: str) -> Iterator[Reading]:
    """Yield what the `views` of *text* say, at a fraction of their cost."""
    return _undoing(Reading(text), _read)


def _undoing(first: Text, undo: Callable[[Text, Decoding], Text | None]) -> Iterator[Text]:
    yield first
    yield from _guesses(first, undo)
    text = first
    for _ in range(_ROUNDS):
        before = text
        for decoding in DECODINGS:
            decoded = undo(text, decoding)
            if decoded is not None:
                text = decoded
                yield text
        if text is before:
            return
        yield from _guesses(text, undo)


def _guesses(text: Text, undo: Callable[[Text, Decoding], Text | None]) -> Iterator[Text]:
    found = [undo(text, guess) for guess in _GUESSES]
    return (guess for guess in found if guess is not None)


def _undone(view: View, decoding: Decoding) -> View | None:
    if not _may_stand(decoding, view.text):
        return None
    return substituted(
        view,
        decoding.pattern.finditer(view.text),
        decoding.replace,
        decoding=decoding.name,
        is_guess=decoding.is_guess,
    )


def _read(reading: Reading, decoding: Decoding) -> Reading | None:
    if not _may_stand(decoding, reading.text):
        return None
    replace = "" if decoding.replace is _nothing else decoding.replace
    text = reading.text
    for written, shown in decoding.common:
        text = text.replace(written, shown)
    text, count = decoding.pattern.subn(replace, text)
    is_changed = count or len(text) != len(reading.text)
    return Reading(text, is_wrapped=decoding.name == _WRAPPED.name) if is_changed else None


def _may_stand(decoding: Decoding, text: str) -> bool:
    if decoding.pattern is _INVISIBLE:
        return not text.isascii()
    if decoding is _QUOTED:
        return _MARKED_LINE.search(text) is not None
    return not decoding.triggers or any(trigger in text for trigger in decoding.triggers)
