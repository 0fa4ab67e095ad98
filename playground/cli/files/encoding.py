"""Text that Windows writes as UTF-16, taken as UTF-8, and put back as it was."""

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Taken", "taken"]

_MARKS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


class Taken(NamedTuple):
    """A file's bytes as UTF-8, and what puts such bytes back into the file's own encoding."""

    raw: bytes
    back: Callable[[bytes], bytes]


def taken(raw: bytes) -> Taken:
    """Return *raw* as it is, unless it begins with UTF-16's mark and is that encoding."""
    mark = raw[:2]
    codec = _MARKS.get(mark)
    try:
        text = raw[2:].decode(codec) if codec else None
    except UnicodeDecodeError:
        text = None
    if codec is None or text is None:
        return Taken(raw, lambda changed: changed)
    return Taken(text.encode(), lambda changed: mark + changed.decode().encode(codec))
