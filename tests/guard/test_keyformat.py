"""Linquid's keys: kind, expiry and checksum, read offline."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard import keyformat

MINUTES = st.integers(min_value=600_000, max_value=226_000_000)
TIMES = st.tuples(MINUTES, st.integers(min_value=0, max_value=59)).map(
    lambda time: datetime.fromtimestamp(time[0] * 60 + time[1], UTC)
)


@given(st.sampled_from(keyformat.PREFIXES), st.none() | TIMES)
def test_what_is_minted_is_read(prefix: str, expires_at: datetime | None) -> None:
    """A key tells its kind and its end, rounded up to the minute."""
    read = keyformat.read(keyformat.mint(prefix, expires_at=expires_at))
    assert read is not None
    assert (read.prefix, read.is_checksum_valid) == (prefix, True)
    if expires_at is None or read.expires_at is None:
        assert read.expires_at is expires_at
    else:
        assert timedelta(0) <= read.expires_at - expires_at < timedelta(minutes=1)


@given(st.sampled_from(keyformat.PREFIXES), st.integers(min_value=0, max_value=38))
def test_one_wrong_character_is_seen(prefix: str, place: int) -> None:
    """The checksum covers every character."""
    key = keyformat.mint(prefix, expires_at=None)
    at = len(prefix) + place
    wrong = key[:at] + ("a" if key[at] != "a" else "b") + key[at + 1 :]
    read = keyformat.read(wrong)
    assert read is not None
    assert not read.is_checksum_valid


@pytest.mark.parametrize("text", ["", "lw_live_", "lw_xx_" + "a1" * 20, "lw_live_" + "a" * 40])
def test_another_format_is_not_read(text: str) -> None:
    """Only a known prefix and 39 characters are this format."""
    assert keyformat.read(text) is None


def test_an_unknown_prefix_is_not_minted() -> None:
    """The error names the prefixes that there are."""
    with pytest.raises(ValueError, match="choose from lw_live_"):
        keyformat.mint("lw_xx_", expires_at=None)


def test_no_two_keys_are_the_same() -> None:
    """Keys come from the operating system's randomness."""
    keys = {keyformat.mint("lw_test_", expires_at=None) for _ in range(100)}
    assert len(keys) == 100
