"""The command line: one module a subcommand, imported only when it is called."""

from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
import sys
from typing import Any

import typer
from typer.core import TyperGroup

from playground.errors import PlaygroundError

__all__ = ["main"]

COMMANDS = ("doctor", "lab", "operations", "redact", "sample", "sandbox", "scan", "validate")


class _LazyGroup(TyperGroup):
    """A group whose commands are the modules of this package that `COMMANDS` names."""

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(import_module(f"{__name__}.{cmd_name}").app)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            sys.stderr.write("\nplayground: stopped; what was written before it is whole.\n")
            raise typer.Exit(2) from None


app = typer.Typer(
    cls=_LazyGroup, no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False
)


@app.callback()
def _playground() -> None:
    """Build requests, see why a scope was refused, and keep keys out of notebooks."""


def main(arguments: Sequence[str] | None = None) -> None:
    """
    Run the command line and exit: 0 = fine, 1 = findings, 2 = usage or failure.

    *arguments* are those of the process unless given.

    Errors of ours end as one line on stderr, never as a traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a path need not be Unicode
            stream.reconfigure(errors="backslashreplace")
    try:
        app(args=arguments, prog_name="playground")
    except PlaygroundError as error:
        sys.stderr.write(f"playground: {error}\n")
        sys.exit(2)
    except Exception as error:  # noqa: BLE001  a traceback may hold a key, and 1 means findings
        sys.stderr.write(
            f"playground: an error of its own stopped it ({type(error).__name__}). Please report"
            " the command that you ran; what was written before it is whole.\n"
        )
        sys.exit(2)
