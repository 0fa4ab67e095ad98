"""Whatever a file is, `scan` and `redact` say so in a line, go on, and leave nothing half done."""

from collections.abc import Callable
import json
import os
from pathlib import Path
import signal
import subprocess
import sys

import pytest

from tests.cli.run import run
from tests.cli.test_scan import KEY, Write, data_folder, write

__all__ = ["data_folder", "write"]

PLAYGROUND = Path(sys.executable).with_name("playground")


def sparse(path: Path) -> None:
    """Make *path* a gigabyte of nothing."""
    with path.open("wb") as file:
        file.truncate(1 << 30)


def dangling(path: Path) -> None:
    """Make *path* a link to nothing."""
    path.symlink_to(path.parent / "gone")


def circular(path: Path) -> None:
    """Make *path* a link to itself."""
    path.symlink_to(path)


def holding(content: bytes) -> Callable[[Path], None]:
    """Return what makes a file of *content*."""

    def make(path: Path) -> None:
        path.write_bytes(content)

    return make


BAD = [
    ("sparse.ipynb", sparse, "larger than 256 MiB"),
    ("sparse.txt", sparse, "larger than 256 MiB"),
    ("dangling.ipynb", dangling, "a link that leads nowhere"),
    ("circular.ipynb", circular, "symbolic links"),
    ("nul.ipynb", holding(b'{"cells": ["\0"]}'), "not JSON (line 1, column 13"),
    ("empty.ipynb", holding(b""), "not JSON"),
    ("latin.ipynb", holding('{"é": 1}'.encode("latin-1")), "not UTF-8"),
    ("utf16.ipynb", holding('{"cells": []}'.encode("utf-16")), "not UTF-8"),
    ("list.ipynb", holding(b"[1]"), "no notebook"),
    ("folder.ipynb", Path.mkdir, "a folder"),
]


@pytest.mark.parametrize("command", ["scan", "redact"])
@pytest.mark.parametrize("bad", BAD, ids=[one[0] for one in BAD])
def test_what_cannot_be_read_is_told_and_the_rest_goes_on(
    write: Write, tmp_path: Path, command: str, bad: tuple[str, Callable[[Path], None], str]
) -> None:
    """One line names the file and the reason; the exit is 2, and the other file is done."""
    name, make, words = bad
    make(tmp_path / name)
    other = write(f"key = '{KEY}'", name="other.ipynb")
    done = run(command, name, other.name)
    assert done.status == 2, done.out
    (line,) = [line for line in done.out.splitlines() if line.startswith(f"{name}:")]
    assert words in line
    assert "other.ipynb: " in done.out
    assert (KEY in other.read_text()) == (command == "scan")


def test_json_tells_the_same(tmp_path: Path) -> None:
    """A program finds path and message under `errors`."""
    sparse(tmp_path / "big.ipynb")
    done = run("scan", "big.ipynb", "--format", "json")
    (error,) = json.loads(done.out)["errors"]
    assert (error["path"], done.status) == ("big.ipynb", 2)
    assert "larger than" in error["message"]


OLD = [
    {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": f"k = '{KEY}'"}]}]},
    {"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": [f"k = '{KEY}'"]}]}]},
    {"nbformat": 4, "cells": [{"source": f"k = '{KEY}'"}, 7, None, "x"]},
    {"nbformat": "x", "cells": {"a": KEY}},
    {"cells": None, "anything": [[f"k = '{KEY}' \ud800"]]},
    {"nbformat": 4, "cells": [{"cell_type": "code", "source": ["\udcff", f"k = '{KEY}'"]}]},
]


@pytest.mark.parametrize("notebook", OLD, ids=["3", "2", "odd cells", "wrong", "loose", "lone"])
def test_an_old_or_invalid_notebook_is_read_all_the_same(
    tmp_path: Path, notebook: dict[str, object]
) -> None:
    """A key is found and taken out in any version, and beside lone surrogates."""
    path = tmp_path / "old.ipynb"
    path.write_text(json.dumps(notebook))
    assert run("scan", path).status == 1
    assert run("redact", path).status == 0
    assert KEY not in path.read_text()
    assert run("scan", path).status == 0


def test_text_with_nul_bytes_is_text(tmp_path: Path) -> None:
    """A NUL does not hide a key from the scan; what is no text is passed over."""
    (tmp_path / "log.txt").write_bytes(b"a\0b\n" + KEY.encode())
    (tmp_path / "picture.bin").write_bytes(b"\x89PNG\0\0\xff\xfe" + KEY.encode())
    assert run("scan", "log.txt").status == 1
    assert run("scan", "picture.bin").status == 0


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_text_that_windows_writes_is_text(tmp_path: Path, codec: str) -> None:
    """UTF-16 with its mark is read, told by line, redacted, and stays what it is."""
    mark = "\ufeff".encode(codec)
    path = tmp_path / "out.txt"
    path.write_bytes(mark + f"é\r\nkey = {KEY} 😀\r\n".encode(codec))
    assert "text, line 2: Linquid live workspace key" in run("scan", path).out
    assert run("redact", path).status == 0
    after = path.read_bytes()
    assert after == mark + "é\r\nkey = [redacted:linquid-live-key] 😀\r\n".encode(codec)
    path.write_bytes(mark + b"odd")
    assert run("redact", path).status == 0
    assert path.read_bytes() == mark + b"odd"


def test_a_pipe_in_a_folder_is_not_waited_for(write: Write, tmp_path: Path) -> None:
    """It would never end."""
    os.mkfifo(tmp_path / "in.ipynb")
    write(f"key = '{KEY}'")
    document = json.loads(run("scan", ".", "--format", "json").out)
    assert (document["files"], len(document["findings"])) == (1, 1)


def test_ctrl_c_is_no_finding(tmp_path: Path) -> None:
    """A scan that is stopped ends with 2, in one line; 1 would mean a key."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    output = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with (
        subprocess.Popen([PLAYGROUND, "scan", pipe], **output) as process,  # noqa: S603
        pipe.open("wb"),  # comes back once the scan is reading
    ):
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err.strip().count("\n")) == (2, "", 0)
    assert "stopped" in err


def test_a_name_that_is_no_unicode_is_told(tmp_path: Path) -> None:
    """Old disks hold such names; the report escapes them."""
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as file:  # noqa: PTH123  pathlib takes no bytes
        file.write(KEY.encode())
    done = subprocess.run(  # noqa: S603  our own command
        [PLAYGROUND, "scan", tmp_path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert r"caf\udce9.txt: ban" in done.stdout
