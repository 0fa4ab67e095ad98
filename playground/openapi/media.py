"""Media types: which one a request uses, and which one an answer means."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

__all__ = ["FORM", "JSON", "MULTIPART", "bare", "chosen", "is_json", "matching"]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_T = TypeVar("_T")


def bare(media_type: str) -> str:
    """Return *media_type* in small letters and without its parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a body of *media_type* is JSON (RFC 6839, section 3.1, for the suffix)."""
    name = bare(media_type)
    return name == JSON or name.endswith("+json")


def chosen(media_types: Iterable[str]) -> str | None:
    """Return the media type to send of those that are taken: JSON if possible, then forms."""
    offered = list(media_types)
    for is_wanted in (
        lambda name: bare(name) == JSON,
        is_json,
        lambda name: bare(name) == FORM,
        lambda name: bare(name) == MULTIPART,
        lambda name: "*" not in name,
    ):
        for name in offered:
            if is_wanted(name):
                return name
    return JSON if offered else None


def matching(media_type: str, content: Mapping[str, _T]) -> _T | None:
    """Return the entry of *content* for *media_type*, the most exact range first."""
    name = bare(media_type)
    by_name = {bare(known): entry for known, entry in content.items()}
    for wanted in (name, f"{name.partition('/')[0]}/*", "*/*"):
        if wanted in by_name:
            return by_name[wanted]
    return None
