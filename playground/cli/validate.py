"""`playground validate`: what is wrong with a request, a body or an answer, by JSON pointer."""

from dataclasses import asdict
import json
from pathlib import Path
import sys
from typing import Annotated, Any

import typer

from playground.cli.format import Format
from playground.errors import PlaygroundError
from playground.openapi import (
    Operation,
    Problem,
    answer_problems,
    body_problems,
    load,
    problems,
)

__all__ = ["app"]

app = typer.Typer(add_completion=False)
_SAMPLE = "`playground sample --format json`"
_REQUEST = {"operation", "method", "path", "params", "body", "warnings"}


@app.command()
def validate(
    document: Annotated[
        str, typer.Argument(help="An OpenAPI 3.0 or 3.1 file, or `linquid` for the shipped one.")
    ],
    operation: Annotated[str, typer.Argument(help='An operation id, or "METHOD /path".')],
    file: Annotated[
        str,
        typer.Argument(help=f"JSON: a body, or what {_SAMPLE} prints; `-` = standard input."),
    ],
    *,
    status: Annotated[
        int | None, typer.Option(help="FILE is an answer's body, and came with this status.")
    ] = None,
    media_type: Annotated[
        str, typer.Option(help="The media type of an answer.")
    ] = "application/json",
    output: Annotated[
        Format, typer.Option("--format", help="Lines for people, or one JSON object.")
    ] = Format.TEXT,
) -> None:
    """Print what is wrong with FILE; exit 1 if something is."""
    asked = load(document).operations[operation]
    value = _read(file)
    if status is None:
        found = _request_problems(asked, value)
    else:
        found = answer_problems(asked, status, media_type, value)
    sys.stdout.write(_as_json(asked, found) if output is Format.JSON else _as_text(found))
    raise typer.Exit(1 if found else 0)


def _request_problems(operation: Operation, value: Any) -> tuple[Problem, ...]:
    if isinstance(value, dict) and {"params", "body"} <= value.keys() <= _REQUEST:
        return problems(operation, params=value["params"] or {}, body=value["body"])
    return body_problems(operation, value)


def _read(file: str) -> Any:
    place = "standard input" if file == "-" else file
    step = f"Give one JSON value: a body, or what {_SAMPLE} prints."
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text("utf-8-sig")
        return json.loads(text)
    except json.JSONDecodeError as error:
        where = f"{place}, line {error.lineno}"
        raise PlaygroundError(
            f"this is not JSON: {error.msg}", place=where, next_step=step
        ) from None
    except (UnicodeDecodeError, RecursionError) as error:
        raise PlaygroundError("this is not JSON", place=place, next_step=step) from error
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise PlaygroundError(reason, place=place, next_step=step) from error


def _as_json(operation: Operation, found: tuple[Problem, ...]) -> str:
    listed = [asdict(problem) for problem in found]
    return json.dumps({"operation": operation.id, "problems": listed}, indent=2) + "\n"


def _as_text(found: tuple[Problem, ...]) -> str:
    return "".join(f"{problem}\n" for problem in found) or "Nothing is wrong.\n"
