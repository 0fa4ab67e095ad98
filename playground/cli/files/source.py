"""What is to be scanned: a name and a way to its bytes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from glob import glob, has_magic
import os
from pathlib import Path
import subprocess
import sys

from playground.errors import NotebookError

__all__ = ["STDIN", "Source", "sources_in", "staged_sources"]

STDIN = "-"
# Nobody writes these by hand, and they are not what a person shares.
_PASSED_OVER = frozenset({".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to scan: a file on the disk, standard input, or the staged form of a file."""

    name: str
    is_staged: bool = False

    @property
    def folder(self) -> Path:
        """Where the policy is looked for."""
        return Path() if self.name == STDIN else Path(self.name).parent

    def read(self) -> bytes:
        """
        Return its bytes.

        Raises:
            NotebookError: it cannot be read.
        """
        if self.is_staged:
            return _git("show", f":{self.name}")
        if self.name == STDIN:
            return sys.stdin.buffer.read()
        try:
            return Path(self.name).read_bytes()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise NotebookError(f"it cannot be read: {reason}", path=self.name) from None


def sources_in(paths: Iterable[str]) -> Iterator[Source]:
    """Yield a source for each file that *paths* name: files, folders with all in them, globs."""
    for path in paths:
        if path != STDIN and has_magic(path) and not Path(path).exists():
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
    listed = _git("diff", "--cached", "--name-only", "--no-renames", "-z", "--diff-filter=ACM")
    top = _git("rev-parse", "--show-toplevel").decode().rstrip("\n")
    for name in filter(None, listed.decode("utf-8", "surrogateescape").split("\0")):
        here = os.path.relpath(Path(top, name))
        yield Source(name=name if here.startswith("..") else here, is_staged=True)


def _walked(name: str) -> Iterator[Source]:
    if name == STDIN or not Path(name).is_dir():
        yield Source(name=name)
        return
    for folder, folders, files in os.walk(name):
        folders[:] = sorted(set(folders) - _PASSED_OVER)
        yield from (Source(name=os.path.join(folder, file)) for file in sorted(files))  # noqa: PTH118  names stay as given


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=True)  # noqa: S603, S607
    except FileNotFoundError:
        raise NotebookError("git is not installed", path="--staged") from None
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        raise NotebookError(
            f"git says: {said}",
            path="--staged",
            next_step="Run it inside a git repository, or name the files instead.",
        ) from None
    return done.stdout
