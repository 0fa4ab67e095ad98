"""`playground sample`: a request that its own operation accepts."""

import json
import sys
from typing import Annotated, Any
from urllib.parse import urlencode

import typer

from playground.cli.format import Format
from playground.openapi import Operation, Sample, build, load
from playground.openapi import sample as sample_of

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command()
def sample(
    document: Annotated[
        str, typer.Argument(help="An OpenAPI 3.0 or 3.1 file, or `linquid` for the shipped one.")
    ],
    operation: Annotated[str, typer.Argument(help='An operation id, or "METHOD /path".')],
    output: Annotated[
        Format, typer.Option("--format", help="A request for people, or one JSON object.")
    ] = Format.TEXT,
) -> None:
    """Print a request that OPERATION of DOCUMENT accepts; nothing is sent."""
    found = load(document).operations[operation]
    made = sample_of(found)
    for warning in made.warnings:
        sys.stderr.write(f"warning: {warning}\n")
    if output is Format.JSON:
        sys.stdout.write(json.dumps(_as_json(found, made), indent=2) + "\n")
    else:
        sys.stdout.write(_as_text(found, made))


def _as_json(operation: Operation, made: Sample) -> dict[str, Any]:
    return {
        "operation": operation.id,
        "method": operation.method,
        "path": operation.path,
        "params": dict(made.params),
        "body": made.body,
        "warnings": list(made.warnings),
    }


def _as_text(operation: Operation, made: Sample) -> str:
    request = build(operation, params=made.params, body=made.body)
    query = f"?{urlencode(request.query)}" if request.query else ""
    lines = [f"{request.method} {request.path}{query}"]
    lines += [f"{name}: {value}" for name, value in request.headers]
    if made.body is not None:
        is_json = "json" in request.media_type
        body = json.dumps(made.body, indent=2, ensure_ascii=False) if is_json else None
        lines += ["", body or (request.content or b"").decode("utf-8", "replace")]
    return "\n".join(lines) + "\n"
