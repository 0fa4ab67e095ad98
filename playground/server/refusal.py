"""A refused save: what is told to people and programs, without a key."""

from collections.abc import Sequence
from typing import Any

from tornado.web import HTTPError

from playground.guard import Verdict, finding_to_json
from playground.guard.report import sentence

__all__ = ["REFUSED", "SaveRefused", "refused", "unchecked"]

REFUSED = 422
_SHOWN = 3


class SaveRefused(HTTPError):
    """
    The 422 that stops a save; `findings` holds the banned ones in the guard's JSON form.

    It is an `HTTPError` because Jupyter Server writes the file after any other exception of a
    pre-save hook, and because its message is what every front end shows.
    """

    def __init__(
        self, message: str, *, findings: Sequence[dict[str, Any]] = (), status: int = REFUSED
    ) -> None:
        super().__init__(status, message)
        self.message = message
        self.findings = tuple(findings)


def refused(verdict: Verdict, *, path: str) -> SaveRefused:
    """Return the refusal of the save of *path* that would write what *verdict* bans."""
    banned = verdict.banned
    told = "; ".join(sentence(judged) for judged in banned[:_SHOWN])
    more = f"; and {len(banned) - _SHOWN} more" if len(banned) > _SHOWN else ""
    return SaveRefused(
        f"Not saved, because it would put a key on the disk: {told}{more}. "
        'Put the value into the keyring and write keys["its-name"] instead.',
        findings=[finding_to_json(judged, path=path) for judged in banned],
    )


def unchecked(reason: str) -> SaveRefused:
    """Return the refusal of a save that could not be judged, for *reason*."""
    return SaveRefused(
        f"Not saved: it could not be checked for keys, because {reason}. "
        "Your work is still in the open tab; copy it if you must, and look at the server's log."
    )
