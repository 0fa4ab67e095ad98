"""
Linquid's key format: a prefix, 27 random characters, 6 for the expiry, 6 for a checksum.

All are base62. The expiry counts minutes since 1970 ("000000": never); the checksum is the
CRC-32 of everything before it. So kind and lifetime are read offline, and a mistyped key is
refused without a look-up.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
import re
from zlib import crc32

__all__ = ["PREFIXES", "KeyFormat", "mint", "read"]

PREFIXES = ("lw_live_", "lw_test_", "lw_pk_", "lw_at_", "lw_rt_", "lw_cs_")

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM, _EXPIRY, _CHECKSUM = 27, 6, 6
_LATEST = datetime.max.replace(tzinfo=UTC)
_FORM = re.compile(
    rf"({'|'.join(PREFIXES)})[0-9A-Za-z]{{{_RANDOM}}}([0-9A-Za-z]{{6}})([0-9A-Za-z]{{6}})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFormat:
    """What a key says of itself; `expires_at` is None where it never expires."""

    prefix: str
    expires_at: datetime | None
    is_checksum_valid: bool


def mint(prefix: str, *, expires_at: datetime | None) -> str:
    """
    Return a fresh key, from the operating system's randomness.

    Args:
        prefix: one of `PREFIXES`.
        expires_at: an aware time, rounded up to the minute; None for a key that never expires.
    """
    if prefix not in PREFIXES:
        raise ValueError(f"no key begins with {prefix!r}: choose from {', '.join(PREFIXES)}")
    minutes = 0 if expires_at is None else -int(-expires_at.timestamp() // 60)
    import secrets  # noqa: PLC0415  whoever reads keys does without

    random = "".join(secrets.choice(_DIGITS) for _ in range(_RANDOM))
    return _with_checksum(prefix + random + _base62(minutes, width=_EXPIRY))


def read(text: str) -> KeyFormat | None:
    """Return what *text* says of itself, or None where it has not this format."""
    match = _FORM.fullmatch(text)
    if match is None:
        return None
    prefix, expiry, _ = match.groups()
    return KeyFormat(
        prefix=prefix,
        expires_at=_time(_number(expiry)),
        is_checksum_valid=_with_checksum(text[:-_CHECKSUM]) == text,
    )


def _with_checksum(body: str) -> str:
    return body + _base62(crc32(body.encode()), width=_CHECKSUM)


def _base62(number: int, *, width: int) -> str:
    digits = ""
    for _ in range(width):
        number, digit = divmod(number, 62)
        digits = _DIGITS[digit] + digits
    return digits


def _number(digits: str) -> int:
    number = 0
    for digit in digits:
        number = number * 62 + _DIGITS.index(digit)
    return number


def _time(minutes: int) -> datetime | None:
    if minutes == 0:
        return None
    seconds = minutes * 60
    return datetime.fromtimestamp(seconds, UTC) if seconds < _LATEST.timestamp() else _LATEST
