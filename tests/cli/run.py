"""Runs the command line in this process: one of its own would cost half a second a test."""

import contextlib
import io
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from playground.cli import main

__all__ = ["Run", "run"]


class Run(NamedTuple):
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path, stdin: str = "") -> Run:
    """Return how `playground` ends with *arguments*."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    with (
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()))),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
    return Run(status, out.getvalue(), err.getvalue())
