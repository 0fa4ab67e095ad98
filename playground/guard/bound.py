"""What a name is bound to: whether it is a value, and whether all of it."""

from collections.abc import Iterable
import re

from playground.guard.kind import KeyKind
from playground.guard.placeholder import is_placeholder

__all__ = ["is_bare", "is_no_value", "is_setting", "prefixes"]

_SETTING = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{1,40}\s?[:=][^=\s]")
# Behind a part of a key that is shown to tell which one it is.
_ELLIPSIS = "…"
# Behind a part of a string; the whole is read where the parts are joined.
_GOES_ON = re.compile(r"[\"'`]\s{0,80}\\?\s{0,80}\+\s{0,80}[rbfuRBFU]{0,2}[\"'`]")
_JOINED_LIST = re.compile(r"join\(\s{0,80}[\[(][^\[\]()]*\Z")
_LONGEST_LIST = 512
# {"alg": or {"typ": in base64: a token's head, which is no secret, as far as its line goes.
_TOKEN_HEAD = re.compile(r"eyJ(?:hbGci|0eXAi)Oi[A-Za-z0-9_-]*")
_SHORTEST_PREFIX, _SHORTEST_SECRET = 4, 8


def is_setting(text: str, at: int) -> bool:
    """Return whether *text* sets another name at *at*."""
    return _SETTING.match(text, at) is not None


def is_no_value(text: str, match: re.Match[str]) -> bool:
    """Return whether what *match* binds is only a part of a value, or sets another name."""
    first, (start, end) = match.start(), match.span("key")
    if text.startswith(_ELLIPSIS, end) or _GOES_ON.match(text, end):
        return True
    if _JOINED_LIST.search(text, max(first - _LONGEST_LIST, 0), first):
        return True
    return "\n" in text[first:start] and is_setting(text, start)


def prefixes(kinds: Iterable[KeyKind]) -> re.Pattern[str]:
    """Return what matches the beginnings of keys that tell their shipped kind by themselves."""
    words = {
        word
        for kind in kinds
        if kind.certainty == "shape" and not kind.is_added and kind.lead == (0,)
        for word in kind.keywords
        if len(word) >= _SHORTEST_PREFIX
    }
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))) or r"(?!)")


def is_bare(value: str, prefix: re.Pattern[str]) -> bool:
    """Return whether *value* begins like a kind, with a stand-in behind that at most."""
    if _TOKEN_HEAD.fullmatch(value):
        return True
    match = prefix.match(value)
    rest = value[match.end() :] if match else ""
    return match is not None and (len(rest) < _SHORTEST_SECRET or is_placeholder(rest))
