"""A text that a regular expression matches."""

from collections.abc import Callable
import re
from re import _constants as op  # type: ignore[attr-defined]  # no stubs
from re import _parser as parser  # type: ignore[attr-defined]  # no stubs
from typing import Any
import warnings

__all__ = ["is_found", "matching_text"]

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-.@/:"
_CLASSES = {
    op.CATEGORY_DIGIT: "0123456789",
    op.CATEGORY_WORD: "abcdefghijklmnopqrstuvwxyz0123456789_",
    op.CATEGORY_SPACE: " ",
    op.CATEGORY_NOT_DIGIT: "abcdefghij",
    op.CATEGORY_NOT_WORD: " -.",
    op.CATEGORY_NOT_SPACE: "abcdefghij0123456789",
}
_MOST = 64


class _Unmakeable(Exception):
    """A pattern, or a length of it, that no text is made for."""


def matching_text(pattern: str, *, shortest: int = 0) -> str | None:
    """Return a text that *pattern* finds, of *shortest* characters or more; `None` if it can't."""
    pattern = _in_python(pattern)
    try:
        tree = _quietly(parser.parse, pattern)
        tried = (_sequence(tree, extra).ljust(shortest, "a") for extra in (0, shortest))
        return next((text for text in tried if is_found(pattern, text)), None)
    except (re.error, _Unmakeable, RecursionError, OverflowError):
        return None


def is_found(pattern: str, text: str) -> bool:
    """Whether *pattern* finds something in *text*; a pattern that is broken finds nothing."""
    try:
        return _quietly(re.search, pattern, text) is not None
    except re.error:
        return False


def _quietly(function: Callable[..., Any], *args: str) -> Any:
    # A pattern of another dialect may mean something else in a later Python: no news to a user.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*args)


def _in_python(pattern: str) -> str:
    # Unicode classes and \z are of other dialects; a letter is in most of the classes.
    return re.sub(r"\\p\{\^?\w+\}", r"\\w", pattern).replace(r"\z", r"\Z")


def _sequence(items: Any, extra: int) -> str:
    return "".join(_one(kind, value, extra) for kind, value in items)


def _one(kind: Any, value: Any, extra: int) -> str:
    if kind in _EMPTY:
        return ""
    if kind not in _MAKERS:
        raise _Unmakeable(kind)
    return _MAKERS[kind](value, extra)


def _repeated(value: Any, extra: int) -> str:
    least, most, items = value
    wanted = max(least, min(extra, most))
    if wanted > _MOST * _MOST:
        raise _Unmakeable(wanted)
    return _sequence(items, 0) * int(wanted)


def _of_class(items: Any, _extra: int) -> str:
    is_negated = items[0][0] is op.NEGATE
    members = "".join(_members(kind, value) for kind, value in items)
    if not is_negated:
        return members[0]
    return next(letter for letter in _LETTERS if letter not in members)


def _other_letter(value: int, _extra: int) -> str:
    return next(letter for letter in _LETTERS if ord(letter) != value)


def _members(kind: Any, value: Any) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.RANGE:
        return "".join(map(chr, range(value[0], min(value[1], value[0] + 255) + 1)))
    if kind is op.CATEGORY:
        return str(_CLASSES[value])
    return ""


_EMPTY = (op.AT, op.ASSERT, op.ASSERT_NOT)
_MAKERS: dict[Any, Callable[[Any, int], str]] = {
    op.LITERAL: lambda value, _: chr(value),
    op.ANY: lambda _value, _: "a",
    op.NOT_LITERAL: _other_letter,
    op.IN: _of_class,
    op.SUBPATTERN: lambda value, extra: _sequence(value[-1], extra),
    op.BRANCH: lambda value, extra: _sequence(value[1][0], extra),
    op.MAX_REPEAT: _repeated,
    op.MIN_REPEAT: _repeated,
    op.POSSESSIVE_REPEAT: _repeated,
}
