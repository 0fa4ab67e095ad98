"""A keyed hash of a key: recognises it again on this machine, and tells nobody else anything."""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
import os
from pathlib import Path

__all__ = ["Fingerprint", "fingerprint_of", "personal"]

Fingerprint = Callable[[str], str]

_BYTES = 32
_DIGEST_BYTES = 8


def fingerprint_of(value: str, *, hash_key: bytes) -> str:
    """Return the fingerprint of *value*: 16 hexadecimal digits."""
    data = value.encode("utf-8", "surrogatepass")
    return blake2b(data, key=hash_key, digest_size=_DIGEST_BYTES).hexdigest()


def personal() -> Fingerprint:
    """Return the fingerprint under this person's own key, which is read when first needed."""

    @cache
    def hash_key() -> bytes:
        from jupyter_core.paths import jupyter_data_dir  # noqa: PLC0415 - only if keys are found

        return _read_or_make(Path(jupyter_data_dir()) / "playground" / "fingerprint.key")

    return lambda value: fingerprint_of(value, hash_key=hash_key())


def _read_or_make(path: Path) -> bytes:
    """Return the key at *path*; where it can be neither read nor made, one for this process."""
    import secrets  # noqa: PLC0415  only if keys are found

    fresh = secrets.token_bytes(_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path) or fresh
    except OSError:
        return fresh
    with os.fdopen(descriptor, "wb") as file:
        file.write(fresh)
    return fresh


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()[:64]
    except OSError:
        return b""
