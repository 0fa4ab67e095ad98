"""The redactor: the keys in a saved notebook, what they are, and how to take each of them out."""

import os
from pathlib import Path
from typing import Any, cast

from playground.errors import NotebookError, PlaygroundError, PolicyError
from playground.guard import Advice, Judged, advice, told
from playground.guard.writing import write_whole
from playground.widgets import redactor_still as still
from playground.widgets.key_file import KeyFile
from playground.widgets.redactor_state import RedactorState
from playground.widgets.redactor_wire import Ask, Undo

__all__ = ["Redactor"]

_CURRENT = "JPY_SESSION_NAME"
_REPLACE = "Replace it instead."


class Redactor(RedactorState):
    """
    The keys in the file of *notebook*; each click has a twin in Python.

    `redactor.findings`, `redactor.explain(finding)`, `redactor.replace(finding)`,
    `redactor.clear_output(finding)`, `redactor.mark_as_test_key(finding)`, `redactor.undo()`. A
    finding is one of `findings`, or its
    number there. What is not saved yet is listed by JupyterLab's own panel, by the same names;
    without *notebook* it is the file of the notebook that this kernel was started for.
    """

    def __init__(self, notebook: str | Path | None = None, **options: Any) -> None:
        self._path = _path_of(notebook)
        self._undos: list[tuple[str, bytes, bytes]] = []
        self._judged: tuple[Judged, ...] = ()
        super().__init__(path=self._path.as_posix(), **options)
        self.refresh()
        self.on_msg(self._received)

    @property
    def findings(self) -> tuple[Judged, ...]:
        """Every key in the file with its verdict, in order of place."""
        return self._judged

    def refresh(self) -> tuple[Judged, ...]:
        """
        Read the file again, and return its findings.

        Raises:
            NotebookError: it cannot be read, or is no notebook.
        """
        file = KeyFile.read(self._path)
        self._judged = file.judged()
        self.rows = [
            told(one, path=self._path.name, may_mark=file.may_mark(one)) for one in self._judged
        ]
        return self._judged

    def explain(self, finding: Judged | int) -> Advice:
        """Return what the key is, why it is judged so, how long it lives, and what to do."""
        return advice(self._found(finding))

    def replace(self, finding: Judged | int) -> str:
        """
        Take the key out of its part of the notebook; return the name that stands for it now.

        Code says `keys["name"]` then, and this kernel's keyring has the value; elsewhere a
        placeholder stands. Every other byte of the file stays as it is.

        Raises:
            NotebookError: the file cannot be read or written, or holds this key no longer.
        """
        one = self._found(finding)
        file = self._file_with(one)
        raw, name = file.without(one.finding)
        self._write(file, raw, said="Replaced", judged=one)
        return name

    def clear_output(self, finding: Judged | int) -> None:
        """
        Clear the outputs of the cell that shows the key.

        Raises:
            NotebookError: as `replace`, or the key stands in no output.
        """
        one = self._found(finding)
        if one.finding.place.part != "outputs":
            raise NotebookError("this key stands in no output", path=self._path, next_step=_REPLACE)
        file = self._file_with(one)
        self._write(file, file.without_output(one.finding), said="Output cleared", judged=one)

    def mark_as_test_key(self, finding: Judged | int) -> None:
        """
        Say in the metadata of its cell that this is a test key, which may be saved.

        Raises:
            PolicyError: the policy does not let keys of its kind be marked.
            NotebookError: as `replace`.
        """
        one = self._found(finding)
        file = self._file_with(one)
        if one.finding.place.cell is None or not file.may_mark(one):
            kind = one.finding.kind
            raise PolicyError(
                f"the policy lets no {kind.name} be marked as a test key",
                place=still.place(one),
                next_step=f"Whoever keeps the policy can list {kind.code!r} in `test_keys`.",
            )
        raw = file.marked(one.finding)
        self._write(file, raw, said="Marked as a test key", judged=one)

    def undo(self) -> None:
        """
        Put back what the last action took out; the keyring keeps the value.

        Raises:
            NotebookError: there is nothing to undo, or the file has changed since.
        """
        if not self._undos:
            raise NotebookError("there is nothing to undo", path=self._path)
        where, before, after = self._undos[-1]
        if KeyFile.read(self._path).raw != after:
            raise NotebookError("it has changed since, so nothing is undone", path=self._path)
        write_whole(self._path, before)
        self._undos.pop()
        self._tell(f"Undone: {where}.")

    # What a notebook shows

    def __repr__(self) -> str:
        return still.text(self._path.name, self._judged)

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        shown = still.html(self._path.name, self._judged)
        return {**data, "text/plain": repr(self), "text/html": shown}, metadata

    # Behind it

    def _found(self, finding: Judged | int) -> Judged:
        return self._judged[finding] if isinstance(finding, int) else finding

    def _file_with(self, one: Judged) -> KeyFile:
        """Return the file as it is now, in which *one* still stands."""
        file = KeyFile.read(self._path)
        if _identity(one) not in map(_identity, file.judged()):
            self.refresh()
            raise NotebookError(f"{still.place(one)} holds this key no longer", path=self._path)
        return file

    def _write(self, file: KeyFile, raw: bytes, *, said: str, judged: Judged) -> None:
        write_whole(self._path, raw)
        where = still.place(judged)
        self._undos.append((where, file.raw, raw))
        self._tell(f"{said}: {where}.")

    def _tell(self, said: str) -> None:
        self.refresh()
        self.said = said
        self.undo_of = self._undos[-1][0] if self._undos else ""

    def _received(self, _: Any, content: Any, __: Any) -> None:
        message = cast("Ask | Undo", content)
        try:
            if message["type"] == "undo":
                self.undo()
            else:
                self._do(message)
        except PlaygroundError as error:
            self.said = str(error)

    def _do(self, ask: Ask) -> None:
        acts = {
            "clear": self.clear_output,
            "replace": self.replace,
            "test": self.mark_as_test_key,
        }
        asked = (ask["cell"], ask["part"], ask["fingerprint"])
        one = next((one for one in self._judged if _identity(one) == asked), None)
        if one is not None:
            acts[ask["type"]](one)


def _identity(judged: Judged) -> tuple[int | None, str, str]:
    finding = judged.finding
    return finding.place.cell, finding.place.part, finding.fingerprint


def _path_of(notebook: str | Path | None) -> Path:
    current = os.environ.get(_CURRENT, "")
    if notebook is None and not current:
        raise NotebookError(
            "nothing tells which notebook this kernel belongs to",
            next_step='Name its file: pg.Redactor("lesson.ipynb").',
        )
    return Path(notebook or current)
