"""`playground redact`: take keys out of notebooks and any other file."""

from collections.abc import Sequence
import json
from pathlib import Path
import sys
from typing import Annotated

import typer

from playground.cli.files.copies import Copies
from playground.cli.files.garbage import collect_rarely
from playground.cli.files.redacting import Redacted, passed_through, redacted
from playground.cli.files.rules import Rules
from playground.cli.files.source import STDIN, sources_in
from playground.cli.format import Format

__all__ = ["app"]

app = typer.Typer(add_completion=False)


@app.command()
def redact(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, folders or globs; `-` = from standard input to output.",
            show_default=False,
        ),
    ] = None,
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit 1 if something would change.")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", help="A folder for redacted copies.")
    ] = None,
    name: Annotated[
        str, typer.Option("--name", help="The file that standard input comes from.", metavar="PATH")
    ] = "",
    leftovers: Annotated[
        bool,
        typer.Option("--leftovers", help="Clean histories, checkpoints and stores, after asking."),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask before leftovers are removed.")
    ] = False,
    report: Annotated[
        Format, typer.Option("--format", help="Lines for people, or one JSON document.")
    ] = Format.TEXT,
    policy: Annotated[
        Path | None, typer.Option(help="A TOML file that tightens the policy.")
    ] = None,
    kinds: Annotated[
        list[Path] | None,
        typer.Option(help="A TOML file with kinds of your own; may be repeated."),
    ] = None,
) -> None:
    """Replace each key in PATHS: by `keys["name"]` in code, by a placeholder elsewhere."""
    collect_rarely()
    rules = Rules(policy=policy, kinds=tuple(kinds or ()))
    if leftovers:
        folders = [Path(path) for path in paths or ["."]]
        raise typer.Exit(_cleared(folders, rules, is_check=check, is_sure=yes, form=report))
    if not paths:
        raise typer.BadParameter("name what to redact: PATHS, or --leftovers.")
    if STDIN in paths:
        if len(paths) > 1 or output or report is Format.JSON:
            raise typer.BadParameter("`-` stands alone: its output is the redacted file.")
        is_changed = passed_through(name, rules=rules, is_check=check)
        raise typer.Exit(1 if check and is_changed else 0)
    if name:
        raise typer.BadParameter("`--name` tells what `-` is; files have their names.")
    sources = [*sources_in(paths)]
    copies = Copies.of(sources, folder=output) if output else None
    results = [redacted(source, rules=rules, copies=copies, is_check=check) for source in sources]
    sys.stdout.write(
        _as_json(results) if report is Format.JSON else _as_text(results, is_check=check)
    )
    if any(result.error for result in results):
        raise typer.Exit(2)
    raise typer.Exit(1 if check and any(result.is_changed for result in results) else 0)


def _cleared(
    folders: Sequence[Path], rules: Rules, *, is_check: bool, is_sure: bool, form: Format
) -> int:
    from playground.cli.leftovers.clearing import (  # noqa: PLC0415  only leftovers need it
        cleared,
    )

    return cleared(folders, rules=rules, is_check=is_check, is_sure=is_sure, form=form)


def _as_json(results: Sequence[Redacted]) -> str:
    document = {
        "files": len(results),
        "changed": [result.name for result in results if result.is_changed],
        "notes": [
            {"path": result.name, "message": result.note} for result in results if result.note
        ],
        "errors": [
            {"path": result.name, "message": result.error} for result in results if result.error
        ],
    }
    return json.dumps(document, indent=2) + "\n"


def _as_text(results: Sequence[Redacted], *, is_check: bool) -> str:
    done = "holds keys" if is_check else "redacted"
    lines = [
        result.error or " ".join([f"{result.name}: {done}.", *filter(None, [result.note])])
        for result in results
        if result.error or result.is_changed
    ]
    changed = sum(result.is_changed for result in results)
    if changed and not is_check:
        lines += _next_steps(results)
    files = "1 file" if len(results) == 1 else f"{len(results)} files"
    told = f"{files}, {changed} {'with keys' if is_check else 'changed'}"
    failed = sum(bool(result.error) for result in results)
    return "\n".join([*lines, f"{told}, {failed} not redacted." if failed else f"{told}."]) + "\n"


def _next_steps(results: Sequence[Redacted]) -> list[str]:
    """Return lines that tell how the code gets its keys back, and what to do with the old ones."""
    names = dict.fromkeys(name for result in results for name in result.names)
    puts = [
        f"  {view}.put({json.dumps(name, ensure_ascii=False)}, getpass())" for view, name in names
    ]
    told = "The code takes its keys by name: give each its value in the notebook, once a session:"
    put = [told, "  from getpass import getpass", *puts] if puts else []
    return [*put, "Rotate the keys that were shared."]
