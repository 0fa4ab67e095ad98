"""The edit that puts a placeholder where a key stood, together with the encoding around it."""

import re

from playground.guard.edit import Edit
from playground.guard.naming import placeholder
from playground.guard.settle import Key

__all__ = ["placeholder_edit"]

_ENCODINGS = {"base64", "gzip", "hex"}
_BEFORE = re.compile(r"[A-Za-z0-9+/_-]*\Z")
_AFTER = re.compile(r"[A-Za-z0-9+/_-]*={0,2}")
_FARTHEST = 1 << 16


def placeholder_edit(text: str, key: Key, name: str) -> Edit:
    """Return the edit of *text* that leaves the placeholder of *name* instead of *key*."""
    start, end = key.start, key.end
    if key.via and key.via[0] in _ENCODINGS:
        # A placeholder inside base64 would make the rest of it undecodable.
        low = max(start - _FARTHEST, 0)
        before = _BEFORE.search(text[low:start])
        after = _AFTER.match(text, end)
        start = low + before.start() if before else start
        end = after.end() if after else end
    new = placeholder(name)
    if key.is_whole_expression:
        new = f'"{new}"'
    return Edit(start, end, new)
