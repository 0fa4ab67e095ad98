"""`playground scan` finds keys, tells where, and exits as it says."""

from collections.abc import Callable
import json
import os
from pathlib import Path
import subprocess
import sys

import pytest

from tests.cli.run import run

KEY = "lw_live_" + "Zk3vQ9xLm2Ty" * 2
PUBLISHABLE = "lw_pk_" + "Zk3vQ9xLm2Ty" * 2

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the fingerprint's key and the caches of these tests to themselves."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return what writes a notebook of code cells and returns its path."""

    def _write(*sources: str, name: str = "a.ipynb") -> Path:
        cells = [
            {"cell_type": "code", "id": f"c{number}", "metadata": {}, "source": source}
            | {"outputs": [], "execution_count": None}
            for number, source in enumerate(sources)
        ]
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        path.write_text(json.dumps(notebook, indent=1))
        return path

    return _write


def test_a_clean_notebook_exits_0(write: Write) -> None:
    """Nothing to find is fine."""
    assert run("scan", write("x = 1")).status == 0


def test_a_planted_key_exits_1_and_names_the_place(write: Write) -> None:
    """The cell counts from 1 for a person, and the value is not told."""
    done = run("scan", write("x = 1", f"key = '{KEY}'"))
    assert done.status == 1
    assert "a.ipynb: ban: cell 2, source, line 1: Linquid live workspace key" in done.out
    assert KEY not in done.out + done.err


def test_json_is_one_document_in_the_stable_form(write: Write) -> None:
    """Programs get the fields that are promised, with cells from 0 and no value."""
    done = run("scan", write(f"key = '{KEY}'"), "--format", "json")
    document = json.loads(done.out)
    (finding,) = document["findings"]
    assert (document["files"], document["errors"]) == (1, [])
    assert finding | {"fingerprint": "", "path": ""} == {
        "kind": "linquid-live-key",
        "privilege": "privileged",
        "lifetime": "unknown",
        "verdict": "ban",
        "path": "",
        "cell": 0,
        "part": "source",
        "mime": "",
        "line": 1,
        "via": [],
        "fingerprint": "",
        "preview": "lw_live_…",
    }
    assert KEY not in done.out


def test_harmless_keys_are_listed_and_exit_0(write: Write) -> None:
    """A publishable key is a finding that nobody needs to act on."""
    done = run("scan", write(f"key = '{PUBLISHABLE}'"), "--format", "json")
    assert [finding["verdict"] for finding in json.loads(done.out)["findings"]] == ["allow"]
    assert done.status == 0


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("bad.ipynb", b"{", "not JSON (line 1"),
        ("list.ipynb", b"[]", "no notebook"),
        ("bytes.ipynb", b"\xff\xfe{}", "not UTF-8"),
        ("deep.ipynb", b"[" * 200_000, "nested too deeply"),
        ("missing.ipynb", None, "no such file"),
    ],
    ids=["not json", "no object", "not utf-8", "deep", "missing"],
)
def test_a_file_that_cannot_be_read_exits_2_and_the_rest_is_scanned(
    write: Write, tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    """Trouble with one file is told by name, and hides no key of another."""
    if content is not None:
        (tmp_path / name).write_bytes(content)
    done = run("scan", tmp_path / name, write(f"key = '{KEY}'"))
    assert done.status == 2
    assert words in done.out
    assert "Linquid live workspace key" in done.out


def test_folders_and_globs_are_walked(write: Write, tmp_path: Path) -> None:
    """Checkpoints are looked at; what git and node keep for themselves is not."""
    for name in ("in/.ipynb_checkpoints/x.ipynb", "in/y.ipynb", "in/node_modules/z.ipynb"):
        write(f"key = '{KEY}'", name=name)
    assert json.loads(run("scan", tmp_path / "in", "--format", "json").out)["files"] == 2
    assert json.loads(run("scan", "in/*.ipynb", "--format", "json").out)["files"] == 1


def test_standard_input_is_scanned() -> None:
    """A pipe is a source like any other."""
    assert run("scan", "-", stdin=f"key = '{KEY}'").status == 1


def test_several_processes_find_the_same(write: Write, tmp_path: Path) -> None:
    """How many work on it does not change what is found, nor the order."""
    for number in range(60):
        write(f"key = '{KEY}'" if number % 7 == 0 else "x = 1", name=f"many/{number:02}.ipynb")
    one = run("scan", tmp_path / "many", "--format", "json", "--jobs", "1")
    two = run("scan", tmp_path / "many", "--format", "json", "--jobs", "2")
    assert one.out == two.out
    assert len(json.loads(one.out)["findings"]) == 9


def test_staged_files_are_scanned_as_they_are_staged(write: Write, tmp_path: Path) -> None:
    """What counts is what the commit would hold, not what the file says now."""
    path = write(f"key = '{KEY}'")
    for command in (["init", "-q"], ["add", path.name]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)  # noqa: S603, S607
    write("x = 1")
    done = run("scan", "--staged")
    assert done.status == 1
    assert "a.ipynb: ban" in done.out


def test_staged_outside_a_repository_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next step is named."""
    monkeypatch.setenv("GIT_DIR", os.devnull)
    done = run("scan", "--staged")
    assert done.status == 2
    assert "git says" in done.err
    assert len(done.err.splitlines()) == 1


def test_a_policy_tightens(write: Write, tmp_path: Path) -> None:
    """An organisation may ban what is allowed otherwise."""
    policy = tmp_path / "policy.toml"
    policy.write_text('ban = ["linquid-publishable-key"]\n')
    path = write(f"key = '{PUBLISHABLE}'")
    assert run("scan", path, "--policy", policy).status == 1


def test_a_policy_that_loosens_exits_2(write: Write, tmp_path: Path) -> None:
    """Nothing is scanned by rules that nobody allowed."""
    policy = tmp_path / "policy.toml"
    policy.write_text("short_lived_hours = 48\n")
    done = run("scan", write("x = 1"), "--policy", policy)
    assert done.status == 2
    assert "can only be tightened" in done.err


def test_nothing_to_scan_is_a_mistake_of_usage() -> None:
    """No path and no `--staged` is not "nothing found"."""
    assert run("scan").status == 2


def test_the_whole_process_finds_a_key(write: Write) -> None:
    """As installed: `playground scan` ends with 1."""
    command = [Path(sys.executable).with_name("playground"), "scan", write(f"key = '{KEY}'")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 1, done.stderr
