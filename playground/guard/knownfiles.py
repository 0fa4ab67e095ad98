"""Known values of running programs: each tells its own in a file, and takes it away at its end."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
import json
import os
from pathlib import Path
import secrets
from typing import Any

from playground.guard.catalogue import Catalogue
from playground.guard.known import KnownValue

__all__ = ["Telling", "Told", "known_directory", "told", "with_told"]

_FILE, _LOCK = ".json", ".lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """
    What programs of this user tell of their keyrings.

    `values` are to be looked for. `names` has the name of each by its fingerprint, and of those
    that the guard finds by their shape.
    """

    values: tuple[KnownValue, ...] = ()
    names: Mapping[str, str]


def known_directory() -> Path:
    """Return where they are told: in Jupyter's runtime directory, which is one user's own."""
    from jupyter_core.paths import jupyter_runtime_dir  # noqa: PLC0415  not for every command

    return Path(jupyter_runtime_dir()) / "playground-known"


class Telling:
    """
    One program's file, written anew at each change; only this user can read it.

    The program holds a lock beside it for as long as it runs, however it ends. So nobody takes a
    file that was left behind for one that still counts.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        self._file = directory / f"{os.getpid()}-{secrets.token_hex(8)}{_FILE}"
        self._lock = os.open(self._file.with_suffix(_LOCK), os.O_CREAT | os.O_WRONLY, 0o600)
        _lock(self._lock)

    def tell(self, values: Iterable[KnownValue], *, names: Mapping[str, str]) -> None:
        """Tell *values* and *names* in place of what was told before."""
        text = json.dumps({"values": [asdict(value) for value in values], "names": dict(names)})
        fresh = self._file.with_suffix(".new")
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
        fresh.replace(self._file)

    def end(self) -> None:
        """Take back what was told."""
        for path in (self._file, self._file.with_suffix(_LOCK)):
            path.unlink(missing_ok=True)
        os.close(self._lock)


def told(directory: Path) -> Told:
    """Return what the programs that run at this moment tell in *directory*."""
    values: dict[KnownValue, None] = {}
    names: dict[str, str] = {}
    for one in _documents(directory):
        values |= dict.fromkeys(
            KnownValue(**{**value, "traces": tuple(value["traces"])}) for value in one["values"]
        )
        names |= one["names"]
    return Told(values=tuple(values), names=names)


def with_told(catalogue: Catalogue) -> Catalogue:
    """Return *catalogue*, which also finds what the keyrings of this user's programs hold."""
    now = told(known_directory())
    return catalogue.with_known(now.values, names=now.names) if now.names else catalogue


def _documents(directory: Path) -> Iterator[Any]:
    try:
        files = sorted(path for path in directory.iterdir() if path.suffix == _FILE)
    except (FileNotFoundError, NotADirectoryError):
        return
    for path in files:
        if not _is_over(path):
            with suppress(FileNotFoundError):  # it has ended at this moment
                yield json.loads(path.read_bytes())


def _is_over(path: Path) -> bool:
    """Return whether the program of *path* has ended; what it left behind is taken away."""
    lock = path.with_suffix(_LOCK)
    try:
        descriptor = os.open(lock, os.O_WRONLY)
    except FileNotFoundError:
        path.unlink(missing_ok=True)
        return True
    try:
        _lock(descriptor)
    except BlockingIOError:
        return False
    else:
        path.unlink(missing_ok=True)
        lock.unlink(missing_ok=True)
        return True
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> None:
    """
    Hold the lock of a file until it is closed.

    Raises:
        BlockingIOError: another program holds it.
        ImportError: this platform has no such locks.
    """
    import fcntl  # noqa: PLC0415  not on every platform

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
