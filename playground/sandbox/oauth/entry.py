"""The provider's answers as entries of the decision log."""

from datetime import datetime
import json

from playground.openapi import Operation
from playground.sandbox.journal import Entry
from playground.sandbox.message import Response

__all__ = ["entry_of"]

_REFUSED = 400


def entry_of(answer: Response, operation: Operation, now: datetime) -> Entry:
    """
    Return what the log keeps of *answer*: of a refusal, the error's code.

    Who asked is not kept: a request is refused before it is known whose it is, and a consent page
    is shown to people, not credentials.
    """
    is_refused = answer.status >= _REFUSED
    return Entry(
        at=now,
        operation=operation.id,
        method=operation.method,
        path=operation.path,
        credential="",
        kind="",
        workspace="",
        allowed=not is_refused,
        rule=_code(answer) if is_refused else None,
        status=answer.status,
    )


def _code(answer: Response) -> str | None:
    """Return the error of a JSON answer; a page or an empty answer tells none."""
    if answer.header("Content-Type") != "application/json":
        return None
    return str(json.loads(answer.body)["error"])
