"""How a command answers: in lines for people, or as one JSON document for programs."""

from enum import StrEnum

__all__ = ["Format"]


class Format(StrEnum):
    """The values of `--format`."""

    TEXT = "text"
    JSON = "json"
