"""How a key is written where its value must not be: `keys['name']`."""

import re

from playground.credentials.recognise import is_key_shaped
from playground.errors import PlaygroundError

__all__ = ["REFERENCE", "as_name", "checked_name", "reference", "shown_name"]

REFERENCE = re.compile(r"keys\['([\w][\w .-]{0,59})'\]")
"""Finds references; group 1 is the name."""

_NAME = re.compile(r"\w[\w .-]{0,59}")
_FOREIGN = re.compile(r"[^\w .-]+")
_HIDDEN = "••••••"


def reference(name: str) -> str:
    """Return what stands for the key called *name*: single quotes are legal inside JSON strings."""
    return f"keys['{name}']"


def as_name(text: str) -> str:
    """Return *text* made fit to name a key, or "" where nothing of it is."""
    name = _FOREIGN.sub("-", text).strip(" .-")[:60].rstrip(" .-")
    return "" if is_key_shaped(name) else name


def checked_name(name: str) -> str:
    """
    Return *name* if it may name a key.

    Raises:
        PlaygroundError: it is empty, too long, or looks like a key itself.
    """
    if _NAME.fullmatch(name) and not is_key_shaped(name):
        return name
    raise PlaygroundError(
        f"{shown_name(name)!r} cannot name a key",
        place="keys.put",
        next_step="Give a short name of letters, digits, spaces, dots and hyphens, then the value.",
    )


def shown_name(name: str) -> str:
    """Return *name*, or a mask where a person seems to have pasted a key in its place."""
    return name if _NAME.fullmatch(name) and not is_key_shaped(name) else _HIDDEN
