"""What may not be read or written is told and left; a write is whole or not at all."""

from collections.abc import Iterator
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

NOBODY = 65534


# `redact`, in a process that ends as it begins to write: before the new file takes the old's place.
KILLED = """
import os, signal, sys
from playground.cli import main

sys.addaudithook(lambda name, _: name == "os.rename" and os.kill(os.getpid(), signal.SIGKILL))
sys.argv = ["playground", "redact", sys.argv[1]]
main()
"""


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
