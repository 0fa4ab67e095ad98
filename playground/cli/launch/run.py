"""Run the sandbox and JupyterLab until one asks them to end."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
import secrets
import signal
import subprocess
import sys
from threading import Event
from types import FrameType
from typing import Any

from playground.cli.launch import jupyter, sandbox
from playground.cli.launch.browser import is_opened
from playground.cli.launch.children import child
from playground.cli.launch.one import only_one, tell

__all__ = ["Start", "run"]

_GONE = (
    "The sandbox has ended; JupyterLab runs on. Run `pg.connect()` again: it starts a sandbox of"
    " its own. Or press Ctrl-C, and start both again."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What to start: `more` are JupyterLab's own options; port 0 takes a free one."""

    notebooks: Path
    port: int
    sandbox_port: int = 0
    has_browser: bool = True
    more: Sequence[str] = ()


def run(start: Start, *, environment: Mapping[str, str]) -> None:
    """
    Serve until Ctrl-C, `--stop`, or the end of JupyterLab.

    Raises:
        AlreadyRunning: a lab at these notebooks runs already.
        PortInUse: JupyterLab's port is taken.
        SandboxError: the sandbox does not start.
    """
    signal.signal(signal.SIGTERM, _interrupt)
    with ExitStack() as stack:
        note = stack.enter_context(only_one(start.notebooks))
        tell(note)
        if start.port:
            jupyter.refuse_a_taken(start.port)
        try:
            process, lab = _started(start, environment=environment, stack=stack)
            stack.callback(jupyter.end, lab, process)
            tell(note, url=lab.opened_at)
            _open(lab.opened_at, start=start, environment=environment)
            process.wait()
        except KeyboardInterrupt:
            _say("\nEnding the sandbox and JupyterLab.")


def _started(
    start: Start, *, environment: Mapping[str, str], stack: ExitStack
) -> tuple["subprocess.Popen[str]", jupyter.Served]:
    token = secrets.token_urlsafe(32)
    tokened = {**environment, "PLAYGROUND_SANDBOX_TOKEN": token}
    server = stack.enter_context(
        child(sandbox.command(port=start.sandbox_port), environment=tokened, stdout=subprocess.PIPE)
    )
    is_over = Event()
    stack.callback(is_over.set)
    line = sandbox.announced(server, gone=lambda: None if is_over.is_set() else _say(_GONE))
    _say(f"Sandbox     {line}")
    process = stack.enter_context(
        child(
            jupyter.command(start.notebooks, port=start.port, more=start.more),
            environment=jupyter.configured({**tokened, "PLAYGROUND_SANDBOX_URL": line.split()[0]}),
        )
    )
    lab = jupyter.served(process, start.notebooks)
    _say(f"JupyterLab  {lab.opened_at}")
    return process, lab


def _open(url: str, *, start: Start, environment: Mapping[str, str]) -> None:
    if not start.has_browser or not is_opened(url, environment=environment):
        _say("Open that address in a browser.")
    _say("Ctrl-C ends both; so does `make stop` or `playground lab --stop`.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _interrupt(number: int, frame: FrameType | None) -> Any:
    del number, frame
    raise KeyboardInterrupt
