"""Where the copies of files go, when they are not written in place."""

from collections.abc import Sequence
from dataclasses import dataclass
import os.path
from pathlib import Path
from typing import Self

from playground.cli.files.source import Source

__all__ = ["Copies"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """
    A folder for copies, which keep the folders that they come from and never leave it.

    `root` is what is left out of absolute names: the folder that has all of them below it.
    """

    folder: Path
    root: Path

    @classmethod
    def of(cls, sources: Sequence[Source], *, folder: Path) -> Self:
        """Return where the copies of all *sources* go, below *folder*."""
        absolute = [source.folder for source in sources if source.folder.is_absolute()]
        root = Path(os.path.commonpath(absolute)) if absolute else Path()
        return cls(folder=folder, root=root)

    def place(self, name: str) -> Path:
        """Return where the copy of the source called *name* goes."""
        path = Path(name)
        if path.is_absolute():
            path = path.relative_to(self.root)
        return self.folder.joinpath(*(part for part in path.parts if part != ".."))
