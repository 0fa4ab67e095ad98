"""
What travels between a redactor and its front end; `lab/src/redactor/wire.ts` says the same.

A key is named by its place and its keyed fingerprint: its value never travels.
"""

from typing import Any, Literal, TypedDict

__all__ = ["Ask", "Listing", "Undo"]


class Listing(TypedDict):
    """The synced traits: `rows` are findings in the form that the server's routes give them."""

    path: str
    rows: list[dict[str, Any]]
    said: str
    undo_of: str


class Ask(TypedDict):
    """Do something about the key with this fingerprint, in this part of the notebook."""

    type: Literal["replace", "clear", "test"]
    cell: int | None
    part: str
    fingerprint: str


class Undo(TypedDict):
    """Take the last action back."""

    type: Literal["undo"]
