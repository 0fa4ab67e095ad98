"""JupyterLab's command, and the address at which it can be opened."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
import json
import os
from pathlib import Path
import secrets
import socket
import subprocess
import sys
from typing import Any
from urllib.request import Request, urlopen

from jupyter_core.paths import jupyter_runtime_dir

from playground.cli.launch.awaited import awaited
from playground.cli.launch.guarding import refuse_unguarded
from playground.cli.launch.notebooks import FIRST
from playground.errors import PlaygroundError, PortInUse

__all__ = ["Served", "command", "configured", "end", "refuse_a_taken", "served"]

_CONFIG = Path(__file__).with_name("config")
_LOOPBACK = "127.0.0.1"
_LAST_PORT = 65_535
_PATIENCE_SECONDS = 90
_FAREWELL_SECONDS = 10


def command(
    notebooks: Path, *, port: int, more: Sequence[str] = (), log_level: str = "WARN"
) -> list[str]:
    """Return the command that serves *notebooks* at *port*; 0 takes a free one."""
    return [
        *(sys.executable, "-m", "jupyterlab", "--no-browser"),
        *(f"--ServerApp.log_level={log_level}", f"--LabApp.log_level={log_level}"),
        # It listens on loopback only, and wants its token from root as from everybody.
        *(("--allow-root",) if os.geteuid() == 0 else ()),
        *(f"--ServerApp.ip={_LOOPBACK}", f"--ServerApp.port={port}", "--ServerApp.port_retries=0"),
        f"--ServerApp.root_dir={notebooks}",
        *more,
    ]


def configured(environment: Mapping[str, str]) -> dict[str, str]:
    """
    Return *environment* with our configuration: no request but the ones the person sends.

    With a token that it need not make up itself, JupyterLab prints no address besides ours.
    """
    paths = (str(_CONFIG), environment.get("JUPYTER_CONFIG_PATH", ""))
    return {
        "JUPYTER_TOKEN": secrets.token_hex(24),
        **environment,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, paths)),
    }


def refuse_a_taken(port: int) -> None:
    """
    Return only if *port* is free.

    Raises:
        PortInUse: it is not.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_LOOPBACK, port))
        except OSError as error:
            free = port + 1 if port < _LAST_PORT else 0
            option = f"`make run port={free}` or `playground lab --port {free}`"
            raise PortInUse(port, what="JupyterLab", option=option) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A JupyterLab that runs: its address, and the one at which it opens, with its token."""

    url: str
    token: str = field(repr=False)
    opened_at: str = field(repr=False)


def served(process: subprocess.Popen[str], notebooks: Path) -> Served:
    """
    Return where JupyterLab serves *notebooks*, once it does.

    Raises:
        PlaygroundError: JupyterLab ended, did not come up in time, or does not guard its saves.
    """
    note = Path(jupyter_runtime_dir()) / f"jpserver-{process.pid}.json"
    told = awaited(
        lambda: _told(note), seconds=_PATIENCE_SECONDS, goes_on=lambda: process.poll() is None
    )
    if told is None:
        raise PlaygroundError(
            "JupyterLab did not start", next_step="What it said of the reason stands above."
        )
    refuse_unguarded(told["url"], told["token"])
    tree = f"lab/tree/{FIRST}" if (notebooks / FIRST).is_file() else "lab"
    url, token = str(told["url"]), str(told["token"])
    return Served(url=url, token=token, opened_at=f"{url}{tree}?token={token}")


def end(lab: Served, process: subprocess.Popen[str]) -> None:
    """Have *lab* end by itself, without a word: a signal it would tell of."""
    request = Request(  # noqa: S310  Jupyter's own address
        f"{lab.url}api/shutdown", method="POST", headers={"Authorization": f"token {lab.token}"}
    )
    with suppress(OSError, subprocess.TimeoutExpired):
        urlopen(request, timeout=_FAREWELL_SECONDS).close()  # noqa: S310  Jupyter's own
        process.wait(_FAREWELL_SECONDS)


def _told(note: Path) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads(note.read_text())
    except (FileNotFoundError, ValueError):
        return None
    return told
