"""Views of what stands packed in a text: gzip as bytes, in base64 or hex, and PNG pictures."""

from binascii import Error
from collections.abc import Callable
import re
import zlib

from playground.guard.characters import BASE64, HEX, from_base64, from_hex
from playground.guard.png import text_chunks
from playground.guard.view import View

__all__ = ["pictured", "unpacked", "unpacked_text"]

_LARGEST = 4 * 1024 * 1024
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
# What is tried first: in it, something comes out, or no packed file begins there.
_FIRST, _STEP = 1 << 10, 1 << 18
_BYTES = re.compile(r"[\0-\xff]*")

Read = Callable[[int, int], bytes]


Unpacked = tuple[View | None, int]


def unpacked(view: View, place: int) -> Unpacked:
    """Return what is packed in the bytes from *place* on, if they are gzip, and their end."""

    def read(start: int, end: int) -> bytes:
        match = _BYTES.match(view.text, place + start, min(place + end, place + _LARGEST))
        return match[0].encode("latin-1") if match else b""

    data = _inflated(read)
    match = _BYTES.match(view.text, place, place + _LARGEST) if data else None
    if not match:
        return None, place
    text = data.decode("utf-8", "replace")
    cuts = ((0, len(text), place, len(match[0])),)
    return View(text=text, decoding="gzip", parent=view, cuts=cuts), match.end()


def unpacked_text(view: View, place: int, *, is_hex: bool) -> Unpacked:
    """Return what is packed in the hex or base64 from *place* on, if it is gzip, and its end."""
    pattern, decode, each = (HEX, from_hex, 2) if is_hex else (BASE64, from_base64, 4 / 3)

    def read(start: int, end: int) -> bytes:
        low, high = place + int(start * each), place + int(end * each)
        match = pattern.match(view.text, low, min(high, place + _LARGEST))
        return decode(match[0]) if match else b""

    data = _inflated(read)
    match = pattern.match(view.text, place, place + _LARGEST) if data else None
    if not match:
        return None, place
    packed = decode(match[0])
    via = View(
        text=packed.decode("latin-1"),
        decoding="hex" if is_hex else "base64",
        parent=view,
        cuts=((0, len(packed), place, len(match[0])),),
    )
    text = data.decode("utf-8", "replace")
    cuts = ((0, len(text), 0, len(packed)),)
    return View(text=text, decoding="gzip", parent=via, cuts=cuts), match.end()


def _inflated(read: Read) -> bytes:
    """Return what is packed in the bytes that *read* gives by start and end; nothing if nothing."""
    machine = zlib.decompressobj(_GZIP_WINDOW)
    data, at, end = b"", 0, _FIRST * 3
    try:
        while (packed := read(at, end)) and not machine.eof and len(data) < _LARGEST:
            data += machine.decompress(packed, _LARGEST - len(data))
            if not data:
                return b""
            at, end = end, end + _STEP * 3
    except (Error, ValueError, zlib.error):
        return b""
    return data


def pictured(view: View, place: int) -> Unpacked:
    """Return the text chunks of the PNG whose base64 begins at *place*, and where it ends."""
    text, end = text_chunks(view.text, start=place)
    if not text:
        return None, end
    cuts = ((0, len(text), place, end - place),)
    return View(text=text, decoding="png", parent=view, cuts=cuts), end
