"""Write a file whole or not at all, keeping its mode, its owner and the links that lead to it."""

from contextlib import suppress
import os
from pathlib import Path
import shutil
import tempfile

from playground.errors import NotebookError

__all__ = ["write_whole"]


def write_whole(path: Path, data: bytes, *, like: Path | None = None) -> None:
    """
    Put *data* at *path*, with mode and owner as *like* has them (default: as *path* has them).

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
        shutil.copymode(model, name)
        _keep_owner(model, name)
        os.replace(name, target)  # noqa: PTH105  the name is mkstemp's
    except OSError as error:
        with suppress(FileNotFoundError):
            os.unlink(name)  # noqa: PTH108
        raise _refused(path, error) from None


def _keep_owner(model: Path, name: str) -> None:
    owner = model.stat()
    # Only root may give files away; anybody else's new file is their own, as it should be.
    with suppress(PermissionError, AttributeError):
        os.chown(name, owner.st_uid, owner.st_gid)


def _refused(path: Path, error: OSError) -> NotebookError:
    reason = (error.strerror or type(error).__name__).lower()
    return NotebookError(f"it cannot be written: {reason}", path=path)
