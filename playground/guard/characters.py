"""The characters in which bytes are written, and the bytes that they stand for."""

from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterator
from functools import cache
import re

__all__ = [
    "BASE64",
    "BASE64_CHARACTERS",
    "HEX",
    "HEX_CHARACTERS",
    "from_base64",
    "from_hex",
    "inside_base64",
    "text_in_base64",
]

HEX_CHARACTERS = "0123456789ABCDEFabcdef"
# Both alphabets, RFC 4648, sections 4 and 5.
BASE64_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
BASE64 = re.compile(r"[A-Za-z0-9+/_-]*")
HEX = re.compile(r"[0-9A-Fa-f]*")
# The first character of a group of four that a byte at offset 0, 1, 2 of three decides alone.
_FIRST_STABLE = (0, 2, 3)
_PRINTABLE = range(0x20, 0x7F)
_URL_SAFE = str.maketrans("-_", "+/")


def from_hex(text: str) -> bytes:
    """Return the whole bytes of which *text* is the hex."""
    return bytes.fromhex(text[: len(text) // 2 * 2])


def from_base64(text: str) -> bytes:
    """Return the bytes of which *text*, without padding, is the base64 in either alphabet."""
    # A last group of one character decides no byte.
    whole = text if len(text) % 4 != 1 else text[:-1]
    return a2b_base64(whole.translate(_URL_SAFE) + "=" * (-len(whole) % 4))


def inside_base64(data: bytes) -> Iterator[tuple[int, str]]:
    """
    Yield what base64 surely has where *data* stands in what it encodes, for each alignment.

    Before it comes how many characters of its group of four are left out.
    """
    for offset, first in enumerate(_FIRST_STABLE):
        whole = b64encode(b"\0" * offset + data).decode()
        yield first, whole[first : (offset + len(data)) * 8 // 6]


@cache
def text_in_base64() -> tuple[str, str, str, str]:
    """Return the classes of characters, in a group of four, that printable ASCII is encoded as."""
    groups = b"".join(bytes([one, other, one]) for one in _PRINTABLE for other in _PRINTABLE)
    text = b64encode(groups).decode()
    columns = ("".join(sorted({*text[number::4]})) for number in range(4))
    first, second, third, last = (f"[{column}]" for column in columns)
    return first, second, third, f"{last[:-1]}_-]"
