"""How a command answers: in lines for people, or as one JSON document for programs."""

from enum import StrEnum

__all__ = ["Format", "ScanFormat"]


class Format(StrEnum):
    """The values of `--format`."""

    TEXT = "text"
    JSON = "json"


class ScanFormat(StrEnum):
    """The values of `--format` where findings are told: SARIF is what code hosts read."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
