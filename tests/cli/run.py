"""Runs the command line in this process: one of its own would cost half a second a test."""

import contextlib
import io
from unittest.mock import patch

from playground.cli import main

__all__ = ["run"]


def run(*args: str, stdin: str = "") -> tuple[int, str, str]:
    """Return the exit code, standard output and standard error of `playground` with *args*."""
    out, err = io.StringIO(), io.StringIO()
    with (
        patch("sys.argv", ["playground", *args]),
        patch("sys.stdin", io.StringIO(stdin)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as ended:
            code = ended.code
            return int(code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()
