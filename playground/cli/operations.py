"""`playground operations`: every operation of a document, with what it asks of a credential."""

import json
from pathlib import Path
import sys
from typing import Annotated, Any

import typer

from playground.cli.format import Format
from playground.openapi import Document, Operation, as_plain, load
from playground.openapi.overlay import overlaid

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command()
def operations(
    document: Annotated[
        str, typer.Argument(help="An OpenAPI 3.0 or 3.1 file, or `linquid` for the shipped one.")
    ],
    overlay: Annotated[
        Path | None, typer.Option(help="A file that adds scopes, or an OpenAPI Overlay 1.0.")
    ] = None,
    output: Annotated[
        Format, typer.Option("--format", help="Lines for people, or one JSON list.")
    ] = Format.TEXT,
) -> None:
    """List every operation of DOCUMENT, with what it asks of a credential."""
    loaded = load(document)
    if overlay:
        loaded = overlaid(loaded, overlay)
    for warning in loaded.warnings:
        sys.stderr.write(f"warning: {warning}\n")
    rows = [_row(operation) for operation in loaded.operations.values()]
    if output is Format.JSON:
        sys.stdout.write(json.dumps(rows, indent=2) + "\n")
    else:
        sys.stdout.write(_table(loaded, rows))


def _row(operation: Operation) -> dict[str, Any]:
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "security": as_plain(operation.security),
        "warnings": list(operation.warnings),
    }


def _table(document: Document, rows: list[dict[str, Any]]) -> str:
    widths = [max((len(row[key]) for row in rows), default=0) for key in ("id", "method", "path")]
    lines = [f"{document.title} {document.version}: {len(rows)} operations"]
    for row in rows:
        cells = (row["id"].ljust(widths[0]), row["method"].ljust(widths[1]))
        asks = " | ".join(map(_alternative, row["security"])) or "public"
        lines.append("  ".join((*cells, row["path"].ljust(widths[2]), asks)))
        lines += [f"  warning: {warning}" for warning in row["warnings"]]
    return "\n".join(lines) + "\n"


def _alternative(requirements: dict[str, list[str]]) -> str:
    if not requirements:
        return "anonymous"
    return " + ".join(
        f"{scheme}({', '.join(scopes)})" if scopes else scheme
        for scheme, scopes in requirements.items()
    )
