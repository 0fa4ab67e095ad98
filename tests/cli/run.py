"""Runs the command line in this process: one of its own would cost half a second a test."""

import contextlib
import io
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from playground.cli import main
from playground.cli.files import rules

__all__ = ["Run", "run"]


class Run(NamedTuple):
    """How a command ended, and what it wrote."""

    status: int
    out: str
    err: str


def run(*arguments: str | Path, stdin: str | bytes = "") -> Run:
    """Return how `playground` ends with *arguments*."""
    # A process of its own would read the settings anew; the kinds stay compiled.
    rules._scope.cache_clear()
    given = stdin.encode() if isinstance(stdin, str) else stdin
    raw, err, status = io.BytesIO(), io.StringIO(), 0
    out = io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", newline="")
    with (
        patch("sys.stdin", io.TextIOWrapper(io.BytesIO(given))),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as ended:
            status = int(ended.code or 0)
    out.flush()
    return Run(status, raw.getvalue().decode("utf-8", "surrogateescape"), err.getvalue())
