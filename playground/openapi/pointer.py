"""JSON pointers: how a place in a document or a body is written (RFC 6901)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

__all__ = ["join", "lookup", "parts"]


def join(segments: Iterable[str | int]) -> str:
    """Return the pointer that goes through *segments*; none of them gives `""`, the whole."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in segments)


def parts(pointer: str) -> tuple[str, ...]:
    """Return the segments of *pointer*, which may be percent-encoded as in a URI fragment."""
    if not pointer:
        return ()
    decoded = unquote(pointer).removeprefix("/").split("/")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in decoded)


def lookup(value: Any, segments: Iterable[str | int]) -> Any:
    """
    Return what *segments* lead to in *value*; list items are counted from 0.

    Raises:
        LookupError: one of them is not there.
    """
    for part in segments:
        value = _child(value, part)
    return value


def _child(value: Any, part: str | int) -> Any:
    if isinstance(value, Mapping):
        return value[str(part)]
    if isinstance(value, Sequence) and not isinstance(value, str) and str(part).isdecimal():
        return value[int(part)]
    raise LookupError(part)
