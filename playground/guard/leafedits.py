"""What one pass of redaction changes in a notebook, raw string by raw string."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from playground.guard.coderedaction import KeyringEntry, redacted_code
from playground.guard.edit import Edit, edited
from playground.guard.imports import has_import, view_name, with_import
from playground.guard.naming import Names
from playground.guard.piece import Piece, Pointer
from playground.guard.png import without_texts
from playground.guard.replacement import placeholder_edit
from playground.guard.settle import Key

__all__ = ["Found", "Pass", "Target", "edit_pass"]

_PYTHON = {"ipython", "python", "python3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A raw string: a value, or the name of a member of an object."""

    pointer: Pointer
    is_name: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A key to take out of a piece, with its fingerprint."""

    key: Key
    fingerprint: str


@dataclass(slots=True)
class Pass:
    """The edits by raw string; `whole` holds the strings that change as a whole."""

    edits: dict[Target, list[Edit]] = field(default_factory=dict)
    whole: dict[Target, str] = field(default_factory=dict)
    keyring: list[tuple[int, KeyringEntry]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)


def edit_pass(
    found: Sequence[tuple[Piece, Sequence[Found]]], sources: Sequence[str], names: Names
) -> Pass:
    """
    Return what takes the keys *found* out of their pieces.

    Args:
        found: pieces, in order of place, each with its keys.
        sources: the sources of all code cells, in order.
        names: gives the keys their names.
    """
    result = Pass()
    view = view_name(sources)
    imported = False
    for piece, keys in found:
        named = [(one.key, names.name(one.fingerprint, code=one.key.kind.code)) for one in keys]
        result.names |= {one.fingerprint: name for one, (_, name) in zip(keys, named, strict=True)}
        if piece.storage in {"base64", "png"}:
            _rewrite(result, piece, named)
        elif piece.place.part == "source" and piece.language in _PYTHON:
            imported = imported or _is_imported_before(piece, sources, view=view)
            code = redacted_code(piece.text, named, view=view)
            edits = [*code.edits]
            if code.is_import_needed and not imported:
                edits = with_import(piece.text, edits, view=view)
                imported = True
            _distribute(result, piece, edits)
            cell = piece.place.cell
            result.keyring += [(-1 if cell is None else cell, entry) for entry in code.keyring]
        else:
            edits = [placeholder_edit(piece.text, key, name) for key, name in named]
            _distribute(result, piece, edits)
    return result


def _is_imported_before(piece: Piece, sources: Sequence[str], *, view: str) -> bool:
    for source in sources:
        if has_import(source, view=view):
            return True
        if source == piece.text:
            return False
    return False


def _distribute(result: Pass, piece: Piece, edits: Sequence[Edit]) -> None:
    """Split *edits* of the piece's text among its raw strings: what is new goes to the first."""
    done = -1
    for edit in sorted(edits):
        if edit.start < done:
            continue
        done = edit.end
        new = edit.new
        for target, low, high in _raw_spans(piece, edit):
            result.edits.setdefault(target, []).append(Edit(low, high, new))
            new = ""


def _raw_spans(piece: Piece, edit: Edit) -> Iterator[tuple[Target, int, int]]:
    is_name = piece.storage == "name"
    if edit.start < edit.end:
        for pointer, low, high in piece.raw_spans(edit.start, edit.end):
            yield Target(pointer=pointer, is_name=is_name), low, high
        return
    pointer, offset = piece.raw_place(edit.start)
    yield Target(pointer=pointer, is_name=is_name), offset, offset


def _rewrite(result: Pass, piece: Piece, named: Sequence[tuple[Key, str]]) -> None:
    """Encode anew what is stored encoded: a file with placeholders, an image without its texts."""
    if piece.storage == "png":
        new = without_texts(piece.raw)
    else:
        edits = [placeholder_edit(piece.text, key, name) for key, name in named]
        data = edited(piece.text, edits).encode("utf-8", "surrogateescape")
        new = b64encode(data).decode()
    for segment in piece.segments:
        if segment.pointer is not None:
            result.whole[Target(pointer=segment.pointer)] = new
            new = ""
