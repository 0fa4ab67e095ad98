"""What lies on the disk already, read to be judged: a file, or everything in a folder."""

from collections.abc import Iterator
import os
from pathlib import Path
from typing import Any, NamedTuple

from jupyter_core.utils import ensure_async

from playground.server.content import Content, content_of, content_of_bytes

__all__ = ["LARGEST_BYTES", "Stored", "in_file", "in_folder", "in_store", "os_path_of"]

LARGEST_BYTES = 64 << 20
_BLOCK, _OVERLAP = 16 << 20, 1 << 16


class Stored(NamedTuple):
    """A content, the contents path that it has, and its size in bytes."""

    content: Content
    path: str
    size: int


def os_path_of(manager: Any, path: str) -> Path | None:
    """Return where the contents *path* lies on the disk, None where *manager* keeps no files."""
    os_path = getattr(manager, "_get_os_path", None)
    return None if os_path is None else Path(os_path(path.strip("/")))


def in_folder(folder: Path, *, path: str) -> Iterator[Stored]:
    """
    Yield every file below *folder*, hidden ones too, as a copy would write it.

    Raises:
        OSError: a file cannot be read.
    """
    seen: set[str] = set()
    for here, folders, files in os.walk(folder, followlinks=True):
        real = os.path.realpath(here)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        folders.sort()
        for name in sorted(files):
            file = Path(here, name)
            if file.is_file():
                yield from in_file(file, path=f"{path}/{file.relative_to(folder).as_posix()}")


def in_file(file: Path, *, path: str) -> Iterator[Stored]:
    """Yield the content of *file*: of a huge one, blocks that overlap."""
    size = file.stat().st_size
    if size <= LARGEST_BYTES:
        raw = file.read_bytes()
        yield Stored(content_of_bytes(raw, path=path), path, len(raw))
        return
    with file.open("rb") as blocks:
        before = b""
        while block := blocks.read(_BLOCK):
            text = (before + block).decode("utf-8", "surrogateescape")
            yield Stored(text, path, len(block))
            before = block[-_OVERLAP:]


async def in_store(manager: Any, path: str, *, name: str) -> list[Stored]:
    """Return the file at *path* of a *manager* that keeps no files, as one called *name*."""
    model = await ensure_async(manager.get(path))
    content = content_of(model, path=name)
    return [] if content is None else [Stored(content, name, len(content))]
