"""The keys in a saved notebook, and the same notebook without one of them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any, Self

from playground.credentials import keys
from playground.errors import NotebookError
from playground.guard import (
    Catalogue,
    Finding,
    Judged,
    Policy,
    Scope,
    findings_in_notebook,
    judge,
    notebook_of,
    pieces,
    redact_bytes,
    redact_notebook,
)
from playground.guard.find import keys_in_pieces
from playground.guard.marks import marks_in

__all__ = ["KeyFile"]

_PARTS = ("source", "outputs", "attachments", "metadata", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The notebook at *path* as it was when it was read, and what holds for it."""

    path: Path
    raw: bytes = field(repr=False)
    policy: Policy
    catalogue: Catalogue = field(repr=False)

    @classmethod
    def read(cls, path: Path) -> Self:
        """
        Return the notebook at *path*, with the policy of its folder.

        Raises:
            NotebookError: it cannot be read.
            PolicyError: a policy cannot be read, or loosens a rule.
        """
        policy = Policy.load(path.parent)
        try:
            raw = path.read_bytes()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise NotebookError(f"it cannot be read: {reason}", path=path) from None
        catalogue = Catalogue.load(extra=policy.kinds)
        return cls(path=path, raw=raw, policy=policy, catalogue=catalogue)

    @property
    def notebook(self) -> dict[str, Any]:
        """
        The notebook that the file holds.

        Raises:
            NotebookError: it holds none.
        """
        return notebook_of(self.raw, path=str(self.path))

    def judged(self) -> tuple[Judged, ...]:
        """Return each key with its verdict: cell by cell, its source before its outputs."""
        notebook = self.notebook
        found = findings_in_notebook(notebook, self.catalogue)
        verdict = judge(found, self.policy, marks=marks_in(notebook))
        return tuple(sorted(verdict.judged, key=_order))

    def may_mark(self, judged: Judged) -> bool:
        """Whether the policy lets a person mark that key as a test key."""
        return self.policy.lets_mark(judged.finding.kind.code)

    def without(self, finding: Finding) -> tuple[bytes, str]:
        """
        Return the file without that key in that part, and the name that stands for it now.

        Where code refers to it by that name, this kernel's keyring has its value from now on.
        Every other byte stays as it is.
        """
        is_wanted = _same_key(finding)
        known = self._known(finding) if self._becomes_reference(is_wanted) else {}
        scope = Scope(
            catalogue=self.catalogue, policy=self.policy, known=known, is_wanted=is_wanted
        )
        redaction = redact_notebook(
            self.notebook, self.catalogue, policy=self.policy, known=known, is_wanted=is_wanted
        )
        raw = redact_bytes(self.raw, scope, path=str(self.path))
        return raw, redaction.names.get(finding.fingerprint, "")

    def without_output(self, finding: Finding) -> bytes:
        """Return the file with the outputs of that key's cell cleared, written as Jupyter does."""
        notebook = self.notebook
        cell = notebook["cells"][finding.place.cell]
        cell.update(outputs=[], execution_count=None)
        return _written(notebook)

    def marked(self, finding: Finding) -> bytes:
        """Return the file with that key marked as a test key, for its cell."""
        notebook = self.notebook
        metadata = notebook["cells"][finding.place.cell].setdefault("metadata", {})
        marks = metadata.setdefault("playground", {}).setdefault("test_keys", [])
        marks.append(finding.fingerprint)
        return _written(notebook)

    def _becomes_reference(self, is_wanted: Callable[[Finding], bool]) -> bool:
        edits = redact_notebook(
            self.notebook, self.catalogue, policy=self.policy, is_wanted=is_wanted
        ).edits
        return any(edit.keyring for edit in edits)

    def _known(self, finding: Finding) -> dict[str, str]:
        """Return the key's name by its fingerprint, once the keyring has its value."""
        value = next(self._values(finding))
        return {finding.fingerprint: keys.keyring.adopt(value)}

    def _values(self, finding: Finding) -> Iterator[str]:
        here = (piece for piece in pieces(self.notebook) if piece.place == finding.place)
        for _, found in keys_in_pieces(here, self.catalogue):
            for key in found:
                if self.catalogue.fingerprint(key.value) == finding.fingerprint:
                    yield key.value


def _written(notebook: Mapping[str, Any]) -> bytes:
    return f"{json.dumps(notebook, indent=1, ensure_ascii=False)}\n".encode()


def _order(judged: Judged) -> tuple[bool, int, int, int]:
    place = judged.finding.place
    is_outside = place.cell is None
    return is_outside, place.cell or 0, _PARTS.index(place.part), judged.finding.line


def _same_key(finding: Finding) -> Callable[[Finding], bool]:
    """Return what picks every finding of the same key in the same part of the same cell."""

    def is_same(other: Finding) -> bool:
        return (other.place.cell, other.place.part, other.fingerprint) == (
            finding.place.cell,
            finding.place.part,
            finding.fingerprint,
        )

    return is_same
