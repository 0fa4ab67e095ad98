"""A key as a literal writes it: in base64, percent-encoded or with escapes, and what that means."""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import replace
import re

from playground.guard.expressions import parsed, value_of
from playground.guard.replacement import written_span
from playground.guard.settle import Key
from playground.guard.strings import Literal, Run

__all__ = ["as_written"]

_NAMELESS = re.compile(r"[^a-z0-9]+")


def as_written(
    source: str, key: Key, name: str, *, literals: Iterable[Literal], runs: Sequence[Run]
) -> tuple[Key, str]:
    """
    Return *key* and its *name* as the code in *source* handles it.

    Code that decodes a key must go on decoding, so that the keyring learns the encoded text,
    under a name of its own. Where no literal holds it, *key* comes back as it is.
    """
    around = next((one for one in literals if one.start <= key.start < one.end), None)
    is_held = any(key.value in run.value and run.start <= key.start < run.end for run in runs)
    is_verbatim = not runs and source[key.start : key.end] == key.value
    if around is None or is_held or is_verbatim or key.is_whole_expression:
        return key, name
    meaning = _meaning(key.value, around)
    if any(meaning in run.value for run in runs):
        return replace(key, value=meaning), name
    start, end = written_span(source, key)
    text = source[start:end]
    if text == meaning:
        return key, name
    encoding = _NAMELESS.sub("-", "-".join(key.via).lower()) or "code"
    here = replace(key, value=text, start=start, end=end, via=())
    return here, f"{name}-in-{encoding}"


def _meaning(text: str, literal: Literal) -> str:
    """Return what *text*, which begins inside *literal*, stands for."""
    tree = parsed(f"{literal.prefix}{literal.quote}{text}{literal.quote}")
    statement = tree.body[0] if tree and tree.body else None
    value = value_of(statement.value) if isinstance(statement, ast.Expr) else None
    return text if value is None else value
