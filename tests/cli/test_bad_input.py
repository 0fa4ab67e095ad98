"""Whatever a file is, `scan` and `redact` say so in a line, go on, and leave nothing half done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
import json
import os
from pathlib import Path
import signal
import stat
import subprocess
import sys
from tempfile import gettempdir

import pytest

from tests.cli.run import run
from tests.cli.test_scan import KEY, Write, data_folder, write

__all__ = ["data_folder", "write"]

PLAYGROUND = Path(sys.executable).with_name("playground")
NOBODY = 65534
# `redact`, in a process that ends as it begins to write: before the new file takes the old's place.
KILLED = """
import os, signal, sys
from playground.cli import main

sys.addaudithook(lambda name, _: name == "os.rename" and os.kill(os.getpid(), signal.SIGKILL))
sys.argv = ["playground", "redact", sys.argv[1]]
main()
"""


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


@contextmanager
def without_rights() -> Iterator[None]:
    """Be somebody who owns nothing, where one could do everything before."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def _import_all(path: Path) -> None:
    """Do once what the tests do, for the modules: they may lie where only root may read."""
    for command in (("scan",), ("scan", "--format", "json"), ("redact",)):
        for place in (path, path.with_name("missing.ipynb")):
            run(*command, place)


@pytest.fixture
def closed(tmp_path: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield a folder with a key in it, which nobody may change, some of it unreadable."""
    # Settings that cannot be looked at stop every scan, and this environment may be root's own.
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    # The folders that pytest makes are closed to others, and modules of other users' may be too.
    for parent in [tmp_path, *tmp_path.parents]:
        if Path(gettempdir()) in parent.parents:
            parent.chmod(0o755)
    folder = write(f"key = '{KEY}'", name="work/open.ipynb").parent
    write("x = 1", name="work/closed.ipynb").chmod(0)
    _import_all(write(f"key = '{KEY}'", name="elsewhere/open.ipynb"))
    (folder / "shut").mkdir(mode=0)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    (folder / "shut").chmod(0o755)


def test_what_may_not_be_read_is_told(closed: Path) -> None:
    """A file and a folder without permission are named, and the rest is scanned."""
    with without_rights():
        done = run("scan", "--format", "json", closed)
    document = json.loads(done.out)
    assert {Path(one["path"]).name for one in document["errors"]} == {"closed.ipynb", "shut"}
    assert all("permission denied" in one["message"] for one in document["errors"])
    assert [Path(one["path"]).name for one in document["findings"]] == ["open.ipynb"]
    assert done.status == 2


def test_a_path_that_may_not_be_entered_is_told(closed: Path) -> None:
    """The file is named as it was given."""
    with without_rights():
        done = run("scan", closed / "shut" / "a.ipynb")
    assert (done.status, "a.ipynb: it cannot be read: permission denied" in done.out) == (2, True)


def test_what_may_not_be_written_is_left_as_it_is(closed: Path) -> None:
    """`redact` says so, and leaves no other file behind."""
    before = (closed / "open.ipynb").read_bytes()
    with without_rights():
        done = run("redact", closed / "open.ipynb")
    assert done.status == 2
    assert "cannot be written: permission denied" in done.out
    assert (closed / "open.ipynb").read_bytes() == before
    assert {one.name for one in closed.iterdir()} == {"open.ipynb", "closed.ipynb", "shut"}


def test_a_hard_link_is_told_of(write: Write, tmp_path: Path) -> None:
    """The other name still leads to the key, so the line says so."""
    path = write(f"key = '{KEY}'")
    other = tmp_path / "other-name"
    other.hardlink_to(path)
    done = run("redact", path.name)
    assert done.status == 0
    assert "1 other name (hard links): redact those too" in done.out
    assert run("redact", "other-name").status == 0
    assert not any(KEY in one.read_text() for one in (path, other))


def attributes(path: Path) -> dict[str, bytes]:
    """Return the extended attributes of *path*."""
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


def test_attributes_and_bits_are_kept(write: Write) -> None:
    """What a backup or a desktop notes beside a file stays there, and so do special bits."""
    path = write(f"key = '{KEY}'")
    path.chmod(0o2750)
    with suppress(OSError):  # not every file system has them
        os.setxattr(path, "user.note", b"mine")
    before = attributes(path)
    assert run("redact", path).status == 0
    assert attributes(path) == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o2750


def test_a_kill_leaves_the_old_or_the_new_file(write: Write, tmp_path: Path) -> None:
    """The file is never half of one: the process is killed as soon as it begins to write."""
    path = write(f"key = '{KEY}'", *["x = 1\n" * 4000] * 40)
    before = path.read_bytes()
    with subprocess.Popen([sys.executable, "-c", KILLED, path]) as process:  # noqa: S603
        pass
    assert process.returncode == -signal.SIGKILL
    assert list(tmp_path.glob(".playground-*"))
    after = path.read_bytes()
    assert after == before or (KEY.encode() not in after and json.loads(after)["cells"][-1])


def test_a_full_disk_leaves_the_old_file(write: Write, tmp_path: Path) -> None:
    """A file that would not fit is not written at all."""
    path = write(f"key = '{KEY}'", "x = 1\n" * 40_000)
    before = path.read_bytes()
    limited = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)); "
    done = subprocess.run(  # noqa: S603  our own command
        [
            *(sys.executable, "-c", f"{limited}from playground.cli import main; main()"),
            *("redact", path),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "cannot be written" in done.stdout) == (2, True)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob(".playground-*"))
