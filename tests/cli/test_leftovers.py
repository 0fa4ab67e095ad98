"""Keys that lie around are found and removed, to the last byte, and nothing else is."""

from collections.abc import Callable, Sequence
from contextlib import closing
import json
import os
from pathlib import Path
import pickle
import sqlite3

from pycrdt import Array, Doc, Map, Text
import pytest

from tests.cli.leftovers import KEY, OTHER, holding, home, leftovers
from tests.cli.run import run
from tests.cli.test_scan import Write, write

__all__ = ["home", "write"]


def test_nothing_left_is_fine() -> None:
    """A home without anything exits with 0, for both commands."""
    assert run("scan", "--leftovers").status == 0
    assert run("redact", "--leftovers").status == 0


def test_odd_files_are_passed_over(home: Path) -> None:
    """A pipe, a link to nothing and one to itself hold nothing, and nobody waits for them."""
    folder = home / "tmp" / "ipykernel_7"
    folder.mkdir()
    os.mkfifo(folder / "pipe.py")
    (folder / "gone.py").symlink_to("nowhere")
    (folder / "loop.py").symlink_to(folder / "loop.py")
    (home / "tmp" / "ipykernel_8").symlink_to("nowhere")
    assert leftovers() == []


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
