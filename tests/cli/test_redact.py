"""`playground redact` takes keys out and leaves every other byte alone."""

import json
from pathlib import Path
import shutil

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
import pytest

from tests.cli.run import run
from tests.cli.test_scan import KEY, Write, data_folder, write

__all__ = ["data_folder", "write"]


def test_a_key_becomes_a_reference(write: Write) -> None:
    """Code gets an expression that still runs, with its import."""
    path = write(f"key = '{KEY}'")
    assert run("redact", path).status == 0
    source = json.loads(path.read_text())["cells"][0]["source"]
    assert 'keys["linquid-live-key"]' in source
    assert "from playground import keys" in source
    assert KEY not in path.read_text()


def test_the_names_in_the_code_are_told(write: Write) -> None:
    """Each line that gives a key back can be pasted as it is; a placeholder asks for none."""
    path = write(f"key = '{KEY}'", f"again = '{KEY}'")
    said = run("redact", path).out
    assert "  from getpass import getpass\n" in said
    assert said.count('  keys.put("linquid-live-key", getpass())\n') == 1
    assert "…" not in said
    note = path.with_name("note.txt")
    note.write_text(KEY)
    said = run("redact", note).out
    assert "getpass" not in said
    assert "Rotate" in said


def test_a_key_in_what_is_no_text_is_told(tmp_path: Path) -> None:
    """The file stays as it is, no copy is made of it, and exit 2 comes with what to do."""
    picture, clean = tmp_path / "a.png", tmp_path / "b.png"
    clean.write_bytes(b"\x89PNG\0\0\xff\xfe")
    picture.write_bytes(before := clean.read_bytes() + KEY.encode())
    assert run("redact", clean).status == 0
    done = run("redact", picture, clean, "--output", tmp_path / "out")
    assert done.status == 2
    assert f"{picture}: it is no text" in done.out
    assert "playground redact --leftovers" in done.out
    assert "2 files, 0 changed, 1 not redacted." in done.out
    assert KEY not in done.out
    assert picture.read_bytes() == before
    assert [path.name for path in (tmp_path / "out").rglob("*.png")] == ["b.png"]


def test_what_has_no_key_is_not_written(write: Write) -> None:
    """A clean file keeps its bytes and its time."""
    path = write("x = 1")
    before = path.stat()
    assert run("redact", path).status == 0
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_check_writes_nothing(write: Write) -> None:
    """It exits with 1, and the file is as it was."""
    path = write(f"key = '{KEY}'")
    before = path.read_bytes()
    assert run("redact", "--check", path).status == 1
    assert path.read_bytes() == before


def test_mode_and_link_are_kept(write: Write, tmp_path: Path) -> None:
    """A link still leads to the file, and the file may be read by whom it was before."""
    path = write(f"key = '{KEY}'")
    path.chmod(0o640)
    link = tmp_path / "link.ipynb"
    link.symlink_to(path)
    assert run("redact", link).status == 0
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert KEY not in path.read_text()


def test_copies_go_below_the_folder(write: Write, tmp_path: Path) -> None:
    """The original stays as it is."""
    path = write(f"key = '{KEY}'")
    before = path.read_bytes()
    assert run("redact", path.name, "--output", tmp_path / "out").status == 0
    assert path.read_bytes() == before
    assert KEY not in (tmp_path / "out" / path.name).read_text()


def test_copies_leave_out_the_folder_that_all_share(write: Write, tmp_path: Path) -> None:
    """Named by their whole paths, too; two of one name do not meet."""
    path = write(f"key = '{KEY}'")
    assert run("redact", path, "--output", tmp_path / "one").status == 0
    assert (tmp_path / "one" / path.name).exists()
    (tmp_path / "below").mkdir()
    other = shutil.copy(path, tmp_path / "below")
    assert run("redact", path, other, "--output", tmp_path / "two").status == 0
    assert (tmp_path / "two" / path.name).exists()
    assert (tmp_path / "two" / "below" / path.name).exists()


def test_a_copy_never_leaves_its_folder(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the name that the original was given by."""
    path = write(f"key = '{KEY}'")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert run("redact", f"../{path.name}", "--output", tmp_path / "out").status == 0
    assert (tmp_path / "out" / path.name).exists()


def test_a_file_that_cannot_be_read_exits_2_and_the_rest_is_redacted(
    write: Write, tmp_path: Path
) -> None:
    """One broken notebook keeps no key in another."""
    broken, path = tmp_path / "broken.ipynb", write(f"key = '{KEY}'")
    broken.write_text("{")
    done = run("redact", broken, path)
    assert done.status == 2
    assert "not JSON" in done.out
    assert broken.read_text() == "{"
    assert KEY not in path.read_text()


def test_a_folder_that_cannot_be_written_leaves_nothing_behind(
    write: Write, tmp_path: Path
) -> None:
    """No half-written copy, and a clear line."""
    path = write(f"key = '{KEY}'")
    (tmp_path / "out").write_text("a file where the folder should be")
    done = run("redact", path.name, "--output", tmp_path / "out")
    assert done.status == 2
    assert "cannot be written" in done.out
    assert not list(tmp_path.glob(".playground-*"))


def test_a_pipe_is_redacted(write: Write) -> None:
    """`-` reads standard input and writes what it is without its keys, and nothing else."""
    raw = write(f"key = '{KEY}'").read_text()
    done = run("redact", "-", stdin=raw)
    assert (done.status, done.err) == (0, "")
    assert 'keys["linquid-live-key"]' in json.loads(done.out)["cells"][0]["source"]
    assert run("redact", "-", stdin=done.out).out == done.out


def test_a_pipe_is_read_as_what_it_is_called() -> None:
    """Its name tells whether it is code; what is no text passes as it is."""
    code = f"key = '{KEY}'\n"
    assert 'keys["linquid-live-key"]' in run("redact", "-", "--name", "a.py", stdin=code).out
    assert "[redacted:linquid-live-key]" in run("redact", "-", "--name", "a.txt", stdin=code).out
    picture = b"\x89PNG\0\0\xff\xfe" + KEY.encode()
    done = run("redact", "-", "--name", "a.png", stdin=picture)
    assert done.out.encode("utf-8", "surrogateescape") == picture


def test_a_pipe_can_be_checked() -> None:
    """Nothing is written then; exit 1 says that something would change."""
    assert run("redact", "-", "--check", stdin=KEY) == (1, "", "")
    assert run("redact", "-", "--check", stdin="x") == (0, "", "")


@pytest.mark.parametrize(
    "arguments",
    [["-", "a.py"], ["-", "--output", "out"], ["-", "--format", "json"], ["a", "--name", "b"], []],
)
def test_a_pipe_stands_alone(arguments: list[str]) -> None:
    """What cannot be meant is a mistake of usage."""
    assert run("redact", *arguments, stdin=KEY)[:2] == (2, "")


def test_a_pipe_that_cannot_be_read_writes_nothing() -> None:
    """Half an answer would be stored as a whole one."""
    done = run("redact", "-", "--name", "a.ipynb", stdin='{"cells": [')
    assert (done.status, done.out) == (2, "")
    assert "a.ipynb: it is not JSON" in done.err


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40),
    indent=st.sampled_from([None, 1, 2]),
    is_ascii=st.booleans(),
)
@pytest.mark.parametrize("part", ["source", "extra"])
def test_nothing_else_changes_by_a_byte(
    tmp_path: Path, before: str, indent: int | None, part: str, *, is_ascii: bool
) -> None:
    """Whatever surrounds the key, in whatever spelling of JSON, is the same afterwards."""
    cell = {"cell_type": "markdown", "metadata": {}, "source": "x", part: f"{before} {KEY} end"}
    notebook = {"zz": before, "cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path = tmp_path / "any.ipynb"
    raw = json.dumps(notebook, indent=indent, ensure_ascii=is_ascii)
    path.write_text(raw, encoding="utf-8", newline="")
    assert run("redact", path).status == 0
    after = path.read_bytes().decode()
    start = raw.index(KEY)
    end = len(raw) - start - len(KEY)
    assert (after[:start], after[len(after) - end :]) == (raw[:start], raw[len(raw) - end :])
    assert run("redact", "--check", path).status == 0
