"""`playground scan`: find keys in notebooks and any other file."""

from collections.abc import Sequence
from pathlib import Path
import sys
from typing import Annotated

import typer

from playground.cli.files.rules import Rules
from playground.cli.files.scanning import Report, scanned
from playground.cli.files.source import sources_in, staged_sources
from playground.cli.files.telling import as_json, as_text, exit_code
from playground.cli.format import ScanFormat

__all__ = ["app"]

app = typer.Typer(add_completion=False)

_ORDINARY, _LEFT = "playground redact PATH", "playground redact --leftovers"


@app.command()
def scan(
    paths: Annotated[
        list[str] | None,
        typer.Argument(help="Files, folders or globs; `-` = standard input.", show_default=False),
    ] = None,
    *,
    staged: Annotated[
        bool, typer.Option("--staged", help="What the next commit would add or change.")
    ] = False,
    leftovers: Annotated[
        bool, typer.Option("--leftovers", help="What histories, checkpoints and stores still hold.")
    ] = False,
    output: Annotated[
        ScanFormat, typer.Option("--format", help="Lines for people, JSON, or SARIF 2.1.0.")
    ] = ScanFormat.TEXT,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many processes; as many as cores, if it pays.")
    ] = None,
    policy: Annotated[
        Path | None, typer.Option(help="A TOML file that tightens the policy.")
    ] = None,
    kinds: Annotated[
        list[Path] | None,
        typer.Option(help="A TOML file with kinds of your own; may be repeated."),
    ] = None,
) -> None:
    """Find keys in PATHS; exit 1 if one must go, 2 if a file could not be read."""
    if not (paths or staged or leftovers) or (staged and (paths or leftovers)):
        message = "name what to scan: PATHS, or --staged, or --leftovers."
        raise typer.BadParameter(message)
    rules = Rules(policy=policy, kinds=tuple(kinds or ()))
    if leftovers:
        reports = _left(paths or ["."], rules)
    else:
        sources = list(staged_sources() if staged else sources_in(paths or ()))
        is_sarif = output is ScanFormat.SARIF
        reports = list(scanned(sources, rules=rules, jobs=jobs, with_regions=is_sarif))
    sys.stdout.write(_told(reports, output, remedy=_LEFT if leftovers else _ORDINARY))
    raise typer.Exit(exit_code(reports))


def _left(folders: Sequence[str], rules: Rules) -> list[Report]:
    from playground.cli.leftovers.remains import (  # noqa: PLC0415  an ordinary scan needs none
        as_report,
        remains_in,
    )

    return [as_report(one) for one in remains_in([*map(Path, folders)], rules=rules)]


def _told(reports: Sequence[Report], output: ScanFormat, *, remedy: str) -> str:
    if output is ScanFormat.SARIF:
        from playground.cli.files.sarif import as_sarif  # noqa: PLC0415  for one format only

        return as_sarif(reports, remedy=remedy)
    return as_json(reports) if output is ScanFormat.JSON else as_text(reports, remedy=remedy)
