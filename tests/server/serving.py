"""A real Jupyter server, in a process of its own, that the tests save to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
import os
from pathlib import Path
import queue
import re
import secrets
import subprocess
from threading import Thread
from typing import Any

import httpx

from tests.environments import HERE, Environment

__all__ = ["Maker", "Server", "running"]

Maker = Callable[..., dict[str, Any]]
"""What makes a notebook of the sources of its cells."""

EXTENSIONS = Path(__file__).with_name("extensions")
_ADDRESS = re.compile(r"(http://127\.0\.0\.1:\d+)/")
_START_SECONDS = 60
_END_SECONDS = 15


@dataclass
class Server:
    """A running server: its address, where its files lie, and what it has logged."""

    client: httpx.Client
    root: Path
    log: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        """Where its user's own files lie: configuration, data, what runs."""
        return self.root.parent / "home"

    def put(self, path: str, **model: Any) -> httpx.Response:
        """Save the contents *model* at *path*."""
        return self.client.put(f"/api/contents/{path}", json=model)

    def save(self, path: str, notebook: dict[str, Any]) -> httpx.Response:
        """Save *notebook* as JupyterLab does."""
        return self.put(path, type="notebook", format="json", content=notebook)

    def holds(self, text: str) -> list[Path]:
        """Return the files under the root in which *text* lies."""
        wanted = text.encode()
        return [
            path
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and wanted in path.read_bytes()
        ]


@contextmanager
def running(
    root: Path,
    *extensions: str,
    options: tuple[str, ...] = (),
    guarded: bool = True,
    environment: Environment = HERE,
) -> Iterator[Server]:
    """Serve *root* with *extensions* beside the guard's, at a free port of the loopback."""
    token = secrets.token_hex(16)
    (root / "home").mkdir(parents=True)
    (root / "work").mkdir()
    enabled = {"playground.server": guarded, **dict.fromkeys(extensions, True)}
    command = [
        *(environment.python, "-m", "jupyter_server", "--ServerApp.port=0", "--no-browser"),
        *("--allow-root", f"--ServerApp.root_dir={root / 'work'}", "--ServerApp.ip=127.0.0.1"),
        *(f"--ServerApp.jpserver_extensions={enabled}", *options),
    ]
    variables = {
        **os.environ,
        **environment.variables,
        "HOME": str(root / "home"),
        "JUPYTER_TOKEN": token,
        "JUPYTER_CONFIG_DIR": str(root / "home"),
        "JUPYTER_DATA_DIR": str(root / "home"),
        "JUPYTER_RUNTIME_DIR": str(root / "home"),
        "PYTHONPATH": str(EXTENSIONS),
    }
    with subprocess.Popen(  # noqa: S603  our own command
        command, env=variables, cwd=root, stderr=subprocess.PIPE, text=True
    ) as process:
        log: list[str] = []
        found: queue.Queue[str] = queue.Queue()
        reader = Thread(target=_read, args=(process, log, found))
        reader.start()
        try:
            url = found.get(timeout=_START_SECONDS)
            assert url, "".join(log)
            with httpx.Client(
                base_url=url,
                headers={"Authorization": f"token {token}"},
                timeout=60,
                # The server tells its address a moment before it listens there.
                transport=httpx.HTTPTransport(retries=6),
            ) as client:
                yield Server(client=client, root=root / "work", log=log, environment=variables)
        finally:
            _end(process)
            reader.join()


def _end(process: subprocess.Popen[str]) -> None:
    """Ask *process* to end, and end it where it missed that: at its start, Jupyter may."""
    process.terminate()
    try:
        process.wait(_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _read(process: subprocess.Popen[str], log: list[str], found: "queue.Queue[str]") -> None:
    """Fill *log* until the server ends; *found* gets its address, or "" where it never told."""
    for line in process.stderr or ():
        log.append(line)
        if match := _ADDRESS.search(line):
            found.put(match[1])
    found.put("")
