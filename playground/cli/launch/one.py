"""One lab for each folder of notebooks: who runs it, and how to end it."""

from collections.abc import Iterator
from contextlib import contextmanager
import fcntl
from hashlib import sha256
import json
import os
from pathlib import Path
import signal
from typing import IO, Any

from jupyter_core.paths import jupyter_runtime_dir

from playground.cli.launch.awaited import awaited
from playground.errors import AlreadyRunning, SandboxError

__all__ = ["is_stopped", "only_one", "tell"]

_PATIENCE_SECONDS = 30


@contextmanager
def only_one(notebooks: Path) -> Iterator[IO[str]]:
    """
    Hold the note of the lab at *notebooks* while it runs.

    Raises:
        AlreadyRunning: another process holds it.
    """
    with _note(notebooks).open("a+") as note:
        if not _has(note):
            url = _told(note).get("url", "")
            raise AlreadyRunning(
                "JupyterLab runs already",
                next_step="End it with `make stop` or `playground lab --stop`"
                # On a line of its own, so that no stop sticks to the address.
                + (f", or open it:\n{url}" if url else "."),
            )
        note.truncate(0)
        yield note
        note.truncate(0)


def tell(note: IO[str], *, url: str = "") -> None:
    """Write into *note* who runs the lab, and where it can be opened."""
    note.truncate(0)
    json.dump({"pid": os.getpid(), "url": url}, note)
    note.flush()


def is_stopped(notebooks: Path) -> bool:
    """
    End the lab at *notebooks*; False where none runs.

    Raises:
        SandboxError: it does not end.
    """
    with _note(notebooks).open("a+") as note:
        if _has(note):
            return False
        pid = _told(note).get("pid")
        if pid is not None:
            os.kill(pid, signal.SIGTERM)
        if not awaited(lambda: _has(note) or None, seconds=_PATIENCE_SECONDS):
            raise SandboxError(
                f"the lab of process {pid} does not end", next_step=f"Try: kill -9 {pid}"
            )
    return True


def _note(notebooks: Path) -> Path:
    """Return the note's path, in a directory that only this user can read."""
    directory = Path(jupyter_runtime_dir())
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = sha256(str(notebooks.resolve()).encode()).hexdigest()[:12]
    path = directory / f"playground-lab-{name}.json"
    path.touch(mode=0o600)
    return path


def _has(note: IO[str]) -> bool:
    try:
        fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _told(note: IO[str]) -> dict[str, Any]:
    note.seek(0)
    try:
        told = json.load(note)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
