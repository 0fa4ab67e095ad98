"""What an answer itself says about access: its challenge, its scope headers, its error."""

from dataclasses import dataclass
import re
from typing import Any

from playground.exchange import Answer
from playground.scopes.challenge import Challenge, challenge

__all__ = ["Observation", "observe"]

_ACCEPTED = ("X-Accepted-Scopes", "X-Accepted-OAuth-Scopes")
_GRANTED = ("X-Granted-Scopes", "X-OAuth-Scopes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """
    The traces of a server's judgement in one answer; what the server does not say is None.

    `accepted` holds the sets of scopes, any one of which would do.
    """

    status: int
    challenge: Challenge | None
    code: str
    message: str
    accepted: tuple[frozenset[str], ...] | None
    granted: frozenset[str] | None

    @property
    def words(self) -> str:
        """Everything that the server says in words."""
        return f"{self.challenge.description if self.challenge else ''} {self.message}".strip()


def observe(answer: Answer) -> Observation:
    """Return what *answer* says about access."""
    header = answer.header("WWW-Authenticate")
    code, message = _error(answer)
    granted = _first(answer, _GRANTED)
    accepted = _first(answer, _ACCEPTED)
    return Observation(
        status=answer.status,
        challenge=challenge(header) if header else None,
        code=code,
        message=message,
        accepted=_sets(accepted) if accepted is not None else None,
        granted=frozenset(re.findall(r"[^\s,]+", granted)) if granted is not None else None,
    )


def _first(answer: Answer, names: tuple[str, ...]) -> str | None:
    return next((v for name in names if (v := answer.header(name)) is not None), None)


def _sets(header: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(part.split()) for part in header.split(",") if part.strip())


def _error(answer: Answer) -> tuple[str, str]:
    """Return code and message of either published envelope, nested or flat, or RFC 6749's."""
    try:
        body = answer.json()
    except ValueError:
        return "", ""
    if not isinstance(body, dict):
        return "", ""
    error: Any = body.get("error")
    if isinstance(error, dict):
        return str(error.get("code", "")), str(error.get("message", ""))
    said = body.get("message") or body.get("error_description") or ""
    return str(error or ""), str(said)
