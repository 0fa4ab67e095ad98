"""What is no text cannot be redacted byte for byte: a key in it is told instead."""

from collections.abc import Sequence
from pathlib import Path

from playground.cli.files.scanning import is_database
from playground.cli.leftovers.database import Database
from playground.cli.leftovers.store import Left
from playground.errors import NotebookError
from playground.guard import Scope, findings_in_text, judge

__all__ = ["refuse_keys"]


def refuse_keys(raw: bytes, scope: Scope, *, path: Path) -> None:
    """
    Look for a key in *raw*, which *path* holds and which is no text.

    Raises:
        NotebookError: there is one that must go.
    """
    left = _left(raw, scope, path)
    judged = judge([one.finding for one in left], scope.policy, now=scope.now).judged
    for one, said in zip(left, judged, strict=True):
        if said.verdict != "allow":
            where = f"{one.where}: " if one.where else ""
            raise NotebookError(
                f"it is no text, so it stays as it is, and it holds a key"
                f" ({where}{one.finding.kind.name})",
                path=path,
                next_step="Run `playground redact --leftovers`, which cleans histories and other"
                " stores; delete by hand what it does not list.",
            )


def _left(raw: bytes, scope: Scope, path: Path) -> Sequence[Left]:
    if is_database(raw):
        return Database(path=path, what="a database").left(scope.catalogue)
    found = findings_in_text(raw.decode("utf-8", "surrogateescape"), scope.catalogue)
    # Any bytes may follow what only looks like the name of a key.
    return [Left(finding=one) for one in found if one.kind.certainty != "name"]
