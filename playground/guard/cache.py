"""What is dear to make is kept in the user's cache directory, under a digest of its recipe."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

__all__ = ["cached"]

T = TypeVar("T")

# Of each thing so many recipes are kept: several versions may be installed beside each other.
_MOST = 8


def cached(name: str, recipe: bytes, *, make: Callable[[], bytes], read: Callable[[bytes], T]) -> T:
    """
    Return what *read* reads in what *make* makes, or made before from the same *recipe*.

    A cache that cannot be read or written, or holds what *read* cannot read, costs time and is
    never an error.
    """
    path = user_cache_path("linquid-playground") / f"{name}-{sha256(recipe).hexdigest()[:32]}"
    try:
        return read(path.read_bytes())
    except Exception:  # noqa: BLE001  a cache may hold anything: what is wrong is made anew
        made = make()
    found = read(made)
    _keep(path, made, name=name)
    return found


def _keep(path: Path, made: bytes, *, name: str) -> None:
    from tempfile import NamedTemporaryFile  # noqa: PLC0415  seldom needed, and slow to import

    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(made)
        Path(file.name).replace(path)
        kept = sorted(path.parent.glob(f"{name}-*"), key=lambda each: each.stat().st_mtime_ns)
        for old in kept[:-_MOST]:
            old.unlink()
