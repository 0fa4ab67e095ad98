"""`playground lab` starts both servers, says so, and leaves nothing behind."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
import os
from pathlib import Path
import shutil
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from playground.cli.launch.browser import is_opened
from playground.cli.launch.jupyter import refuse_a_taken
from playground.cli.launch.notebooks import FIRST, notebook_dir
from playground.errors import NotebookError, PortInUse

ROOT = Path(__file__).parents[2]
LAB = (sys.executable, "-c", "from playground.cli import main; main()", "lab")
Lab = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def environment(tmp_path: Path) -> Mapping[str, str]:
    """Return the environment of somebody who has nothing of Jupyter's yet."""
    (tmp_path / "notebooks").mkdir()
    return {
        **os.environ,
        "HOME": str(tmp_path),
        "JUPYTER_RUNTIME_DIR": str(tmp_path / "runtime"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
    }


@pytest.fixture
def lab(tmp_path: Path, environment: Mapping[str, str]) -> Iterator[Lab]:
    """Yield a starter of labs; both streams go to one pipe, which every child holds open."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> subprocess.Popen[str]:
        command = (*LAB, f"--notebook-dir={tmp_path / 'notebooks'}", "--no-browser", *options)
        process = subprocess.Popen(  # noqa: S603  our own command
            command,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.communicate()


def until(process: "subprocess.Popen[str]", words: str) -> str:
    """Return what *process* says, up to the line that holds *words*."""
    said = ""
    for line in process.stdout or ():
        said += line
        if words in line:
            return said
    raise AssertionError(said)


def children(pid: int) -> list[int]:
    """Return the processes that process *pid* started."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in told.split()]


def commanded(pid: int) -> str:
    """Return the command that process *pid* runs."""
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")


def test_it_says_what_runs_and_a_second_start_says_where(lab: Lab) -> None:
    """The sandbox and its enforcement come first, then the address; a second start repeats it."""
    first = lab("--port=0")
    said = until(first, "Ctrl-C")
    lines = said.splitlines()
    assert "authorization: enforced" in lines[0]
    # JupyterLab's own words would stand between ours.
    assert [line.split()[0] for line in lines] == ["Sandbox", "JupyterLab", "Open", "Ctrl-C"]
    (address,) = [line.split()[1] for line in said.splitlines() if "JupyterLab" in line]
    assert httpx.get(address, follow_redirects=True).status_code == 200

    second = lab("--port=0")
    answer, _ = second.communicate()

    assert second.returncode == 2
    assert address.rstrip("/") in answer.splitlines()[-1]
    assert answer.splitlines()[-1].startswith("http")
    assert not answer.rstrip().endswith(".")
    assert "make stop" in answer

    stopped, _ = lab("--stop").communicate()
    rest, _ = first.communicate()  # comes back only when every child has let go of the pipe
    assert (first.returncode, stopped.strip()) == (0, "Ended.")
    assert rest.strip() == "Ending the sandbox and JupyterLab."
    assert "Nothing runs" in lab("--stop").communicate()[0]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_no_child_is_left_however_it_ends(lab: Lab, number: signal.Signals) -> None:
    """Ctrl-C and a kill end both servers."""
    process = lab("--port=0")
    until(process, "Ctrl-C")

    process.send_signal(number)

    process.communicate()  # comes back only when every child has let go of the pipe
    assert process.returncode == (0 if number == signal.SIGINT else -number)


def test_a_sandbox_that_ends_by_itself_is_told(lab: Lab) -> None:
    """The terminal says so, with the next step; an end that was asked for is not told of."""
    process = lab("--port=0")
    until(process, "Ctrl-C")

    (sandbox,) = [child for child in children(process.pid) if " sandbox " in commanded(child)]
    os.kill(sandbox, signal.SIGKILL)

    assert "`pg.connect()`" in until(process, "The sandbox has ended")
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate()
    assert (process.returncode, "has ended" in rest) == (0, False)


def test_a_taken_port_is_said_at_once(lab: Lab) -> None:
    """The message names the port and the option, and the exit code is 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = lab(f"--port={port}")
        said, _ = process.communicate()
    assert process.returncode == 2
    assert f"port {port} is in use" in said
    assert f"`make run port={port + 1}` or `playground lab --port {port + 1}`" in said


def test_after_the_last_port_a_free_one_is_advised() -> None:
    """No port is above 65535, so the message does not name one."""
    with socket.socket() as taken:
        with suppress(OSError):  # somebody else may hold it already
            taken.bind(("127.0.0.1", 65535))
            taken.listen()
        with pytest.raises(PortInUse, match="port=0"):
            refuse_a_taken(65535)


def test_make_run_hands_on_the_port() -> None:
    """What the message advises is what `make run` understands."""
    make = shutil.which("make") or "make"
    command = (make, "--dry-run", "--no-print-directory", "run", "port=8889")
    said = subprocess.check_output(command, cwd=ROOT, text=True)  # noqa: S603  our own Makefile
    assert said.rstrip().endswith("/playground lab --port 8889")


def test_a_jupyterlab_that_does_not_start_leaves_no_sandbox(lab: Lab) -> None:
    """A wrong option of JupyterLab's ends everything, with its own words and exit code 2."""
    process = lab("--port=0", "--", "--ServerApp.allow_origin_pat=(")
    said, _ = process.communicate()
    assert process.returncode == 2
    assert "JupyterLab did not start" in said


def test_a_checkout_is_worked_in(tmp_path: Path) -> None:
    """In a checkout the notebooks of the checkout are opened."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "pyproject.toml").touch()
    found = notebook_dir(None, home=tmp_path / "home", package=tmp_path / "playground")
    assert found == tmp_path / "notebooks"


def test_a_missing_directory_is_named(tmp_path: Path) -> None:
    """A directory that is not there is an error that names it."""
    with pytest.raises(NotebookError, match="nowhere"):
        notebook_dir(tmp_path / "nowhere", home=tmp_path, package=tmp_path)


def test_shipped_notebooks_are_copied_once(tmp_path: Path) -> None:
    """Outside a checkout they are copied into the home, and never over one's own work."""
    shipped = tmp_path / "playground" / "notebooks"
    shipped.mkdir(parents=True)
    (shipped / FIRST).write_text("shipped")

    found = notebook_dir(None, home=tmp_path / "home", package=tmp_path / "playground")
    (found / FIRST).write_text("mine")
    again = notebook_dir(None, home=tmp_path / "home", package=tmp_path / "playground")

    assert found == again == tmp_path / "home" / "linquid-playground"
    assert (found / FIRST).read_text() == "mine"


def test_without_a_display_no_browser_is_tried() -> None:
    """A text browser would take the terminal, so the address is printed instead."""
    assert not is_opened("http://127.0.0.1:1/", environment={})


def test_a_lab_without_its_guard_is_not_opened(lab: Lab) -> None:
    """Where JupyterLab would save keys, both servers are ended, and the reason is told."""
    off = "--ServerApp.jpserver_extensions={'playground.server': False}"
    process = lab("--port=0", "--", off)
    said, _ = process.communicate()
    assert process.returncode == 2
    assert "would save keys" in said
    assert "playground doctor" in said
