"""Draw keys, and stand-ins for keys, from templates such as `ghp_{a62:30}`."""

from collections.abc import Callable
from itertools import cycle, islice
from random import Random
import re
from string import ascii_letters, ascii_lowercase, ascii_uppercase, digits
from zlib import crc32

__all__ = ["STAND_INS", "base62", "key", "stand_in"]

ALPHABETS = {
    "a62": digits + ascii_uppercase + ascii_lowercase,
    "a36": ascii_lowercase + digits,
    "A36": ascii_uppercase + digits,
    "abc": ascii_letters,
    "dig": digits,
    "hex": digits + "abcdef",
    "b32": ascii_uppercase + "234567",
    "b64": ascii_letters + digits + "+/",
    "u64": ascii_letters + digits + "-_",
    "bech": "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
}
ASCENDING = {
    "hex": "0123456789abcdef",
    "dig": "1234567890",
    "b32": "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "A36": ascii_uppercase + digits,
    "bech": ascii_uppercase + digits,
}
RUN = re.compile(r"\{(\w+):(\d+)\}")


def key(template: str, rng: Random) -> str:
    """Return *template* with each run drawn; `{crc:6}` is the checksum of the run before it."""
    drawn = ""

    def draw(run: re.Match[str]) -> str:
        nonlocal drawn
        alphabet, length = run[1], int(run[2])
        if alphabet == "crc":
            return base62(crc32(drawn.encode()), width=length)
        drawn = "".join(rng.choices(ALPHABETS[alphabet], k=length))
        return drawn

    return RUN.sub(draw, template)


def base62(number: int, *, width: int) -> str:
    """Return *number* in base 62, padded with zeros to *width*."""
    text = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        text = ALPHABETS["a62"][digit] + text
    return text


def _repeated(text: str) -> Callable[[str, int], str]:
    return lambda _alphabet, length: "".join(islice(cycle(text), length))


def _ascending(alphabet: str, length: int) -> str:
    return "".join(islice(cycle(ASCENDING.get(alphabet, ascii_lowercase + digits)), length))


def _example(alphabet: str, length: int) -> str:
    return _ascending(alphabet, max(length - 7, 0)) + "EXAMPLE"[-length:]


# What people write where a key belongs: one way for each run of a template.
STAND_INS: dict[str, Callable[[str, int], str]] = {
    "x": _repeated("x"),
    "X": _repeated("X"),
    "zero": _repeated("0"),
    "star": _repeated("*"),
    "pair": _repeated("ab"),
    "four": _repeated("1234"),
    "ascending": _ascending,
    "example": _example,
    "dots": lambda _alphabet, _length: "...",
    "ellipsis": lambda _alphabet, _length: "…",
    "yours": lambda _alphabet, _length: "YOUR_KEY",
    "your-key-here": lambda _alphabet, _length: "your-key-here",
    "angle": lambda _alphabet, _length: "<your key>",
    "braces": lambda _alphabet, _length: "{token}",
}


def stand_in(template: str, rng: Random) -> str:
    """Return *template* with each run replaced in one of the ways that people do."""
    way = STAND_INS[rng.choice(sorted(STAND_INS))]
    return RUN.sub(lambda run: way(run[1], int(run[2])), template)
