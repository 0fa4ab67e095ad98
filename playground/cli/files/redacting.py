"""Redact sources one by one, and say for each what became of it."""

from dataclasses import dataclass
from pathlib import Path

from playground.cli.files.scanning import policy_of, with_catalogue
from playground.cli.files.source import Source
from playground.cli.files.writing import write_whole
from playground.errors import NotebookError
from playground.guard import Scope, redact_bytes

__all__ = ["Redacted", "redacted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Redacted:
    """What became of a file: changed or not, or why it could not be done."""

    name: str
    is_changed: bool = False
    error: str = ""


def redacted(
    source: Source, *, policy_file: Path | None, output: Path | None, is_check: bool
) -> Redacted:
    """
    Take the keys out of *source*: in its place, or in a copy below *output*.

    With *is_check* nothing is written.

    Raises:
        PolicyError: a policy cannot be read, or loosens a rule.
        KindError: a kind of the user's own fails its proof.
    """
    policy = policy_of(source.folder, policy_file)
    scope = Scope(catalogue=with_catalogue(policy.kinds), policy=policy)
    try:
        before = source.read()
        after = redact_bytes(before, scope, path=source.name)
        if not is_check and (output or after != before):
            write_whole(_target(source, output), after, like=Path(source.name))
    except NotebookError as error:
        return Redacted(name=source.name, error=str(error))
    return Redacted(name=source.name, is_changed=after != before)


def _target(source: Source, output: Path | None) -> Path:
    path = Path(source.name)
    if output is None:
        return path
    # A copy keeps its folders, but never leaves *output*.
    parts = [part for part in path.parts if part not in {path.anchor, ".."}]
    return output.joinpath(*parts)
