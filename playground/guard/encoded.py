"""Views of what stands encoded in a text: base64 in three alignments, hex, and gzip in both."""

from binascii import Error, a2b_base64
from collections.abc import Callable
import re
import zlib

from playground.guard.literals import Form
from playground.guard.png import text_chunks
from playground.guard.view import REACH, View

__all__ = ["decoded"]

_BASE64 = re.compile(r"[A-Za-z0-9+/_-]*")
_HEX = re.compile(r"[0-9A-Fa-f]*")
_LARGEST = 4 * 1024 * 1024
_GZIP_WINDOW = 16 + zlib.MAX_WBITS
# Bytes that stand one by one: what comes before one, and how each is written.
_LISTS = {
    "numbers": (re.compile(r"(?:\d{1,3},\s{0,9})*+\Z"), re.compile(r"(\d{1,3})(?:,\s{0,9})?"), 10),
    "spaced hex": (
        re.compile(r"(?:[0-9A-Fa-f]{2}\s)*+\Z"),
        re.compile(r"([0-9A-Fa-f]{2})\s?"),
        16,
    ),
}
_BYTES = re.compile(r"[\0-\xff]*")
_BYTE = 256
_URL_SAFE = str.maketrans("-_", "+/")


def decoded(view: View, form: Form, place: int) -> View | None:
    """Return what stands around *place*, where *form* was found, or None if it is not encoded."""
    if form.encoding == "hex":
        return _view(view, "hex", _groups(view.text, place, _HEX, size=2), _from_hex)
    if form.encoding == "base64":
        start = place - form.lead
        return _view(view, "base64", _groups(view.text, start, _BASE64, size=4), _from_base64)
    if form.encoding in _LISTS:
        return _listed(view, form, place)
    if form.encoding == "png":
        return _pictured(view, place)
    return _unpacked(view, form, place)


def _groups(text: str, place: int, pattern: re.Pattern[str], *, size: int) -> tuple[int, int]:
    """Return the span of whole groups around *place*, where one begins."""
    low = max(place - REACH, 0)
    before = pattern.fullmatch
    start = place
    while start - size >= low and before(text, start - size, start):
        start -= size
    match = pattern.match(text, max(place, 0), min(place + 4 * REACH, len(text)))
    return start, match.end() if match else place


def _view(
    parent: View, name: str, span: tuple[int, int], decode: Callable[[str], bytes]
) -> View | None:
    start, end = span
    if start < 0 or end <= start:
        return None
    try:
        data = decode(parent.text[start:end])
    except (Error, ValueError):
        return None
    read, written = (3, 4) if name == "base64" else (1, 2)
    cuts = [
        (at, min(read, len(data) - at), start + at // read * written, written)
        for at in range(0, len(data), read)
    ]
    if cuts:
        at, length, origin, _ = cuts[-1]
        cuts[-1] = (at, length, origin, end - origin)
    return View(text=data.decode("latin-1"), decoding=name, parent=parent, cuts=tuple(cuts))


def _from_hex(text: str) -> bytes:
    return bytes.fromhex(text[: len(text) // 2 * 2])


def _from_base64(text: str) -> bytes:
    # A last group of one character decides no byte.
    whole = text if len(text) % 4 != 1 else text[:-1]
    return a2b_base64(whole.translate(_URL_SAFE) + "=" * (-len(whole) % 4))


def _unpacked(view: View, form: Form, place: int) -> View | None:
    if form.text.isprintable():
        return _unpacked_text(view, form, place)
    match = _BYTES.match(view.text, place, place + _LARGEST)
    packed = match[0].encode("latin-1") if match else b""
    try:
        data = zlib.decompressobj(_GZIP_WINDOW).decompress(packed, _LARGEST)
    except zlib.error:
        return None
    cuts = ((0, len(data), place, len(packed)),)
    return View(text=data.decode("utf-8", "replace"), decoding="gzip", parent=view, cuts=cuts)


def _pictured(view: View, place: int) -> View | None:
    match = _BASE64.match(view.text, place)
    text = text_chunks(match[0].rstrip("=")) if match else ""
    if match is None or not text:
        return None
    cuts = ((0, len(text), place, len(match[0])),)
    return View(text=text, decoding="png", parent=view, cuts=cuts)


def _listed(view: View, form: Form, place: int) -> View | None:
    """Return what the bytes around *place* say, which are written one by one."""
    before, each, number = _LISTS[form.encoding]
    first = before.search(view.text, max(place - REACH, 0), place)
    at, end = (first.start() if first else place), min(place + 4 * REACH, len(view.text))
    text: list[str] = []
    cuts: list[tuple[int, int, int, int]] = []
    while (match := each.match(view.text, at, end)) and int(match[1], number) < _BYTE:
        cuts.append((len(text), 1, match.start(1), len(match[1])))
        text.append(chr(int(match[1], number)))
        at = match.end()
    if not text:
        return None
    return View(text="".join(text), decoding=form.encoding, parent=view, cuts=tuple(cuts))


def _unpacked_text(view: View, form: Form, place: int) -> View | None:
    is_hex = form.ignore_case
    pattern = _HEX if is_hex else _BASE64
    match = pattern.match(view.text, place, place + _LARGEST)
    end = match.end() if match else place
    try:
        packed = (_from_hex if is_hex else _from_base64)(view.text[place:end])
        data = zlib.decompressobj(_GZIP_WINDOW).decompress(packed, _LARGEST)
    except (Error, ValueError, zlib.error):
        return None
    via = View(
        text=packed.decode("latin-1"),
        decoding="hex" if is_hex else "base64",
        parent=view,
        cuts=((0, len(packed), place, end - place),),
    )
    return View(
        text=data.decode("utf-8", "replace"),
        decoding="gzip",
        parent=via,
        cuts=((0, len(data), 0, len(packed)),),
    )
