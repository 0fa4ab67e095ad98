"""Keys that lie around are found and removed, to the last byte, and nothing else is."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
import json
import os
from pathlib import Path
import pickle
import pty
import sqlite3
import subprocess
import sys

from IPython.core.history import HistoryAccessor
from pycrdt import Array, Doc, Map, Text
import pytest

from tests.cli.run import run
from tests.cli.test_scan import Write, write

__all__ = ["write"]

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


def leftovers(*folders: str | Path) -> list[dict[str, str]]:
    """Return the findings of a scan for leftovers."""
    done = run("scan", "--leftovers", *folders, "--format", "json")
    assert KEY not in done.out
    document = json.loads(done.out)
    assert document["errors"] == []
    return list(document["findings"])


def test_nothing_left_is_fine() -> None:
    """A home without anything exits with 0, for both commands."""
    assert run("scan", "--leftovers").status == 0
    assert run("redact", "--leftovers").status == 0


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


def test_odd_files_are_passed_over(home: Path) -> None:
    """A pipe, a link to nothing and one to itself hold nothing, and nobody waits for them."""
    folder = home / "tmp" / "ipykernel_7"
    folder.mkdir()
    os.mkfifo(folder / "pipe.py")
    (folder / "gone.py").symlink_to("nowhere")
    (folder / "loop.py").symlink_to(folder / "loop.py")
    (home / "tmp" / "ipykernel_8").symlink_to("nowhere")
    assert leftovers() == []


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


class Trap:
    """Shows by a file that somebody unpickled it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return (Path.touch, (self.path,))


def test_a_stored_variable_is_never_unpickled(home: Path, tmp_path: Path) -> None:
    """Its strings are read, and the variable with a key is deleted; the other stays."""
    folder = home / ".ipython" / "profile_default" / "db" / "autorestore"
    folder.mkdir(parents=True)
    (folder / "config").write_bytes(pickle.dumps([Trap(tmp_path / "ran"), {"api": [KEY]}]))
    (folder / "broken").write_bytes(b"\x80\x04\xff" + OTHER.encode())
    (folder / "harmless").write_bytes(pickle.dumps({"a": 1}))
    assert [Path(one["path"]).name for one in leftovers()] == ["broken", "config"]
    assert run("redact", "--leftovers", "--yes").status == 0
    assert [path.name for path in folder.iterdir()] == ["harmless"]
    assert not (tmp_path / "ran").exists()


def shared(write_in: Callable[[Text], None]) -> list[bytes]:
    """Return the updates that a collaboration stores while somebody writes in a cell."""
    document: Doc[Array[Map[Text]]] = Doc()
    updates: list[bytes] = []
    document.observe(lambda event: updates.append(event.update))
    cells = document.get("cells", type=Array)
    cells.append(Map({"source": Text("x = 1\n"), "metadata": Map({"a": [1, "b", None]})}))
    write_in(cells[0]["source"])
    return updates


def typed(text: Text) -> None:
    """Write the key letter by letter, and take it out again."""
    for letter in f"k = '{KEY}'":
        text += letter
    del text[6 : 6 + len(KEY)]


def pasted(text: Text) -> None:
    """Write the key at once."""
    text += f"k = '{KEY}'"


@pytest.mark.parametrize("write_in", [typed, pasted])
def test_the_history_of_a_shared_document_goes_as_a_whole(
    write_in: Callable[[Text], None],
) -> None:
    """Also a key that was typed letter by letter; the other documents keep theirs."""
    with closing(sqlite3.connect(".jupyter_ystore.db")) as database:
        database.execute(
            "CREATE TABLE yupdates (path TEXT NOT NULL, yupdate BLOB, metadata BLOB,"
            " timestamp REAL NOT NULL)"
        )
        rows = [
            *(("a.ipynb", update, b"", 1.0) for update in shared(write_in)),
            *(("b.ipynb", update, b"", 2.0) for update in shared(lambda text: text.clear())),
        ]
        database.executemany("INSERT INTO yupdates VALUES (?, ?, ?, ?)", rows)
        database.commit()
    assert all(one["where"].endswith("a.ipynb") for one in leftovers())
    assert run("redact", "--leftovers", "--yes").status == 0
    with closing(sqlite3.connect(".jupyter_ystore.db")) as database:
        kept = database.execute("SELECT DISTINCT path FROM yupdates").fetchall()
    assert kept == [("b.ipynb",)]


def size(blob: bytes) -> bytes:
    """Return the length of *blob*, seven bits a byte, as the store writes it."""
    low, high = len(blob) & 0x7F, len(blob) >> 7
    return bytes([low | 0x80, high]) if high else bytes([low])


def test_a_file_of_updates_is_deleted(home: Path) -> None:
    """The collaboration's other store keeps one file a document, below the temporary folder."""
    path = home / "tmp" / "jupyter_ystore_1" / "notebook:a.y"
    path.parent.mkdir()
    blobs = [blob for update in shared(typed) for blob in (update, b"", b"12345678")]
    path.write_bytes(b"VERSION:2\n" + b"".join(size(blob) + blob for blob in blobs))
    assert len(leftovers()) == 1
    assert run("redact", "--leftovers", "--yes").status == 0
    assert not path.exists()


@pytest.fixture
def files(write: Write, home: Path) -> Sequence[tuple[Path, str]]:
    """Return files of all sorts with a key in each, and what they are."""
    source = f"key = '{KEY}'"
    debugged = home / "tmp" / "ipykernel_123" / "456.py"
    debugged.parent.mkdir()
    debugged.write_text("a = 'lw_live_' + '" + KEY.removeprefix("lw_live_") + "'\n")
    workspace = home / ".jupyter" / "lab" / "workspaces" / "a.jupyterlab-workspace"
    workspace.parent.mkdir(parents=True)
    workspace.write_text(json.dumps({"data": {"x": KEY}}))
    write("x = 1", name="work/page.ipynb")
    texts = {
        "cassettes/a.yaml": f"headers: {{x-api-key: [{KEY}]}}\n",
        "page.html": f"<pre>{KEY}</pre>",
        ".~cut.ipynb": f'{{"cells": ["{KEY}',
    }
    for name, text in texts.items():
        path = Path(name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return [
        (debugged, "debugger"),
        (workspace, "workspace"),
        (write(source, name="work/.ipynb_checkpoints/a-checkpoint.ipynb"), "checkpoint"),
        (write(source, name="work/page.nbconvert.ipynb"), "nbconvert"),
        (Path("cassettes/a.yaml"), "cassette"),
        (Path("page.html"), "export"),
        (Path(".~cut.ipynb"), "cut off"),
    ]


def test_files_of_all_sorts_are_found_and_cleaned(
    files: Sequence[tuple[Path, str]], home: Path
) -> None:
    """What nobody needs is deleted, the rest is redacted."""
    where = {Path(one["path"]).name: one["where"] for one in leftovers()}
    assert set(where) == {path.name for path, _ in files}
    assert all(word in where[path.name] for path, word in files)
    done = run("redact", "--leftovers", "--yes", "--format", "json")
    assert [one["removed"] for one in json.loads(done.out)["leftovers"]] == [True] * len(files)
    assert holding(home, Path()) == []
    assert [path.name for path, _ in files if not path.exists()] == ["456.py"]
    json.loads(Path(".ipynb_checkpoints/a-checkpoint.ipynb").read_text())


def test_other_folders_can_be_named(write: Write, tmp_path: Path) -> None:
    """By default it is the working directory and all below it."""
    write(f"k = '{KEY}'", name="elsewhere/.ipynb_checkpoints/a.ipynb")
    assert leftovers() == []
    assert len(leftovers(tmp_path / "elsewhere")) == 1


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
