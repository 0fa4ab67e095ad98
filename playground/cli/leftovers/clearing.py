"""Show what would be removed, ask, and remove it."""

from collections.abc import Sequence
import json
from pathlib import Path
import sys
from typing import Any

import typer

from playground.cli.files.rules import Rules
from playground.cli.format import Format
from playground.cli.leftovers.remains import Remains, remains_in, removed
from playground.guard import finding_to_json
from playground.guard.report import sentence

__all__ = ["cleared"]

_DONE, _LEFT, _TROUBLE = 0, 1, 2
_NOBODY_TO_ASK = (
    "playground: nothing was removed, because nobody can be asked here."
    " Run it in a terminal, or with `--yes`.\n"
)


def cleared(
    folders: Sequence[Path],
    *,
    rules: Rules,
    is_check: bool,
    is_sure: bool,
    form: Format,
) -> int:
    """
    Remove what is left in this person's stores and in *folders*, after asking unless *is_sure*.

    Return the exit code: 0 = no key is left, 1 = keys are still there, 2 = something went wrong.
    With *is_check* nothing is removed.

    Raises:
        PolicyError: a policy cannot be read, or loosens a rule.
        KindError: a kind of the user's own fails its proof.
    """
    every = list(remains_in(folders, rules=rules))
    found = [one for one in every if one.to_remove]
    errors = [one for one in every if one.error]
    if form is Format.TEXT:
        sys.stdout.write(_plan(found))
    is_removed = False
    if found and not is_check:
        if not is_sure and (form is Format.JSON or not sys.stdin.isatty()):
            _tell(form, every, found, errors, is_removed=False)
            sys.stderr.write(_NOBODY_TO_ASK)
            return _TROUBLE
        is_removed = is_sure or typer.confirm("Remove these keys?")
    if is_removed:
        errors += [one for one in removed(found, rules=rules) if one.error]
    _tell(form, every, found, errors, is_removed=is_removed)
    if errors:
        return _TROUBLE
    return _LEFT if found and not is_removed else _DONE


def _plan(found: Sequence[Remains]) -> str:
    """Return a line for each store with what would become of it, and one for each key in it."""
    return "".join(
        f"{one.store.path} ({one.store.what}): {one.store.remedy}\n"
        + "".join(
            f"  {left.where + ': ' if left.where else ''}{sentence(judged)}\n"
            for left, judged in zip(one.left, one.judged, strict=True)
            if judged.verdict != "allow"
        )
        for one in found
    )


def _tell(
    form: Format,
    every: Sequence[Remains],
    found: Sequence[Remains],
    errors: Sequence[Remains],
    *,
    is_removed: bool,
) -> None:
    failed = {one.store.path for one in errors}
    done = [one for one in found if is_removed and one.store.path not in failed]
    if form is Format.JSON:
        document = {
            "stores": len(every),
            "leftovers": [_as_json(one, is_removed=one in done) for one in found],
            "errors": [{"path": str(one.store.path), "message": one.error} for one in errors],
        }
        sys.stdout.write(json.dumps(document, indent=2) + "\n")
        return
    sys.stdout.write("".join(f"{one.error}\n" for one in errors))
    keys = sum(len(one.to_remove) for one in found)
    told = f"{len(every)} stores: {keys} {'key' if keys == 1 else 'keys'} in {len(found)}"
    more = ". Rotate every key that was found" if keys else ""
    sys.stdout.write(f"{told}, {len(done)} cleaned{more}.\n")


def _as_json(remains: Remains, *, is_removed: bool) -> dict[str, Any]:
    path = str(remains.store.path)
    return {
        "path": path,
        "what": remains.store.what,
        "remedy": remains.store.remedy,
        "removed": is_removed,
        "findings": [
            finding_to_json(judged, path=path) | ({"where": left.where} if left.where else {})
            for left, judged in zip(remains.left, remains.judged, strict=True)
            if judged.verdict != "allow"
        ],
    }
