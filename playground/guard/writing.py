"""Write a file whole or not at all, keeping its mode, its owner and the links that lead to it."""

from contextlib import suppress
import os
from pathlib import Path
import shutil
import tempfile

from playground.errors import NotebookError

__all__ = ["other_names", "write_whole"]


def write_whole(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """
    Put *data* at *path*, with mode, owner and attributes as *like* has them (default: *path*).

    Whenever the process or the machine stops, the old or the new content is there, and never
    a part of one.

    Raises:
        NotebookError: it cannot be written; what was there is there still.
    """
    target = path.resolve()
    model = like or target
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".playground-", dir=target.parent)
    except OSError as error:
        raise _refused(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_owner(model, name)
        shutil.copymode(model, name)
        _keep_attributes(model, name)
        os.replace(name, target)  # noqa: PTH105  the name is mkstemp's
    except BaseException as error:
        with suppress(FileNotFoundError):
            os.unlink(name)  # noqa: PTH108
        if isinstance(error, OSError):
            raise _refused(path, error) from None
        raise
    _settle(target.parent)


def other_names(path: Path) -> int:
    """Return by how many names beside *path* the same file can be reached (hard links)."""
    return path.stat().st_nlink - 1


def _keep_owner(model: Path, name: str) -> None:
    owner = model.stat()
    # Only root may give files away; anybody else's new file is their own, as it should be.
    with suppress(PermissionError, AttributeError):
        os.chown(name, owner.st_uid, owner.st_gid)


def _keep_attributes(model: Path, name: str) -> None:
    """Copy the extended attributes, access lists among them, where the system has them."""
    if not hasattr(os, "listxattr"):
        return
    with suppress(OSError):
        for attribute in os.listxattr(model):
            with suppress(OSError):
                os.setxattr(name, attribute, os.getxattr(model, attribute))


def _settle(folder: Path) -> None:
    """Have the new name survive a loss of power, where a folder can be flushed."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refused(path: Path, error: OSError) -> NotebookError:
    reason = (error.strerror or type(error).__name__).lower()
    return NotebookError(f"it cannot be written: {reason}", path=path)
