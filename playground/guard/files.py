"""Files of every kind: read as a notebook or as text, scanned, redacted byte for byte."""

import json
from pathlib import PurePath
from typing import Any

from playground.errors import NotebookError
from playground.guard.catalogue import Catalogue
from playground.guard.coderedaction import redacted_code
from playground.guard.edit import Edit, edited
from playground.guard.find import findings_in_notebook, findings_in_text
from playground.guard.finding import Finding
from playground.guard.imports import has_import, import_edit, view_name
from playground.guard.jsontokens import edited_token, token_spans
from playground.guard.leafedits import Pass, Target
from playground.guard.naming import Names
from playground.guard.piece import Piece, Place, Segment
from playground.guard.redaction import Scope, banned_keys, next_pass
from playground.guard.replacement import placeholder_edit

__all__ = [
    "findings_as_notebook",
    "findings_in_file",
    "is_notebook",
    "notebook_of",
    "redact_bytes",
    "text_of",
]

_NOTEBOOK, _PYTHON = ".ipynb", ".py"
_BOM = "\ufeff"
_ROUNDS = 4
_STUCK = "a key could not be taken out"


def notebook_of(raw: bytes, *, path: str = "") -> dict[str, Any]:
    """
    Return the notebook that *raw* holds.

    Raises:
        NotebookError: it is not UTF-8, not JSON, or not an object.
    """
    try:
        notebook = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotebookError(f"it is not UTF-8 (byte {error.start})", path=path) from None
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}: {error.msg}"
        raise NotebookError(f"it is not JSON ({where})", path=path) from None
    except RecursionError:
        raise NotebookError("its JSON is nested too deeply", path=path) from None
    if not isinstance(notebook, dict):
        raise NotebookError("it is JSON, and no notebook: no object", path=path)
    return notebook


def findings_in_file(raw: bytes, catalogue: Catalogue, *, path: str) -> list[Finding]:
    """
    Return each key in the file's content *raw*; its name tells how it is read.

    Raises:
        NotebookError: it is called .ipynb and is no notebook.
    """
    if PurePath(path).suffix == _NOTEBOOK:
        return findings_as_notebook(raw, catalogue, path=path)
    return findings_in_text(text_of(raw), catalogue, language=_language(path))


def findings_as_notebook(raw: bytes, catalogue: Catalogue, *, path: str) -> list[Finding]:
    """
    Return each key in the notebook that *raw* holds, whatever its file is called.

    Raises:
        NotebookError: it is no notebook.
    """
    return findings_in_notebook(notebook_of(raw, path=path), catalogue)


def is_notebook(raw: bytes) -> bool:
    """Whether *raw* looks like a notebook: a JSON object with its format's number."""
    return raw.lstrip()[:1] == b"{" and b'"nbformat"' in raw


def text_of(raw: bytes) -> str:
    """Return *raw* as text, from which the same bytes can be had again."""
    return raw.decode("utf-8", "surrogateescape")


def _language(path: str) -> str:
    return "python" if PurePath(path).suffix == _PYTHON else ""


def redact_bytes(raw: bytes, scope: Scope, *, path: str) -> bytes:
    """
    Return the file's content *raw* without the keys in *scope*, every other byte kept.

    Raises:
        NotebookError: it is called .ipynb and is no notebook, or a key is still there afterwards.
    """
    is_notebook = PurePath(path).suffix == _NOTEBOOK
    names: dict[str, str] = {}
    for _ in range(_ROUNDS):
        before = raw
        raw = (_notebook_round if is_notebook else _text_round)(raw, scope, names, path)
        if raw == before:
            return raw
    raise NotebookError(_STUCK, path=path, next_step="Remove it by hand, then redact again.")


def _notebook_round(raw: bytes, scope: Scope, names: dict[str, str], path: str) -> bytes:
    step = next_pass(notebook_of(raw, path=path), scope, names=names)
    if step is None:
        return raw
    names |= step.names
    text = raw.decode("utf-8")
    return edited(text, _token_edits(text, step)).encode()


def _token_edits(text: str, step: Pass) -> list[Edit]:
    skipped = len(_BOM) if text.startswith(_BOM) else 0
    spans = token_spans(text[skipped:], {*step.edits, *step.whole})
    return [
        Edit(start, end, _new_token(text[start:end], target, step))
        for target, (low, high) in spans.items()
        for start, end in [(low + skipped, high + skipped)]
    ]


def _new_token(token: str, target: Target, step: Pass) -> str:
    if target in step.whole:
        return json.dumps(step.whole[target])[1:-1]
    return edited_token(token, step.edits[target])


def _text_round(raw: bytes, scope: Scope, names: dict[str, str], path: str) -> bytes:
    text = text_of(raw)
    language = _language(path)
    piece = Piece(place=Place(part="text"), segments=(Segment((), text),), language=language)
    found = banned_keys(piece, scope)
    if not found:
        return raw
    giver = Names([text], known={**scope.known, **names})
    named = [(one.key, giver.name(one.fingerprint, code=one.key.kind.code)) for one in found]
    names |= {one.fingerprint: name for one, (_, name) in zip(found, named, strict=True)}
    if language:
        view = view_name([text])
        code = redacted_code(text, named, view=view)
        edits = list(code.edits)
        if code.is_import_needed and not has_import(text, view=view):
            edits.append(import_edit(text, view=view))
    else:
        edits = [placeholder_edit(text, key, name) for key, name in named]
    return edited(text, edits).encode("utf-8", "surrogateescape")
