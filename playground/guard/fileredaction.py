"""Files of every kind, redacted byte for byte."""

import json
from pathlib import PurePath

from playground.errors import NotebookError
from playground.guard.coderedaction import redacted_code
from playground.guard.edit import Edit, edited
from playground.guard.files import language_of_file, notebook_of, text_of
from playground.guard.imports import has_import, view_name, with_import
from playground.guard.jsontokens import edited_token, token_spans
from playground.guard.leafedits import Pass, Target
from playground.guard.naming import Names
from playground.guard.piece import text_piece
from playground.guard.redaction import banned_keys, next_pass
from playground.guard.replacement import placeholder_edit
from playground.guard.scope import Scope
from playground.guard.yamlscalar import readable

__all__ = ["redact_bytes"]

_NOTEBOOK = ".ipynb"
_YAML = {".yaml", ".yml"}
_BOM = "\ufeff"
_ROUNDS = 4
_STUCK = "a key could not be taken out"


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
    language = language_of_file(path)
    found = banned_keys(text_piece(text, language=language), scope)
    if not found:
        return raw
    giver = Names([text], known={**scope.names, **names})
    named = [(one.key, giver.name(one.fingerprint, code=one.key.kind.code)) for one in found]
    names |= {one.fingerprint: name for one, (_, name) in zip(found, named, strict=True)}
    if language:
        view = view_name([text])
        code = redacted_code(text, named, view=view)
        edits = list(code.edits)
        if code.is_import_needed and not has_import(text, view=view):
            edits = with_import(text, edits, view=view)
    else:
        edits = [placeholder_edit(text, key, name) for key, name in named]
        if PurePath(path).suffix in _YAML:
            edits = list(readable(text, edits))
    return edited(text, edits).encode("utf-8", "surrogateescape")
