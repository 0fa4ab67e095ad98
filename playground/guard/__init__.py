"""
Find, judge and redact keys; knows nothing of HTTP, OpenAPI or servers.

What redacts is imported when it is first used: a scan does without.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from playground.guard.advice import Advice, advice
from playground.guard.catalogue import Catalogue
from playground.guard.files import findings_in_file, notebook_of
from playground.guard.find import findings_in_notebook, findings_in_text
from playground.guard.finding import Finding
from playground.guard.kind import KeyKind
from playground.guard.lifetime import Lifetime
from playground.guard.mask import mask
from playground.guard.piece import Piece, Place
from playground.guard.pieces import pieces
from playground.guard.policy import Policy
from playground.guard.report import finding_to_json
from playground.guard.scope import Scope
from playground.guard.telling import told
from playground.guard.verdict import Judged, Verdict, judge

if TYPE_CHECKING:
    from playground.guard.fileredaction import redact_bytes
    from playground.guard.redaction import PartEdit, Redaction, redact_notebook

__all__ = [
    "Advice",
    "Catalogue",
    "Finding",
    "Judged",
    "KeyKind",
    "Lifetime",
    "PartEdit",
    "Piece",
    "Place",
    "Policy",
    "Redaction",
    "Scope",
    "Verdict",
    "advice",
    "finding_to_json",
    "findings_in_file",
    "findings_in_notebook",
    "findings_in_text",
    "judge",
    "mask",
    "notebook_of",
    "pieces",
    "redact_bytes",
    "redact_notebook",
    "told",
]

_HOMES = {
    "PartEdit": "playground.guard.redaction",
    "Redaction": "playground.guard.redaction",
    "redact_bytes": "playground.guard.fileredaction",
    "redact_notebook": "playground.guard.redaction",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'playground.guard' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
