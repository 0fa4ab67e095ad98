"""Settle whether a key really stands where the engine proposes one, and where it ends."""

from base64 import b64decode
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
import re

from playground.guard import keyformat
from playground.guard.bound import is_no_value, is_setting
from playground.guard.kind import KeyKind
from playground.guard.placeholder import is_identifier, is_placeholder
from playground.guard.view import View

__all__ = ["Key", "best", "has_shape", "key_at"]

_WINDOW = 16_384
_MOST_ENDS = 64
# Fewer characters begin a line by chance.
_TELLING = 3
# What may stand before a key though it ends in a letter or digit: an escape, not yet undone.
_ESCAPE_BEFORE = re.compile(
    r"(?:\\(?:[abfnrtv0]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[0-3][0-7]{2})|%[0-9A-Fa-f]{2}"
    r"|\x1b\[[0-?]*[ -/]*[@-~])\Z"
)
_ESCAPE_LENGTH = 24
_BASE64_SIGNS = "+/"
_ADDRESS = re.compile(r"//[^\s/:@]*:[^\s/@]+@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """
    A key in a text, with its value: handed on inside the guard and never kept.

    [start, end) is its span in the first text, `via` the decodings that lead to it.
    `is_verified` tells that its checksum is right, `is_whole_expression` that the span is that of
    code which computes it.
    """

    kind: KeyKind
    value: str = field(repr=False)
    start: int
    end: int
    via: tuple[str, ...]
    preview: str
    is_guess: bool = False
    is_verified: bool = False
    is_whole_expression: bool = False
    is_known: bool = False


def has_shape(text: str, kind: KeyKind, place: int, *, is_wrapped: bool = False) -> bool:
    """
    Return whether a key of *kind* might stand in *text*, its keyword at *place*.

    No key is there where there is no shape. Where the lines were joined, any of them may end it.
    """
    pattern, last = kind.opening if is_wrapped else kind.regex, place + _WINDOW
    return any(pattern.match(text, place - lead, last) for lead in kind.lead if lead <= place)


def key_at(view: View, kind: KeyKind, place: int) -> Key | None:
    """Return the key of *kind* that begins at *place* in *view*, if one does."""
    is_wrapped = view.decoding == "wrapped"
    if is_wrapped and not has_shape(view.text, kind, place, is_wrapped=True):
        return None
    last = min(place + _WINDOW, len(view.text))
    stops = _stops(view, kind, place, last=last) if is_wrapped else [last]
    matches = {
        match.span(): match
        for start in _starts(view, kind, place)
        for stop in stops
        if (match := kind.regex.match(view.text, start, stop))
    }
    if is_wrapped and kind.certainty == "name":
        matches = {span: one for span, one in matches.items() if not _is_settings(view, one)}
    shortest_first = sorted(matches.values(), key=lambda match: len(match["key"]))
    found = (key for match in shortest_first if (key := _key(view, kind, match)))
    if kind.lifetime != "embedded":
        return next(found, None)
    return max(found, key=lambda key: key.is_verified, default=None)


def _is_settings(view: View, match: re.Match[str]) -> bool:
    """Return whether a line that was joined to what it matches sets something of its own."""
    return any(is_setting(view.text, cut) for cut in view.ends(*match.span("key")))


def _starts(view: View, kind: KeyKind, place: int) -> list[int]:
    """Return the offsets at which a key of *kind* may begin whose keyword is at *place*."""
    starts = [place - lead for lead in kind.lead if lead <= place]
    if kind.starts == "anywhere":
        return starts
    joined = _BASE64_SIGNS if kind.starts == "apart" else ""
    return [start for start in starts if _begins_there(view, start, joined=joined)]


def _begins_there(view: View, place: int, *, joined: str) -> bool:
    before = view.text[max(place - _ESCAPE_LENGTH, 0) : place]
    if not before or not _is_inside(before[-1], joined=joined):
        return True
    return view.is_cut_at(place) or _ESCAPE_BEFORE.search(before) is not None


def _is_inside(before: str, *, joined: str) -> bool:
    return before in joined or (before.isascii() and before.isalnum())


def _stops(view: View, kind: KeyKind, place: int, *, last: int) -> list[int]:
    """Return the offsets at which the text may end for the sake of a key from *place* on."""
    ends = view.ends(place, min(place + kind.longest + 1, last))[:_MOST_ENDS]
    # No key goes on in a line with which another one begins.
    words = tuple(word for word in kind.keywords if len(word) >= _TELLING)
    others = (at for at, end in enumerate(ends) if view.text.startswith(words, end))
    other = next(others, None)
    return [*ends, last] if other is None else ends[: other + 1]


def _key(view: View, kind: KeyKind, match: re.Match[str]) -> Key | None:
    value = match["key"]
    keyword = next((word for word in kind.keywords if value.startswith(word)), "")
    secret = match.groupdict().get("secret") or value[len(keyword) :]
    prefix = keyword[: len(value) - len(secret)]
    if _is_sample(kind, value) or _is_stand_in(kind, secret):
        return None
    if kind.certainty == "name" and is_no_value(view.text, match):
        return None
    start, end, via = view.origin(*match.span("key"))
    form = keyformat.read(value) if kind.lifetime == "embedded" else None
    return Key(
        kind=kind,
        value=value,
        start=start,
        end=end,
        via=tuple(name for name in via if name),
        preview=f"{prefix}…",
        is_guess=view.is_guess,
        is_verified=form is not None and form.is_checksum_valid,
    )


def _is_sample(kind: KeyKind, value: str) -> bool:
    """Return whether *value* is printed in the issuer's pages; a decoding may have cut it."""
    return any(value.startswith(sample) or sample.startswith(value) for sample in kind.samples)


def _is_stand_in(kind: KeyKind, secret: str) -> bool:
    if kind.written == "basic":
        secret = _password(secret)
    return is_identifier(secret) or is_placeholder(secret)


def _password(basic: str) -> str:
    """Source: RFC 7617, section 2: base64 of the user's name, a colon and the password."""
    try:
        password = b64decode(basic + "=" * (-len(basic) % 4)).decode().partition(":")[2]
    except ValueError:
        return ""
    # A header inside a header is judged by itself, and so is the password of an address.
    is_another = password.startswith(" ") or "Basic " in password or _ADDRESS.search(password)
    # Of a connection string, the longest setting tells.
    return "" if is_another else max(password.split(";"), key=len)


def best(keys: Iterable[Key]) -> list[Key]:
    """
    Return the keys without overlaps, in order of place.

    Where several readings overlap, a known value wins, then one whose checksum is right, then
    one by shape, then one that joined nothing on a guess, then the longest value, then the
    narrowest place.
    """
    chosen: list[Key] = []
    starts: list[int] = []
    for key in sorted(dict.fromkeys(keys), key=_worth):
        at = bisect_right(starts, key.start)
        is_free = not at or chosen[at - 1].end <= key.start
        if is_free and (at == len(chosen) or key.end <= chosen[at].start):
            starts.insert(at, key.start)
            chosen.insert(at, key)
    return chosen


def _worth(key: Key) -> tuple[bool, bool, bool, bool, bool, int, int, int]:
    return (
        not key.is_known,
        # A kind of the user's own can make the guard stricter, and never more lenient.
        key.kind.is_added and key.kind.is_lenient,
        not key.is_verified,
        key.kind.certainty == "name",
        key.is_guess,
        -len(key.value),
        key.end - key.start,
        len(key.via),
    )
