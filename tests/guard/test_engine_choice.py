"""Whatever keeps the compiled engine or its cache from working, the same keys are found."""

from collections.abc import Callable
import os
from pathlib import Path
import subprocess
import sys

import pytest

from playground.guard.cache import cached
from tests.guard.keys import live_key

SCAN = """
import sys
from playground.guard import Catalogue, findings_in_text
catalogue = Catalogue.load()
found = findings_in_text(sys.argv[1], catalogue)
print(type(catalogue.matcher).__name__, *(f"{one.kind.code}:{one.start}" for one in found))
"""
TEXT = f"a = '{live_key(1)[:11]}' + '{live_key(1)[11:]}' # %6cw_live_{live_key(2)[8:]}"
FOUND = ["linquid-live-key:5", f"linquid-live-key:{TEXT.index('%6c')}"]
BROKEN = {
    "not there": "raise ImportError",
    "no wheel for this system": "raise OSError('no such symbol')",
    "a processor that it does not know": (
        "HS_MODE_BLOCK = HS_FLAG_CASELESS = 1\n"
        "def loadb(*_): raise RuntimeError\n"
        "class Database:\n"
        "    def __init__(self, **_): raise RuntimeError\n"
    ),
    "blind": (
        "HS_MODE_BLOCK = HS_FLAG_CASELESS = 1\n"
        "Scratch = dumpb = lambda *_: b''\n"
        "class Database:\n"
        "    def __init__(self, **_): ...\n"
        "    def compile(self, **_): ...\n"
        "    def scan(self, *_, **__): ...\n"
        "loadb = lambda *_: Database()\n"
    ),
}


@pytest.fixture
def scan(tmp_path: Path) -> Callable[[], list[str]]:
    """Return what scans a text in a process that keeps its cache, and finds modules, here."""
    places = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONPATH": str(tmp_path / "modules")}

    def run() -> list[str]:
        command = [sys.executable, "-c", SCAN, TEXT]
        return subprocess.check_output(command, env=os.environ | places, text=True).split()  # noqa: S603

    return run


@pytest.mark.parametrize("why", BROKEN)
def test_the_other_engine_steps_in(why: str, tmp_path: Path, scan: Callable[[], list[str]]) -> None:
    """Without a compiled engine that works, the one in Python finds the same."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "hyperscan.py").write_text(BROKEN[why])
    assert scan() == ["PythonMatcher", *FOUND]


def test_a_spoilt_cache_is_made_anew(tmp_path: Path, scan: Callable[[], list[str]]) -> None:
    """Whatever stands in the cached files, the findings are right and the files are whole again."""
    assert scan() == ["HyperscanMatcher", *FOUND]
    files = sorted((tmp_path / "cache" / "linquid-playground").iterdir())
    sizes = [file.stat().st_size for file in files]
    for file, spoilt in zip(files, (b"", b"\0" * 4096, file_half(files[-1])), strict=False):
        file.write_bytes(spoilt)
    assert scan() == ["HyperscanMatcher", *FOUND]
    assert [file.stat().st_size for file in files] == sizes


def file_half(path: Path) -> bytes:
    """Return the first half of the file at *path*."""
    return path.read_bytes()[: path.stat().st_size // 2]


def test_a_cache_that_cannot_be_written_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is made is handed out though there is no place to keep it."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert cached("thing", b"recipe", make=lambda: b"made", read=bytes.decode) == "made"


def test_an_old_version_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the many recipes of one thing only the newest are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for number in range(20):
        recipe = b"recipe %d" % number
        assert cached("thing", recipe, make=lambda: b"made", read=bytes.decode) == "made"
    assert len(list((tmp_path / "linquid-playground").iterdir())) < 20
