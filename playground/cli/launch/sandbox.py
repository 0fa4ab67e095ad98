"""The sandbox beside JupyterLab: its command, and where it answers."""

from collections.abc import Callable
from queue import Empty, Queue
import subprocess
import sys
from threading import Thread

from playground.errors import SandboxError

__all__ = ["announced", "command"]

_PATIENCE_SECONDS = 30
_PROGRAM = "from playground.cli import main; main()"


def command(*, port: int) -> list[str]:
    """Return the command that serves the sandbox; its control token comes by the environment."""
    return [sys.executable, "-c", _PROGRAM, "sandbox", "--port", str(port)]


def announced(process: subprocess.Popen[str], *, gone: Callable[[], None]) -> str:
    """
    Return the line in which the sandbox says that it is up, and let its further lines through.

    Args:
        process: the sandbox's; its output is read from here on.
        gone: is called, in another thread, once a sandbox that was up has ended.

    Raises:
        SandboxError: it ended before, or said nothing in time.
    """
    first: Queue[str] = Queue()
    Thread(target=_read, args=(process, first, gone), daemon=True).start()
    try:
        line = first.get(timeout=_PATIENCE_SECONDS)
    except Empty:
        line = ""
    if not line.startswith("http"):
        raise SandboxError(
            "the sandbox did not start", next_step="What it said of the reason stands above."
        )
    return line.strip()


def _read(process: subprocess.Popen[str], first: "Queue[str]", gone: Callable[[], None]) -> None:
    lines = iter(process.stdout or ())
    first.put(line := next(lines, ""))
    for further in lines:
        sys.stdout.write(further)
    if line:
        gone()
