"""Keys in IPython's history are found and removed, to the last byte, and nothing else is."""

from collections.abc import Iterator
from contextlib import closing
import os
from pathlib import Path
import pty
import sqlite3
import subprocess
import sys

from IPython.core.history import HistoryAccessor
import pytest

from tests.cli.leftovers import KEY, OTHER, holding, home, leftovers
from tests.cli.run import run

__all__ = ["home"]


@pytest.fixture
def history(home: Path) -> Path:
    """Return IPython's own history with a key in an input and an output, one deleted before."""
    path = home / ".ipython" / "profile_default" / "history.sqlite"
    path.parent.mkdir()
    with (
        closing(HistoryAccessor(hist_file=str(path), profile="default")),
        closing(sqlite3.connect(path)) as database,
    ):
        database.execute("PRAGMA secure_delete = OFF")
        lines = ["x = 1", f"key = '{KEY}'", f"old = '{OTHER}'", "y = 2"]
        database.executemany(
            "INSERT INTO history VALUES (7, ?, ?, ?)",
            [(number, line, line) for number, line in enumerate(lines, 1)],
        )
        database.execute("INSERT INTO output_history VALUES (7, 2, ?)", (repr(KEY),))
        database.commit()
        database.execute("DELETE FROM history WHERE line = 3")
        database.commit()
    assert holding(home, text=OTHER)
    return path


def test_the_history_is_read_by_session_and_line(history: Path) -> None:
    """People learn which line it is; the file is not touched."""
    before = history.read_bytes()
    done = run("scan", "--leftovers")
    assert done.status == 1
    assert "history.sqlite (IPython's history, session 7, line 2): ban" in done.out
    assert history.read_bytes() == before
    assert [path.name for path in history.parent.iterdir()] == ["history.sqlite"]


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_a_locked_history_is_read_all_the_same(history: Path, mode: str) -> None:
    """A kernel that is writing at this moment hides nothing."""
    with closing(sqlite3.connect(history, isolation_level=None)) as kernel:
        kernel.execute(f"PRAGMA journal_mode = {mode}")
        kernel.execute("PRAGMA locking_mode = EXCLUSIVE")
        kernel.execute("BEGIN EXCLUSIVE")
        kernel.execute("INSERT INTO history VALUES (8, 1, 'z = 3', 'z = 3')")
        assert leftovers()
        kernel.execute("ROLLBACK")


def test_only_the_rows_with_keys_are_removed(history: Path, home: Path) -> None:
    """No byte of them stays in the file, of rows that were deleted before neither."""
    done = run("redact", "--leftovers", "--yes")
    assert done.status == 0, done.out + done.err
    assert "delete the rows" in done.out
    with closing(sqlite3.connect(history)) as database:
        lines = database.execute("SELECT line, source FROM history ORDER BY line").fetchall()
    assert lines == [(1, "x = 1"), (4, "y = 2")]
    assert holding(home) == holding(home, text=OTHER) == []


def test_a_log_is_read_without_a_trace(history: Path) -> None:
    """A database that keeps a log gets no files beside it from being read."""
    with closing(sqlite3.connect(history)) as kernel:
        kernel.execute("PRAGMA journal_mode = wal")
    before = sorted(path.name for path in history.parent.iterdir())
    assert leftovers()
    assert sorted(path.name for path in history.parent.iterdir()) == before


def test_a_write_ahead_log_is_emptied(history: Path, home: Path) -> None:
    """A key that is only in the log, because somebody still has the file open, goes as well."""
    with closing(sqlite3.connect(history, isolation_level=None)) as kernel:
        kernel.execute("PRAGMA journal_mode = wal")
        kernel.execute("INSERT INTO history VALUES (8, 1, ?, '')", (f"k = '{OTHER}'",))
        assert "history.sqlite-wal" in holding(home, text=OTHER)
        assert run("redact", "--leftovers", "--yes").status == 0
        assert holding(home) == holding(home, text=OTHER) == []
        assert kernel.execute("SELECT count(*) FROM history").fetchone() == (2,)


def test_a_history_in_use_is_told_and_left_whole(history: Path) -> None:
    """The next step is named, and the exit is 2."""
    with closing(sqlite3.connect(history, isolation_level=None)) as kernel:
        kernel.execute("BEGIN")
        kernel.execute("SELECT * FROM history").fetchone()
        kernel.execute("UPDATE history SET source = 'x' WHERE line = 1")
        done = run("redact", "--leftovers", "--yes")
        kernel.execute("ROLLBACK")
    assert done.status == 2
    assert "Stop the kernels and servers that have it open" in done.out
    assert len(leftovers()) == 3


def test_without_a_terminal_nothing_is_removed(history: Path) -> None:
    """A script has to say `--yes`; the exit is 2 and the next step is named."""
    before = history.read_bytes()
    done = run("redact", "--leftovers")
    assert (done.status, "`--yes`" in done.err) == (2, True)
    assert "session 7, line 2" in done.out
    assert history.read_bytes() == before


@pytest.mark.parametrize(("answer", "status"), [("n", 1), ("y", 0)])
def test_in_a_terminal_it_asks(history: Path, answer: str, status: int) -> None:
    """Nothing goes before somebody has said yes to what is listed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from playground.cli import main; main()"]
    with subprocess.Popen(  # noqa: S603  our own command
        [*command, "redact", "--leftovers"], stdin=theirs, stdout=subprocess.PIPE, text=True
    ) as process:
        os.write(ours, f"{answer}\n".encode())
        said = process.communicate()[0]
    os.close(ours)
    os.close(theirs)
    assert process.returncode == status
    assert said.index("session 7, line 2") < said.index("Remove these keys?")
    assert (len(leftovers()) == 0) == (answer == "y")
    assert history.exists()


def test_the_next_step_of_a_scan_is_the_command_that_cleans(history: Path) -> None:
    """Lines and SARIF name `redact --leftovers`: a path would not help."""
    for form in ("text", "sarif"):
        said = run("scan", "--leftovers", "--format", form).out
        assert "`playground redact --leftovers`" in said
        assert "redact PATH" not in said
    assert history.exists()


@pytest.mark.parametrize("check", [[], ["--check"]])
def test_a_history_given_by_its_path_is_told_and_left(history: Path, check: list[str]) -> None:
    """Exit 2, the place in it and the next step: bytes cannot be replaced in a database."""
    before = history.read_bytes()
    done = run("redact", history, *check)
    assert done.status == 2
    assert f"{history}: it is no text" in done.out
    assert "session 7, line 2: Linquid live workspace key" in done.out
    assert "`playground redact --leftovers`" in done.out
    assert KEY not in done.out
    assert history.read_bytes() == before
    assert run("redact", "--leftovers", "--yes").status == 0
    assert run("redact", history, *check).status == 0


def test_check_only_tells(history: Path) -> None:
    """It exits with 1 where something would be removed."""
    before = history.read_bytes()
    assert run("redact", "--leftovers", "--check").status == 1
    assert history.read_bytes() == before


@pytest.fixture
def damaged(home: Path) -> Iterator[Path]:
    """Yield a history that is no database any more."""
    path = home / ".ipython" / "profile_default" / "history.sqlite"
    path.parent.mkdir()
    path.write_bytes(b"no database, but " + KEY.encode())
    yield path
    assert path.exists()


def test_a_damaged_history_is_read_and_left(damaged: Path) -> None:
    """The key in its bytes is told, and what to do; nothing is deleted that we cannot read."""
    assert len(leftovers()) == 1
    done = run("redact", "--leftovers", "--yes")
    assert (done.status, "it is damaged. Delete the file by hand" in done.out) == (2, True)
    assert damaged.exists()
