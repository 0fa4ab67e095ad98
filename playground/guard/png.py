"""The text chunks of a PNG image: read, and taken out."""

from binascii import Error, a2b_base64
from collections.abc import Iterator
import zlib

__all__ = ["text_chunks", "without_text_chunks"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT_TYPES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}
_LARGEST = 1024 * 1024


def text_chunks(image: str) -> str:
    """Return the text in the base64 of a PNG *image*, one chunk a paragraph; "" where none is."""
    data = _bytes(image)
    return "\n\n".join(
        _text(data[start + 8 : end - 4])
        for kind, start, end in _chunks(data)
        if kind in _TEXT_TYPES
    )


def without_text_chunks(data: bytes) -> bytes:
    """Return the PNG *data* without its text chunks; the picture stays as it is."""
    kept = [data[start:end] for kind, start, end in _chunks(data) if kind not in _TEXT_TYPES]
    return _SIGNATURE + b"".join(kept) if kept else data


def _bytes(image: str) -> bytes:
    try:
        return a2b_base64(image)
    except (Error, ValueError):
        return b""


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield each chunk's type, start and end. Source: PNG specification, section 5.3."""
    if not data.startswith(_SIGNATURE):
        return
    start = len(_SIGNATURE)
    while start + 8 <= len(data):
        length = int.from_bytes(data[start : start + 4], "big")
        end = min(start + 12 + length, len(data))
        yield data[start + 4 : start + 8], start, end
        start = end


def _text(content: bytes) -> str:
    """Return a chunk's keyword and text, unpacked wherever something is packed in it."""
    packed = content.find(b"\x78")
    texts = [content.replace(b"\0", b"\n")]
    while packed >= 0:
        try:
            texts.append(zlib.decompressobj().decompress(content[packed:], _LARGEST))
            break
        except zlib.error:
            packed = content.find(b"\x78", packed + 1)
    return "\n".join(text.decode("utf-8", "replace") for text in texts)
