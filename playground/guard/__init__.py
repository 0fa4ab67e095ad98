"""
Find, judge and redact keys; knows nothing of HTTP, OpenAPI or servers.

`import playground.guard` costs little: each name is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Named like the module that they stand in: only what is there already hides that.
from playground.guard.mask import mask
from playground.guard.pieces import pieces

if TYPE_CHECKING:
    from playground.guard.advising import Advice, advice
    from playground.guard.catalogue import Catalogue
    from playground.guard.fileredaction import redact_bytes
    from playground.guard.files import findings_in_file, notebook_of
    from playground.guard.find import findings_in_notebook, findings_in_text
    from playground.guard.finding import Finding
    from playground.guard.kind import KeyKind
    from playground.guard.lifetime import Lifetime
    from playground.guard.piece import Piece, Place
    from playground.guard.policy import Policy
    from playground.guard.redaction import PartEdit, Redaction, redact_notebook
    from playground.guard.report import finding_to_json
    from playground.guard.scope import Scope
    from playground.guard.telling import told
    from playground.guard.verdict import Judged, Verdict, judge

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
    "Advice": "playground.guard.advising",
    "Catalogue": "playground.guard.catalogue",
    "Finding": "playground.guard.finding",
    "Judged": "playground.guard.verdict",
    "KeyKind": "playground.guard.kind",
    "Lifetime": "playground.guard.lifetime",
    "PartEdit": "playground.guard.redaction",
    "Piece": "playground.guard.piece",
    "Place": "playground.guard.piece",
    "Policy": "playground.guard.policy",
    "Redaction": "playground.guard.redaction",
    "Scope": "playground.guard.scope",
    "Verdict": "playground.guard.verdict",
    "advice": "playground.guard.advising",
    "finding_to_json": "playground.guard.report",
    "findings_in_file": "playground.guard.files",
    "findings_in_notebook": "playground.guard.find",
    "findings_in_text": "playground.guard.find",
    "judge": "playground.guard.verdict",
    "notebook_of": "playground.guard.files",
    "redact_bytes": "playground.guard.fileredaction",
    "redact_notebook": "playground.guard.redaction",
    "told": "playground.guard.telling",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'playground.guard' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
