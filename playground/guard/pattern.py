"""Patterns that are safe to run: a key group, a clear end, and time linear in the text."""

from importlib import import_module
import re
from string import ascii_letters, digits, whitespace
from typing import Any

__all__ = ["bounded", "is_class", "weakness", "widest"]

# The standard library's own parser; it has no public name.
_parser: Any = import_module("re._parser")

_LOOKS = {"ASSERT": "looks around", "ASSERT_NOT": "looks around", "GROUPREF": "refers back"}
_LAST = 127
_ALL = frozenset(range(_LAST + 1))
_CATEGORIES = {
    "CATEGORY_DIGIT": frozenset(map(ord, digits)),
    "CATEGORY_SPACE": frozenset(map(ord, whitespace)),
    "CATEGORY_WORD": frozenset(map(ord, ascii_letters + digits + "_")),
}
_LONGEST, _MOST_WAYS = 1 << 14, 1 << 22
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def bounded(pattern: str, *, alphabet: str, ignore_case: bool = False) -> re.Pattern[str]:
    """Return *pattern* compiled, ending where no character of *alphabet* follows."""
    flags = re.ASCII | (re.IGNORECASE if ignore_case else 0)
    return re.compile(f"(?:{pattern})(?![{alphabet}])", flags)


def is_class(inside: str) -> bool:
    """Return whether *inside* is the whole inside of a character class."""
    try:
        parsed = _parser.parse(f"[{inside}]")
    except re.error:
        return False
    return [str(operation) for operation, _ in parsed] in (["IN"], ["LITERAL"])


def weakness(pattern: str) -> str:
    """Return why *pattern* cannot be used, or nothing."""
    try:
        parsed = _parser.parse(pattern)
    except re.error as error:
        return f"its pattern cannot be read: {error}"
    if "key" not in parsed.state.groupdict:
        return "its pattern has no group named `key`"
    return _nesting(parsed, inside_open=False, inside_loop=False)


def widest(pattern: str) -> int:
    """Return how many characters *pattern* matches at most."""
    return int(_parser.parse(pattern).getwidth()[1])


def _nesting(parsed: Any, *, inside_open: bool, inside_loop: bool) -> str:
    for operation, argument in parsed:
        name = str(operation)
        if name in _LOOKS:
            return f"its pattern {_LOOKS[name]}, which no linear engine can"
        is_open = name in _REPEATS and argument[0] != argument[1]
        if is_open and inside_open:
            return "its pattern repeats a repetition, which takes exponential time"
        if inside_loop and name == "BRANCH" and _is_ambiguous(argument[1]):
            return "its pattern repeats a choice of likes, which takes exponential time"
        is_loop = name in _REPEATS and argument[1] > 1
        for child in _children(argument):
            reason = _nesting(
                child, inside_open=inside_open or is_open, inside_loop=inside_loop or is_loop
            )
            if reason:
                return reason
    return _neighbours(parsed)


def _neighbours(parsed: Any) -> str:
    """Return why repetitions that share characters, one after the other, cannot be used."""
    ways, shared = 1, frozenset[int]()
    for item in parsed:
        operation, argument = item
        is_open = str(operation) in _REPEATS and argument[0] != argument[1]
        firsts = _firsts(argument[2]) if is_open else _firsts([item])
        if not firsts & shared:
            ways, shared = 1, frozenset()
        if is_open:
            ways *= min(int(argument[1]) - int(argument[0]) + 1, _LONGEST)
            shared |= firsts
        if ways > _MOST_WAYS:
            return "its pattern repeats the same characters twice without a bound such as {20,200}"
    return ""


def _is_ambiguous(branches: Any) -> bool:
    firsts = [_firsts(branch) for branch in branches]
    return any(one & other for at, one in enumerate(firsts) for other in firsts[at + 1 :])


def _firsts(parsed: Any) -> frozenset[int]:
    """Return the characters with which *parsed* may begin; all, where that is not plain."""
    if not len(parsed):
        return _ALL
    operation, argument = parsed[0]
    name = str(operation)
    if name == "LITERAL":
        return frozenset({argument})
    if name == "SUBPATTERN":
        return _firsts(argument[-1])
    if name == "IN":
        return frozenset().union(*(_members(str(kind), value) for kind, value in argument))
    return _ALL


def _members(kind: str, value: Any) -> frozenset[int]:
    if kind == "LITERAL":
        return frozenset({value})
    if kind == "RANGE":
        return frozenset(range(value[0], min(value[1], _LAST) + 1))
    return _CATEGORIES.get(str(value), _ALL)


def _children(argument: Any) -> list[Any]:
    if isinstance(argument, _parser.SubPattern):
        return [argument]
    if isinstance(argument, list | tuple):
        return [child for part in argument for child in _children(part)]
    return []
