"""Where a key is written, the encoding around it included, and the placeholder put there."""

import re

from playground.guard.edit import Edit
from playground.guard.naming import placeholder
from playground.guard.settle import Key

__all__ = ["placeholder_edit", "written_span"]

_ENCODINGS = {"base64", "gzip", "hex"}
_BEFORE = re.compile(r"[A-Za-z0-9+/_-]*\Z")
_AFTER = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_FARTHEST = 1 << 16


def written_span(text: str, key: Key) -> tuple[int, int]:
    """Return the span of *text* that *key* is written in: itself, or what encodes it."""
    start, end = key.start, key.end
    if key.via and key.via[0] in _ENCODINGS:
        # What is left of base64 would not be decodable.
        low = max(start - _FARTHEST, 0)
        before = _BEFORE.search(text[low:start])
        after = _AFTER.match(text, end)
        start = low + before.start() if before else start
        end = after.end() if after else end
    return start, end


def placeholder_edit(text: str, key: Key, name: str) -> Edit:
    """Return the edit of *text* that leaves the placeholder of *name* instead of *key*."""
    new = placeholder(name)
    return Edit(*written_span(text, key), f'"{new}"' if key.is_whole_expression else new)
