"""What a text may say once lines, literals and encodings are undone: fast, and without places."""

from base64 import b64decode
from collections.abc import Iterator
from html import unescape
import re

from playground.guard.decodings import DECODINGS
from playground.guard.known import Known
from playground.guard.packed import pictured, unpacked_text
from playground.guard.view import View

__all__ = ["BASE64", "HEX", "LISTS", "is_in", "packed_views"]

_DEEPEST = 2
_ROUNDS = 3
_BYTE = 255
# What may stand in the middle of a value and is no part of it …
_BREAK = re.compile(r"\r?\n[ \t]*")
_QUOTED_BREAK = re.compile(r"\r?\n[ \t]*[#>|*/%-]{1,2}[ \t]*")
_JOINT = re.compile(r"""["'`}][\s)\\]*(?:\+=?|\.\.?|&|<>|,)?[\s(\\]*[A-Za-z]{0,2}["'`{]""")
_ADDED = re.compile(r"""["'`]\)?[ \t;]*\r?\n[ \t]*[\w.]+[ \t]*\+=[ \t]*\(?[A-Za-z]{0,2}["'`]""")
# … and what stands for one of its characters, or for none.
_ESCAPE = re.compile(
    r"%(?P<percent>[0-9A-Fa-f]{2})|(?P<entity>&#?[0-9A-Za-z]{2,8};)|\{(?P<tex>[_-])\}"
    r"|\\(?:x(?P<x>[0-9A-Fa-f]{2})|u(?P<u>[0-9A-Fa-f]{4})|(?P<same>[!-/:-@\[-`{-~])|[a-z])"
    r"|(?P<none></?[A-Za-z][^<>]{0,256}>|\x1b\[[0-?]*[ -/]*[@-~])"
)
_INVISIBLE = next(one.pattern for one in DECODINGS if one.name == "invisible")
# What may be encoded: at least as long as the shortest value would be.
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{11,}")
HEX = re.compile(r"[0-9A-Fa-f]{16,}")
LISTS = {
    "numbers": re.compile(r"\b(?:\d{1,3},\s{0,9}){7,}\d{1,3}"),
    "spaced hex": re.compile(r"\b(?:[0-9A-Fa-f]{2}\s){7,}[0-9A-Fa-f]{2}"),
}
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_GZIP, _PNG = "H4sI", "iVBORw0KGgo"


def is_in(text: str, known: Known, *, depth: int = 0) -> bool:
    """Return whether a value of *known* stands in *text*, or in what it says once decoded."""
    if any(True for _ in known.matches(text)):
        return True
    flat = text
    if depth == 0:
        readings, flat = _readings(text)
        if any(True for reading in readings for _ in known.matches(reading)):
            return True
    inner = _decoded(flat) if depth < _DEEPEST else ()
    return any(is_in(one, known, depth=depth + 1) for one in inner)


def _readings(text: str) -> tuple[set[str], str]:
    """Return what *text* reads as in any way, and as it reads without lines and literals."""
    seen = text if text.isascii() else _INVISIBLE.sub("", text)
    added = _ADDED.sub("", seen) if "+=" in seen else seen
    flat = _JOINT.sub("", _BREAK.sub("", added))
    readings = {seen, flat, _QUOTED_BREAK.sub("", seen), *_unescaped(seen)}
    return readings - {text}, flat


def packed_views(view: View) -> Iterator[View]:
    """Yield what is packed in the files whose base64 stands in *view*: gzip, and PNG's texts."""
    for match in re.finditer(_GZIP, view.text):
        inner, _ = unpacked_text(view, match.start(), is_hex=False)
        if inner is not None:
            yield inner
    for match in re.finditer(_PNG, view.text):
        inner, _ = pictured(view, match.start())
        if inner is not None:
            yield inner


def _unescaped(text: str) -> Iterator[str]:
    for _ in range(_ROUNDS):
        before, text = text, _ESCAPE.sub(_character, text)
        if text == before:
            return
        yield text


def _character(match: re.Match[str]) -> str:
    code = match["percent"] or match["x"] or match["u"]
    if code:
        return chr(int(code, 16))
    if match["entity"]:
        return unescape(match["entity"])
    return match["same"] or match["tex"] or ("" if match["none"] else " ")


def _decoded(flat: str) -> Iterator[str]:
    yield from _from_base64(flat)
    yield from _from_hex(flat)
    yield from _from_lists(flat)
    yield from (view.text for view in packed_views(View(text=flat)))


def _from_base64(text: str) -> Iterator[str]:
    """Yield what all runs of base64 say, in each of the four alignments."""
    runs = [run.encode().translate(_URL_SAFE) for run in BASE64.findall(text)]
    for start in range(4 if runs else 0):
        # A whole group between two runs keeps what they say apart.
        whole = b"AAAA".join(run[start:] + b"A" * (-(len(run) - start) % 4) for run in runs)
        yield b64decode(whole).decode("latin-1")


def _from_hex(text: str) -> Iterator[str]:
    runs = HEX.findall(text)
    for start in range(2 if runs else 0):
        # A zero byte between two runs keeps what they say apart.
        pairs = (run[start : len(run) - (len(run) - start) % 2] for run in runs)
        yield bytes.fromhex("00".join(pairs)).decode("latin-1")


def _from_lists(text: str) -> Iterator[str]:
    for run in LISTS["numbers"].findall(text):
        yield "".join(chr(number) for part in run.split(",") if (number := int(part)) <= _BYTE)
    for run in LISTS["spaced hex"].findall(text):
        yield bytes.fromhex("".join(run.split())).decode("latin-1")
