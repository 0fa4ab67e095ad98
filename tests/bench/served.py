"""A server as a process of its own: how soon it answers, and what memory its whole tree takes."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
import socket
import subprocess
from time import perf_counter

import psutil

from tests.bench.load import Shot

__all__ = ["Served", "free_port", "served"]

_PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A server that answers; `start` is the seconds from its launch to its first success."""

    url: str
    pid: int
    start: float

    def megabytes(self) -> float:
        """Return the resident memory of the process and all below it."""
        process = psutil.Process(self.pid)
        tree = (process, *process.children(recursive=True))
        return sum(one.memory_info().rss for one in tree) / 1e6


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def served(command: Sequence[str], *, port: int, first: Shot) -> Iterator[Served]:
    """
    Start *command*, which serves on *port*, and give it once it answers *first* with success.

    Raises:
        OSError: it ends before, or takes too long.
    """
    begin = perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  ours
    try:
        while not _is_good(port, first):
            if process.poll() is not None or perf_counter() - begin > _PATIENCE_SECONDS:
                raise OSError(f"{command[0]} does not answer on port {port}")
        start = perf_counter() - begin
        yield Served(url=f"http://127.0.0.1:{port}", pid=process.pid, start=start)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End *process* and all that it started: what stands for a program may only launch it."""
    tree = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    for one in (process, *tree):
        one.terminate()
    _, alive = psutil.wait_procs(tree, timeout=_PATIENCE_SECONDS)
    for one in alive:
        one.kill()
    process.wait()


def _is_good(port: int, shot: Shot) -> bool:
    with closing(HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)) as connection:
        try:
            connection.request(shot.method, shot.target, shot.body, dict(shot.headers))
            return 200 <= connection.getresponse().status < 300
        except (OSError, HTTPException):
            return False
