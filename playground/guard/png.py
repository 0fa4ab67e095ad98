"""The text chunks of a PNG image: read, and taken out."""

from base64 import b64encode
from binascii import Error, a2b_base64
from collections.abc import Callable, Iterator
import re
import zlib

from playground.guard.characters import BASE64, from_base64

__all__ = ["text_chunks", "without_text_chunks", "without_texts"]

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TEXT_TYPES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}
_LARGEST = 1024 * 1024
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/_-]")
# The heads that zlib writes: RFC 1950, section 2.2.
_PACKED = re.compile(rb"\x78[\x01\x5e\x9c\xda]")


def text_chunks(text: str, *, start: int = 0, end: int | None = None) -> tuple[str, int]:
    """
    Return the text in the PNG whose base64 begins at *start* of *text*, and where that ends.

    One chunk is one paragraph; nothing is said where no PNG begins. Only the chunks' heads and
    the text itself are decoded. *end* is looked for where the caller does not know it.
    """

    def data(low: int, high: int) -> bytes:
        first = low // 3
        group = text[start + first * 4 : start - (-high // 3) * 4]
        try:
            whole = a2b_base64(group + "=" * (-len(group) % 4))
        except (Error, ValueError):
            return b""
        return whole[low - first * 3 : high - first * 3]

    head = data(0, len(_SIGNATURE) + 8)
    # A chunk's type is four letters.
    if not head.startswith(_SIGNATURE) or not head[-4:].isalpha():
        return "", start
    if end is None:
        match = BASE64.match(text, start)
        end = match.end() if match else start
    chunks = _chunks(data, (end - start) * 3 // 4)
    found = [_text(data(low + 8, high - 4)) for kind, low, high in chunks if kind in _TEXT_TYPES]
    return "\n\n".join(found), end


def without_texts(text: str) -> str:
    """Return *text*, the base64 of a PNG, without its text chunks; nothing if it is broken so."""
    data = without_text_chunks(from_base64(_NOT_BASE64.sub("", text)))
    new = b64encode(data).decode()
    return "" if text_chunks(new)[0] else new


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
    texts = [content.replace(b"\0", b"\n")]
    whole = memoryview(content)
    for head in _PACKED.finditer(content):
        try:
            texts.append(zlib.decompressobj().decompress(whole[head.start() :], _LARGEST))
            break
        except zlib.error:
            continue
    return "\n".join(text.decode("utf-8", "replace") for text in texts)
