"""Patterns that are safe to run: a key group, a clear end, and time linear in the text."""

from importlib import import_module
import re
from typing import Any

__all__ = ["bounded", "weakness"]

# The standard library's own parser; it has no public name.
_parser: Any = import_module("re._parser")

_LOOKS = {"ASSERT": "looks around", "ASSERT_NOT": "looks around", "GROUPREF": "refers back"}
_REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}


def bounded(pattern: str, *, alphabet: str, ignore_case: bool = False) -> re.Pattern[str]:
    """Return *pattern* compiled, ending where no character of *alphabet* follows."""
    flags = re.ASCII | (re.IGNORECASE if ignore_case else 0)
    return re.compile(f"(?:{pattern})(?![{alphabet}])", flags)


def weakness(pattern: str) -> str:
    """Return why *pattern* cannot be used, or nothing."""
    try:
        parsed = _parser.parse(pattern)
    except re.error as error:
        return f"its pattern cannot be read: {error}"
    if "key" not in parsed.state.groupdict:
        return "its pattern has no group named `key`"
    return _nesting(parsed, inside_repeat=False)


def _nesting(parsed: Any, *, inside_repeat: bool) -> str:
    for operation, argument in parsed:
        name = str(operation)
        if name in _LOOKS:
            return f"its pattern {_LOOKS[name]}, which no linear engine can"
        is_open = name in _REPEATS and argument[0] != argument[1]
        if is_open and inside_repeat:
            return "its pattern repeats a repetition, which takes exponential time"
        for child in _children(argument):
            reason = _nesting(child, inside_repeat=inside_repeat or is_open)
            if reason:
                return reason
    return ""


def _children(argument: Any) -> list[Any]:
    if isinstance(argument, _parser.SubPattern):
        return [argument]
    if isinstance(argument, list | tuple):
        return [child for part in argument for child in _children(part)]
    return []
