"""A fingerprint tells a key again on one machine, and nothing anywhere else."""

from pathlib import Path
import stat

import pytest

from playground.guard.fingerprint import fingerprint_of, personal
from tests.guard.keys import live_key


def test_the_same_key_has_the_same_one() -> None:
    """It is made from the whole key and from a key of its own."""
    one, other = b"1" * 32, b"2" * 32
    assert fingerprint_of("a", hash_key=one) == fingerprint_of("a", hash_key=one)
    assert fingerprint_of("a", hash_key=one) != fingerprint_of("b", hash_key=one)
    assert fingerprint_of("a", hash_key=one) != fingerprint_of("a", hash_key=other)


def test_half_a_character_has_one_too() -> None:
    """Notebooks may hold what is no valid text."""
    assert len(fingerprint_of("\ud800", hash_key=b"1" * 32)) == 16


def test_the_hash_key_is_kept_for_its_owner_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is made when first needed, found again later, and readable by nobody else."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    fresh = personal()
    assert list(tmp_path.iterdir()) == []
    seen = fresh(live_key(1))
    assert personal()(live_key(1)) == seen
    (file,) = tmp_path.rglob("fingerprint.key")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert live_key(1) not in file.read_bytes().decode("latin-1")


def test_without_a_place_to_keep_it_one_holds_for_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory that cannot be made is no error; the same key is still told again."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "file"))
    mine = personal()
    assert mine(live_key(1)) == mine(live_key(1)) != mine(live_key(2))
