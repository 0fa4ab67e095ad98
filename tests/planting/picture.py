"""Draw small PNG pictures of noise, with text chunks."""

from collections.abc import Mapping
from random import Random
import struct
import zlib

__all__ = ["compressed_text", "international_text", "packed_international_text", "png", "text"]


def png(
    chunks: Mapping[bytes, bytes],
    *,
    rng: Random,
    side: int = 8,
    after: Mapping[bytes, bytes] | None = None,
) -> bytes:
    """Return a grey PNG of noise, *side* wide and high, *chunks* before it, *after* behind it."""
    rows = b"".join(b"\0" + rng.randbytes(side) for _ in range(side))
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", head),
            *(_chunk(name, value) for name, value in chunks.items()),
            _chunk(b"IDAT", zlib.compress(rows)),
            *(_chunk(name, value) for name, value in (after or {}).items()),
            _chunk(b"IEND", b""),
        ]
    )


def text(value: str) -> dict[bytes, bytes]:
    """Return a plain text chunk."""
    return {b"tEXt": b"Comment\0" + value.encode()}


def compressed_text(value: str) -> dict[bytes, bytes]:
    """Return a compressed text chunk."""
    return {b"zTXt": b"Comment\0\0" + zlib.compress(value.encode())}


def international_text(value: str) -> dict[bytes, bytes]:
    """Return a UTF-8 text chunk."""
    return {b"iTXt": b"parameters\0\0\0\0\0" + value.encode()}


def packed_international_text(value: str) -> dict[bytes, bytes]:
    """Return a compressed UTF-8 text chunk."""
    return {b"iTXt": b"parameters\0\1\0en\0\0" + zlib.compress(value.encode())}


def _chunk(name: bytes, value: bytes) -> bytes:
    body = name + value
    return struct.pack(">I", len(value)) + body + struct.pack(">I", zlib.crc32(body))
