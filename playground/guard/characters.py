"""The characters in which bytes are written, and the bytes that they stand for."""

from binascii import a2b_base64
import re

__all__ = ["BASE64", "BASE64_CHARACTERS", "HEX", "HEX_CHARACTERS", "from_base64", "from_hex"]

HEX_CHARACTERS = "0123456789ABCDEFabcdef"
# Both alphabets, RFC 4648, sections 4 and 5.
BASE64_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"
BASE64 = re.compile(r"[A-Za-z0-9+/_-]*")
HEX = re.compile(r"[0-9A-Fa-f]*")
_URL_SAFE = str.maketrans("-_", "+/")


def from_hex(text: str) -> bytes:
    """Return the whole bytes of which *text* is the hex."""
    return bytes.fromhex(text[: len(text) // 2 * 2])


def from_base64(text: str) -> bytes:
    """Return the bytes of which *text*, without padding, is the base64 in either alphabet."""
    # A last group of one character decides no byte.
    whole = text if len(text) % 4 != 1 else text[:-1]
    return a2b_base64(whole.translate(_URL_SAFE) + "=" * (-len(whole) % 4))
