"""The text chunks of a PNG image: read, and taken out."""

from binascii import Error, a2b_base64
from collections.abc import Callable, Iterator
import zlib

__all__ = ["text_chunks", "without_text_chunks"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT_TYPES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}
_LARGEST = 1024 * 1024


def text_chunks(image: str) -> str:
    """
    Return the text in the base64 of a PNG *image*, one chunk a paragraph; "" where none is.

    Only the chunks' heads and the text itself are decoded.
    """
    packed = "".join(image.split())
    packed += "=" * (-len(packed) % 4)
    size = len(packed) * 3 // 4

    def data(start: int, end: int) -> bytes:
        first = start // 3
        try:
            whole = a2b_base64(packed[first * 4 : -(-end // 3) * 4])
        except (Error, ValueError):
            return b""
        return whole[start - first * 3 : end - first * 3]

    return "\n\n".join(
        _text(data(start + 8, end - 4))
        for kind, start, end in _chunks(data, size)
        if kind in _TEXT_TYPES
    )


def without_text_chunks(data: bytes) -> bytes:
    """Return the PNG *data* without its text chunks; the picture stays as it is."""
    kept = [
        data[start:end]
        for kind, start, end in _chunks(lambda a, b: data[a:b], len(data))
        if kind not in _TEXT_TYPES
    ]
    return _SIGNATURE + b"".join(kept) if kept else data


def _chunks(data: Callable[[int, int], bytes], size: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield each chunk's type, start and end. Source: PNG specification, section 5.3."""
    start = len(_SIGNATURE)
    if data(0, start) != _SIGNATURE:
        return
    while start + 8 <= size:
        head = data(start, start + 8)
        end = min(start + 12 + int.from_bytes(head[:4], "big"), size)
        yield head[4:], start, end
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
