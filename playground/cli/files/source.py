"""What is to be scanned: a name and a way to its bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
import os
from pathlib import Path
import stat
import sys
from typing import BinaryIO

from playground.cli.files.git import blob, staged_blobs
from playground.errors import NotebookError

__all__ = ["PASSED_OVER", "STDIN", "Source", "sources_in", "staged_sources"]

STDIN = "-"
# Nobody writes these by hand, and they are not what a person shares.
PASSED_OVER = frozenset({".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__"})
_LARGEST_MIB = 256
_LARGEST = _LARGEST_MIB << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """
    One thing to scan: a file on the disk, standard input, or the staged form of a file.

    `blob` is git's name of the staged form; `trouble` says why a folder could not be listed.
    """

    name: str
    blob: str = ""
    trouble: str = ""

    @property
    def folder(self) -> Path:
        """Where the policy is looked for."""
        return Path() if self.name == STDIN else Path(self.name).parent

    @property
    def size(self) -> int:
        """How many bytes it has, as far as that is known without reading it."""
        try:
            return 0 if self.blob or self.name == STDIN else Path(self.name).stat().st_size
        except (OSError, ValueError):
            return 0

    def read(self) -> bytes:
        """
        Return its bytes.

        Raises:
            NotebookError: it cannot be read, or is too big.
        """
        if self.trouble:
            raise NotebookError(self.trouble, path=self.name)
        if self.blob:
            return self._whole(blob(self.blob, most=_LARGEST + 1))
        if self.name == STDIN:
            return self._whole(sys.stdin.buffer.read(_LARGEST + 1))
        try:
            with Path(self.name).open("rb") as file:
                return self._content(file)
        except OSError as error:
            raise NotebookError(_unread(self.name, error), path=self.name) from None

    def _content(self, file: BinaryIO) -> bytes:
        status = os.fstat(file.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size <= _LARGEST:
            return file.read()
        # How much a pipe holds is known only at its end.
        return self._whole(file.read(_LARGEST + 1) if status.st_size <= _LARGEST else None)

    def _whole(self, content: bytes | None) -> bytes:
        if content is None or len(content) > _LARGEST:
            raise NotebookError(
                f"it is not read, because it is larger than {_LARGEST_MIB} MiB",
                path=self.name,
                next_step="Clear its outputs, or split it.",
            )
        return content


def sources_in(paths: Iterable[str]) -> Iterator[Source]:
    """Yield a source for each file that *paths* name: files, folders with all in them, globs."""
    for path in paths:
        if path != STDIN and has_magic(path) and not os.path.lexists(path):
            names = sorted(glob(path, recursive=True)) or [path]  # noqa: PTH207  it may be absolute
        else:
            names = [path]
        for name in names:
            yield from _walked(name)


def staged_sources() -> Iterator[Source]:
    """
    Yield each file that the next commit would add or change, as it is staged.

    Raises:
        NotebookError: this is no git repository, or git is not installed.
    """
    yield from (Source(name=name, blob=found) for name, found in staged_blobs())


def _walked(name: str) -> Iterator[Source]:
    # `Path.is_dir` raises where a folder above may not be entered.
    if name == STDIN or not os.path.isdir(name):  # noqa: PTH112
        yield Source(name=name)
        return
    if name.rstrip(os.sep).endswith(".ipynb"):
        yield Source(name=name, trouble="it is a folder, and no notebook")
    unlisted: list[OSError] = []
    for folder, folders, files in os.walk(name, onerror=unlisted.append):
        folders[:] = sorted(set(folders) - PASSED_OVER)
        paths = [os.path.join(folder, file) for file in sorted(files)]  # noqa: PTH118  names stay as given
        yield from (Source(name=path) for path in paths if _is_file(path))
    for error in unlisted:
        path = str(error.filename)
        yield Source(name=path, trouble=_unread(path, error))


def _is_file(path: str) -> bool:
    """Return whether to read *path*, met in a folder: a pipe would wait for its writer forever."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116  a million paths
    except OSError:
        return True  # reading it will tell


def _unread(path: str, error: OSError) -> str:
    if isinstance(error, FileNotFoundError) and Path(path).is_symlink():
        return "it cannot be read: it is a link that leads nowhere"
    return f"it cannot be read: {(error.strerror or type(error).__name__).lower()}"
