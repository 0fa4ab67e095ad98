"""Stores that are ordinary files: redacted where the rest has a use, deleted where it has none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playground.cli.files.scanning import is_binary
from playground.cli.files.source import Source
from playground.cli.leftovers.store import Left
from playground.errors import NotebookError
from playground.guard import (
    Catalogue,
    Finding,
    Scope,
    findings_in_file,
    findings_in_text,
    notebook_of,
    redact_bytes,
)
from playground.guard.writing import write_whole

__all__ = ["DeletedFile", "RedactedFile"]

_NOTEBOOK = ".ipynb"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactedFile:
    """A notebook or a text: keys in it become placeholders."""

    path: Path
    what: str
    remedy: str = "redact it"

    def left(self, catalogue: Catalogue) -> list[Left]:
        """Return the keys in it."""
        return [Left(finding=finding) for finding in self._findings(catalogue)]

    def remove(self, left: Sequence[Left], scope: Scope) -> None:
        """Redact it."""
        del left
        raw = Source(name=str(self.path)).read()
        write_whole(self.path, redact_bytes(raw, scope, path=_name(self.path, raw)))

    def _findings(self, catalogue: Catalogue) -> list[Finding]:
        raw = Source(name=str(self.path)).read()
        if self.path.suffix != _NOTEBOOK and is_binary(raw):
            return []
        return findings_in_file(raw, catalogue, path=_name(self.path, raw))


def _name(path: Path, raw: bytes) -> str:
    """Return the name by which *raw* is read: half a notebook, as a crash leaves one, is a text."""
    try:
        if path.suffix == _NOTEBOOK:
            notebook_of(raw)
    except NotebookError:
        return f"{path}.txt"
    return str(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeletedFile:
    """A file that nobody needs once its program has ended; `text` reads what it says."""

    path: Path
    what: str
    text: Callable[[bytes], str]
    language: str = ""
    remedy: str = "delete it"

    def left(self, catalogue: Catalogue) -> list[Left]:
        """Return the keys in it."""
        text = self.text(Source(name=str(self.path)).read())
        found = findings_in_text(text, catalogue, language=self.language)
        return [Left(finding=finding) for finding in found]

    def remove(self, left: Sequence[Left], scope: Scope) -> None:
        """Delete it."""
        del left, scope
        try:
            self.path.unlink()
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise NotebookError(f"it cannot be deleted: {reason}", path=self.path) from None
