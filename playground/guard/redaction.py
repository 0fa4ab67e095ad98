"""Redact a notebook: every key that must not be saved becomes a reference or a placeholder."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playground.errors import NotebookError
from playground.guard.catalogue import Catalogue
from playground.guard.coderedaction import KeyringEntry
from playground.guard.edit import edited
from playground.guard.find import finding_of, keys_in_piece, keys_in_pieces
from playground.guard.finding import Finding
from playground.guard.leafedits import Found, Pass, Target, edit_pass
from playground.guard.marks import NO_MARKS, Marks, marks_in
from playground.guard.naming import Names
from playground.guard.piece import Piece
from playground.guard.pieces import pieces
from playground.guard.policy import Policy
from playground.guard.scope import Scope, every
from playground.guard.settle import Key
from playground.guard.verdict import judge

__all__ = ["PartEdit", "Redaction", "banned_keys", "next_pass", "redact_notebook"]

_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class PartEdit:
    """
    One part of a cell as it is after redaction; `cell` is None for the notebook's own parts.

    `keyring` holds what the keyring must learn first, with spans in the part's old source.
    """

    cell: int | None
    part: str
    value: Any
    keyring: tuple[KeyringEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """A redacted notebook, its changed parts, and the name of each key by its fingerprint."""

    notebook: Mapping[str, Any]
    edits: tuple[PartEdit, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the edits as the front end takes them."""
        return [
            {
                "cell": edit.cell,
                "part": edit.part,
                "value": edit.value,
                "keyring": [
                    {
                        "name": one.name,
                        "expression": [one.start, one.end],
                        "form": one.form,
                        "written": one.written,
                    }
                    for one in edit.keyring
                ],
            }
            for edit in self.edits
        ]


def redact_notebook(
    notebook: Mapping[str, Any],
    catalogue: Catalogue,
    *,
    policy: Policy | None = None,
    now: datetime | None = None,
    known: Mapping[str, str] | None = None,
    is_wanted: Callable[[Finding], bool] = every,
) -> Redaction:
    """
    Return *notebook* without the keys that *policy* bans or warns of; it is not changed itself.

    *known* maps fingerprints to the names by which the keyring has these keys already. Only
    what *is_wanted* picks is taken out.

    Raises:
        NotebookError: a key is still there after several rounds; nothing is handed out then.
    """
    scope = Scope(
        catalogue=catalogue,
        policy=policy or Policy(),
        now=now,
        known=dict(known or {}),
        is_wanted=is_wanted,
    )
    current: Any = notebook
    keyring: dict[int, tuple[KeyringEntry, ...]] = {}
    names: dict[str, str] = {}
    for round_number in range(_ROUNDS):
        step = next_pass(current, scope, names=names)
        if step is None:
            edits = tuple(_part_edits(notebook, current, keyring))
            return Redaction(notebook=current, edits=edits, names=names)
        if round_number == 0:
            keyring = _by_cell(step)
        names |= step.names
        current = _applied(current, step)
    raise NotebookError(
        "a key could not be taken out", next_step="Remove it by hand, then redact again."
    )


def next_pass(
    notebook: Mapping[str, Any], scope: Scope, *, names: Mapping[str, str]
) -> Pass | None:
    """Return what the next round changes in *notebook*, or None where no key is left."""
    marks = marks_in(notebook) if scope.policy.test_keys else NO_MARKS
    found = [
        (piece, banned)
        for piece, keys in keys_in_pieces(pieces(notebook), scope.catalogue)
        if (banned := _banned(piece, keys, scope, marks=marks))
    ]
    if not found:
        return None
    every = list(pieces(notebook))
    sources = [piece.text for piece in every if piece.language]
    known = {**scope.names, **names}
    return edit_pass(found, sources, Names((piece.text for piece in every), known=known))


def banned_keys(piece: Piece, scope: Scope) -> list[Found]:
    """Return the keys of *piece* that are in *scope*, in order of place."""
    return _banned(piece, keys_in_piece(piece, scope.catalogue), scope, marks=NO_MARKS)


def _banned(piece: Piece, keys: Sequence[Key], scope: Scope, *, marks: Marks) -> list[Found]:
    findings = [finding_of(key, piece, scope.catalogue) for key in keys]
    verdict = judge(findings, scope.policy, now=scope.now, marks=marks)
    return [
        Found(key=key, fingerprint=judged.finding.fingerprint)
        for key, judged in zip(keys, verdict.judged, strict=True)
        if judged.verdict != "allow" and scope.is_wanted(judged.finding)
    ]


def _by_cell(step: Pass) -> dict[int, tuple[KeyringEntry, ...]]:
    cells = {cell for cell, _ in step.keyring}
    return {cell: tuple(entry for owner, entry in step.keyring if owner == cell) for cell in cells}


def _applied(notebook: Mapping[str, Any], step: Pass) -> Any:
    changed: Any = dict(notebook)
    owned: set[int] = {id(changed)}
    for target, edits in step.edits.items():
        if not target.is_name:
            holder = _owned(changed, target, owned)
            holder[target.pointer[-1]] = edited(holder[target.pointer[-1]], edits)
    for target, whole in step.whole.items():
        _owned(changed, target, owned)[target.pointer[-1]] = whole
    names = [(target, edits) for target, edits in step.edits.items() if target.is_name]
    # Inner names first: a way leads through the outer names as they were.
    for target, edits in sorted(names, key=lambda item: -len(item[0].pointer)):
        holder = _owned(changed, target, owned)
        old = target.pointer[-1]
        renamed = {
            edited(name, edits) if name == old else name: value for name, value in holder.items()
        }
        holder.clear()
        holder.update(renamed)
    return changed


def _owned(root: Any, target: Target, owned: set[int]) -> Any:
    """Return the object that holds *target*, copied on the way so that the original stays."""
    node = root
    for step in target.pointer[:-1]:
        child = node[step]
        if id(child) not in owned:
            child = copy(child)
            owned.add(id(child))
            node[step] = child
        node = child
    return node


def _part_edits(
    old: Mapping[str, Any], new: Mapping[str, Any], keyring: Mapping[int, Sequence[KeyringEntry]]
) -> Iterator[PartEdit]:
    if old is new:
        return
    is_known = _has_cells(old)
    cells = zip(old["cells"], new["cells"], strict=True) if is_known else ()
    for index, (before, after) in enumerate(cells):
        if before is after:
            continue
        for part, value in after.items():
            if before.get(part) != value:
                entries = tuple(keyring.get(index, ())) if part == "source" else ()
                yield PartEdit(cell=index, part=part, value=value, keyring=entries)
    for part, value in new.items():
        if (part != "cells" or not is_known) and old.get(part) != value:
            yield PartEdit(cell=None, part=part, value=value)


def _has_cells(notebook: Mapping[str, Any]) -> bool:
    """Return whether the cells of *notebook* are what the format calls cells."""
    cells = notebook.get("cells")
    return isinstance(cells, list) and all(isinstance(cell, Mapping) for cell in cells)
