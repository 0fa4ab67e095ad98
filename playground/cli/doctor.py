"""`playground doctor`: which protections are really on."""

from collections.abc import Callable, Iterator, Sequence
import json
import sys
from typing import Annotated

import typer

from playground.cli.checkup import guard, machine, repository, running, saving
from playground.cli.checkup.check import Check, State
from playground.cli.format import Format

__all__ = ["app"]

app = typer.Typer(add_completion=False)

_TRIALS: tuple[tuple[str, Callable[[], Iterator[Check]]], ...] = (
    ("the guard", guard.checks),
    ("a Jupyter server, started for this", saving.checks),
    ("running servers", running.checks),
    ("git", repository.checks),
    ("leftovers", machine.leftovers),
    ("the keychain", machine.keychain),
)
_NOT_COVERED = (
    "files that git, a terminal, papermill or `nbconvert --inplace` write, before they are scanned",
    "a key that only running code puts together, until it is printed",
    "what was executed: IPython's history keeps it until `playground redact --leftovers`",
    "keys of kinds that nobody has described, unless a keyring holds them or their name tells",
    "the histories of your shell, your browser and your backups",
    "code that you run: your kernel can read every value",
)
_MARKS = {State.ON: "on", State.OFF: "OFF", State.ABSENT: "-", State.FAILED: "?"}


@app.command()
def doctor(
    output: Annotated[
        Format, typer.Option("--format", help="Lines for people, or one JSON document.")
    ] = Format.TEXT,
) -> None:
    """Try each protection with a sample key; exit 1 if one is off, 2 if one cannot be tried."""
    found = list(_checks())
    sys.stdout.write(_as_json(found) if output is Format.JSON else _as_text(found))
    raise typer.Exit(_exit_code(found))


def _checks() -> Iterator[Check]:
    for name, trial in _TRIALS:
        _progress(f"trying {name} …")
        try:
            yield from trial()
        except Exception as error:  # noqa: BLE001  one trial that breaks tells nothing of the others
            yield Check(
                code="doctor",
                title=name,
                state=State.FAILED,
                detail=f"the trial met an error of its own ({type(error).__name__})",
            )
    _progress("")


def _progress(words: str) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{words}")
        sys.stderr.flush()
    elif words:
        sys.stderr.write(f"{words}\n")


def _exit_code(found: Sequence[Check]) -> int:
    states = {check.state for check in found}
    return 2 if State.FAILED in states else 1 if State.OFF in states else 0


def _as_json(found: Sequence[Check]) -> str:
    document = {
        "checks": [check.to_json() for check in found],
        "not_covered": list(_NOT_COVERED),
    }
    return json.dumps(document, indent=2) + "\n"


def _as_text(found: Sequence[Check]) -> str:
    lines = []
    for check in found:
        lines.append(f"{_MARKS[check.state]:>3}  {check.title}: {check.detail}.")
        if check.next_step:
            lines.append(f"     {check.next_step}")
    covered = [f"  - {one}" for one in _NOT_COVERED]
    return "\n".join([*lines, "", "Not covered:", *covered]) + "\n"
