"""What is dear to make is kept in the user's cache directory, under a digest of its recipe."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_cache_path

__all__ = ["cached"]


def cached(name: str, recipe: bytes, *, make: Callable[[], bytes]) -> bytes:
    """
    Return what *make* returns, from the cache where the same *recipe* was made before.

    A cache that cannot be read or written costs time, never an error.
    """
    path = user_cache_path("linquid-playground") / f"{name}-{sha256(recipe).hexdigest()[:32]}"
    try:
        return path.read_bytes()
    except OSError:
        made = make()
        _keep(path, made)
        return made


def _keep(path: Path, made: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(made)
        Path(file.name).replace(path)
    except OSError:
        return
