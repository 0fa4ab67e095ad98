"""Child processes that end when this one does, however it ends."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
import os
import signal
import subprocess
import sys
from typing import IO

__all__ = ["child", "ended"]

_PATIENCE_SECONDS = 10
# Reads until this process is gone, and then ends the group of the child.
_MINDER = """
import os, signal, sys, time
sys.stdin.buffer.read()
group = int(sys.argv[1])
try:
    os.killpg(group, signal.SIGTERM)
    for _ in range(100):
        time.sleep(0.1)
        os.killpg(group, 0)
    os.killpg(group, signal.SIGKILL)
except ProcessLookupError:
    pass
"""


@contextmanager
def child(
    command: Sequence[str],
    *,
    environment: Mapping[str, str],
    stdout: IO[str] | int | None = None,
    stderr: int | None = None,
) -> Iterator[subprocess.Popen[str]]:
    """
    Yield the process of *command*, in a group of its own, and end the group afterwards.

    Ctrl-C in the terminal does not reach it: whoever started it decides. A second process watches
    over it, so that it ends even where this process is killed.
    """
    with (
        subprocess.Popen(  # noqa: S603  our own commands
            command,
            env=dict(environment),
            stdout=stdout,
            stderr=stderr,
            text=True,
            start_new_session=True,
        ) as process,
        _minded(process.pid),
    ):
        try:
            yield process
        finally:
            ended(process)


def ended(process: subprocess.Popen[str]) -> int:
    """End *process* and its group, gently at first, and return its exit code."""
    _signal(process.pid, signal.SIGTERM)
    try:
        return process.wait(_PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal(process.pid, signal.SIGKILL)
        return process.wait()


@contextmanager
def _minded(group: int) -> Iterator[None]:
    command = (sys.executable, "-S", "-c", _MINDER, str(group))
    with subprocess.Popen(  # noqa: S603  our own command
        command, stdin=subprocess.PIPE, start_new_session=True
    ) as minder:
        try:
            yield
        finally:
            minder.kill()


def _signal(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return
