"""Somebody's home with nothing but what a test leaves there, and what lies in it."""

import json
from pathlib import Path

import pytest

from tests.cli.run import run

__all__ = ["KEY", "OTHER", "holding", "home", "leftovers"]

KEY = "lw_live_" + "Zk3vQ9xLm2Ty" * 2
OTHER = "lw_live_" + "Pq7sUw4eRt8Y" * 2


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the home of somebody who has only what a test puts there."""
    home = tmp_path / "home"
    for name, folder in (
        *(("HOME", "."), ("IPYTHONDIR", ".ipython"), ("JUPYTER_CONFIG_DIR", ".jupyter")),
        *(("JUPYTER_DATA_DIR", "data"), ("TMPDIR", "tmp")),
    ):
        (home / folder).mkdir(parents=True, exist_ok=True)
        monkeypatch.setenv(name, str(home / folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return home


def holding(*folders: Path, text: str = KEY) -> list[str]:
    """Return the names of the files in which the bytes of *text* lie."""
    return sorted(
        path.name
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and text.encode() in path.read_bytes()
    )


def leftovers(*folders: str | Path) -> list[dict[str, str]]:
    """Return the findings of a scan for leftovers."""
    done = run("scan", "--leftovers", *folders, "--format", "json")
    assert KEY not in done.out
    document = json.loads(done.out)
    assert document["errors"] == []
    return list(document["findings"])
