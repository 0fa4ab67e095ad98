"""Refusals: what a request is answered that is not carried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from playground.openapi.operation import Operation
from playground.scopes.challenge import Challenge, written
from playground.scopes.decision import Decision
from playground.scopes.rule import Rule

__all__ = [
    "REALM",
    "Refusal",
    "accepted_scopes",
    "conflict",
    "detail",
    "invalid",
    "not_found",
    "refused",
]

REALM = "linquid"


class Refusal(Exception):
    """
    An answer other than success, thrown where a request cannot go on; it undoes what was begun.

    `details` are pairs of a JSON pointer and a message; `rule` is for the decision log only.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        *,
        details: Sequence[Mapping[str, str]] = (),
        headers: tuple[tuple[str, str], ...] = (),
        rule: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.details = tuple(details)
        self.headers = headers
        self.rule = rule

    def body(self) -> dict[str, Any]:
        """Return the published envelope; `details` is our own addition, where there are any."""
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if self.details:
            error["details"] = list(self.details)
        return {"success": False, "error": error}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """How a rule's refusal is told; `error` is RFC 6750's, empty = the challenge has none."""

    status: int
    code: str
    message: str
    error: str = ""


_KEY = "INVALID_API_KEY"
_TOKEN = "invalid_token"  # noqa: S105  an error's name

_TEXTS: Mapping[Rule, _Text] = {
    Rule.NO_CREDENTIAL: _Text(
        status=HTTPStatus.UNAUTHORIZED,
        code="UNAUTHORIZED",
        message="Invalid or missing API key: no credential was sent",
    ),
    Rule.MALFORMED: _Text(
        status=HTTPStatus.UNAUTHORIZED,
        code=_KEY,
        message="This key is malformed: it is mistyped or cut off",
        error=_TOKEN,
    ),
    Rule.UNKNOWN: _Text(
        status=HTTPStatus.UNAUTHORIZED,
        code=_KEY,
        message="This key is not known here",
        error=_TOKEN,
    ),
    Rule.DISABLED: _Text(
        status=HTTPStatus.UNAUTHORIZED, code=_KEY, message="This key is disabled", error=_TOKEN
    ),
    Rule.EXPIRED: _Text(
        status=HTTPStatus.UNAUTHORIZED, code=_KEY, message="This key has expired", error=_TOKEN
    ),
    Rule.WRONG_ENVIRONMENT: _Text(
        status=HTTPStatus.UNAUTHORIZED,
        code=_KEY,
        message="This key belongs to another environment",
        error=_TOKEN,
    ),
    Rule.WRONG_WORKSPACE: _Text(
        status=HTTPStatus.FORBIDDEN,
        code="FORBIDDEN",
        message="This credential belongs to another workspace than X-Workspace-Id names",
    ),
    Rule.WRONG_KIND: _Text(
        status=HTTPStatus.FORBIDDEN,
        code="FORBIDDEN",
        message="This kind of credential may not do this, whatever its scopes",
    ),
    Rule.MISSING_SCOPE: _Text(
        status=HTTPStatus.FORBIDDEN,
        code="FORBIDDEN",
        message="This key lacks the scope {missing}",
        error="insufficient_scope",
    ),
    Rule.ROLE: _Text(
        status=HTTPStatus.FORBIDDEN, code="FORBIDDEN", message="Your role does not permit this"
    ),
    Rule.PLAN_GATE: _Text(
        status=HTTPStatus.FORBIDDEN,
        code="FEATURE_NOT_AVAILABLE",
        message="The workspace's plan does not include this feature",
    ),
    Rule.RATE_LIMIT: _Text(
        status=HTTPStatus.TOO_MANY_REQUESTS,
        code="RATE_LIMITED",
        message="Too many requests in this hour",
    ),
}


def refused(decision: Decision, operation: Operation) -> Refusal:
    """Return how *decision*, a refusal, is told for *operation*."""
    rule = decision.rule or Rule.UNKNOWN
    text = _TEXTS[rule]
    message = text.message.format(missing=" and ".join(decision.missing))
    return Refusal(
        text.status,
        text.code,
        message,
        headers=_challenge(text, message, operation),
        rule=str(rule),
    )


def _challenge(text: _Text, message: str, operation: Operation) -> tuple[tuple[str, str], ...]:
    """Return the bearer challenge of a 401 or 403 (RFC 6750, section 3)."""
    if text.status == HTTPStatus.TOO_MANY_REQUESTS:
        return ()
    first = operation.security[0] if operation.security else ()
    scopes = " ".join(scope for requirement in first for scope in requirement.scopes)
    value = Challenge(
        realm=REALM,
        error=text.error,
        description=message if text.error else "",
        scope=scopes if text.error == "insufficient_scope" else "",
    )
    return (("WWW-Authenticate", written(value)),)


def accepted_scopes(operation: Operation) -> str:
    """Return each set of scopes that would do, separated by commas; a set's by spaces."""
    sets = (
        " ".join(scope for requirement in alternative for scope in requirement.scopes)
        for alternative in operation.security
    )
    return ", ".join(dict.fromkeys(filter(None, sets)))


def detail(pointer: str, message: str) -> dict[str, str]:
    """Return what is wrong at *pointer*, as the envelope lists it."""
    return {"pointer": pointer, "message": message}


def invalid(pointer: str, message: str) -> Refusal:
    """Return the refusal of a request whose field at *pointer* is wrong."""
    return Refusal(
        HTTPStatus.BAD_REQUEST,
        "VALIDATION_ERROR",
        f"{pointer}: {message}" if pointer else message,
        details=(detail(pointer, message),),
    )


def conflict(pointer: str, message: str) -> Refusal:
    """Return the refusal of a request that is right in itself, and not as things stand."""
    return Refusal(
        HTTPStatus.CONFLICT,
        "CONFLICT",
        f"{pointer}: {message}" if pointer else message,
        details=(detail(pointer, message),),
    )


def not_found(what: str, *, elsewhere: bool = False, pointer: str = "") -> Refusal:
    """
    Return the one answer for what is absent and for what is another workspace's.

    *pointer* is where a body names it.
    """
    rule = str(Rule.WRONG_WORKSPACE) if elsewhere else None
    message = f"{what} not found"
    details = (detail(pointer, message),) if pointer else ()
    return Refusal(HTTPStatus.NOT_FOUND, "NOT_FOUND", message, details=details, rule=rule)
