"""Ask git what the next commit would hold."""

from collections.abc import Iterator
import os
from pathlib import Path
import subprocess

from playground.errors import NotebookError

__all__ = ["blob", "staged_blobs"]

_FILE_MODES = (b"100644", b"100755")


def staged_blobs() -> Iterator[tuple[str, str]]:
    """
    Yield name, as it leads there from here, and blob of each file that is added or changed.

    Raises:
        NotebookError: this is no git repository, or git is not installed.
    """
    # Asked first: outside a repository `git diff` answers with all its options.
    top = os.fsdecode(_git("rev-parse", "--show-toplevel").rstrip(b"\n"))
    told = _git("diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff")
    fields = iter(told.split(b"\0"))
    # Source: git-diff-index(1), "Raw output format": ":old new old-blob new-blob status", path.
    for change, path in zip(fields, fields, strict=False):
        _, mode, _, new, _ = change.split(b" ")
        if mode in _FILE_MODES:
            yield os.path.relpath(Path(top, os.fsdecode(path))), new.decode()


def blob(name: str, *, most: int) -> bytes:
    """
    Return the content of the blob *name*, no more than the first *most* bytes.

    Raises:
        NotebookError: git cannot read it.
    """
    command = ["git", "cat-file", "blob", name]
    with subprocess.Popen(  # noqa: S603  git itself named the blob
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as git:
        content = git.stdout.read(most) if git.stdout else b""
    # It is stopped by a closed pipe where there is more.
    if git.returncode and len(content) < most:
        raise _failed(f"the blob {name} cannot be read".encode())
    return content


def _git(*arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=True)  # noqa: S603, S607
    except FileNotFoundError:
        raise NotebookError("git is not installed", path="--staged") from None
    except subprocess.CalledProcessError as error:
        raise _failed(error.stderr) from None
    return done.stdout


def _failed(said: bytes) -> NotebookError:
    words = said.decode(errors="replace").strip().removeprefix("fatal: ")
    return NotebookError(
        f"git says: {words}",
        path="--staged",
        next_step="Run it inside a git repository, or name the files instead.",
    )
