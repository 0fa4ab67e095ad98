"""A store of leftovers: what it is, the keys in it, and how they get out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from playground.guard import Catalogue, Finding, Scope

__all__ = ["Left", "Store"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A key in a store: the finding, where people see it, and the store's own way to it."""

    finding: Finding
    where: str = ""
    handle: Any = None


class Store(Protocol):
    """One place on the disk that may hold keys."""

    @property
    def path(self) -> Path:
        """The file."""
        ...

    @property
    def what(self) -> str:
        """What the file is, in a few words."""
        ...

    @property
    def remedy(self) -> str:
        """What `remove` does to it, in a few words."""
        ...

    def left(self, catalogue: Catalogue) -> list[Left]:
        """
        Return the keys in it; the store is only read.

        Raises:
            NotebookError: it cannot be read.
        """
        ...

    def remove(self, left: Sequence[Left], scope: Scope) -> None:
        """
        Take out the keys that *left* names, so that no byte of them stays in the file.

        Raises:
            NotebookError: it cannot be written, or is in use.
        """
        ...
