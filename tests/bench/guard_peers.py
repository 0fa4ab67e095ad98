"""The programs that are scanned with in turn: ours and two others, each as a whole process."""

from collections.abc import Callable
import json
import os
from pathlib import Path
import shutil
import subprocess
import sys
from typing import Any

__all__ = ["PEERS", "in_process", "ours"]


def _program(name: str) -> str:
    """
    Return the path of *name* beside this Python.

    Raises:
        FileNotFoundError: the dependency group of the benchmark is not installed.
    """
    found = shutil.which(name, path=Path(sys.executable).parent)
    if found is None:
        raise FileNotFoundError(f"no {name} beside {sys.executable}: pip install --group bench")
    return found


def _run(command: list[str], *, folder: Path) -> bytes:
    # As where it is installed: what Python compiled of a module is kept.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    run = subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, check=False
    )
    if run.returncode not in {0, 1, 200}:  # 200 is kingfisher's way to say that it found something
        raise OSError(f"{command[0]} failed: {run.stderr.decode()[-1000:]}")
    return run.stdout


def ours(folder: Path) -> None:
    """
    Scan *folder* with `playground scan`.

    Raises:
        OSError: it crashed, which Python tells with the status of findings, or read nothing.
    """
    command = [_program("playground"), "scan", "--format", "json", str(folder)]
    report = _run(command, folder=folder)
    if not report or not json.loads(report)["files"]:
        raise OSError(f"`playground scan` read no file of {folder}")


def kingfisher(folder: Path) -> None:
    """Scan *folder* with kingfisher, offline, every file of it."""
    options = ["--no-validate", "--no-update-check", "--no-dedup", "--no-ignore"]
    command = [_program("kingfisher"), "scan", str(folder), *options, "--format", "json"]
    _run(command, folder=folder)


def betterleaks(folder: Path) -> None:
    """Scan *folder* with betterleaks, offline."""
    _run([_program("betterleaks"), str(folder), "--silent", "--no-banner"], folder=folder)


PEERS: dict[str, Callable[[Path], None]] = {"kingfisher": kingfisher, "betterleaks": betterleaks}


def in_process() -> Any:
    """Return kingfisher's scanner as a library, its rules compiled."""
    from kingfisher_sdk import Scanner  # noqa: PLC0415  only where the group is installed

    return Scanner()
