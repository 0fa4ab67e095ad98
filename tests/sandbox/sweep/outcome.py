"""How a call ends: as it was answered, and as `decide` predicts it."""

from dataclasses import dataclass
from datetime import datetime

from playground.credentials.credential import CredentialKind, Environment
from playground.openapi import Operation, linquid
from playground.sandbox.journal import Entry
from playground.scopes.challenge import challenge
from playground.scopes.context import Context
from playground.scopes.decision import Decision, decide
from playground.scopes.rule import Rule
from playground.scopes.vocabulary import Vocabulary
from tests.sandbox.sweep.holder import Holder
from tests.sandbox.sweep.wire import Answer

__all__ = ["PASSED", "Outcome", "answered", "predicted"]

PASSED = "passed"

# status, code, error of the challenge; None = the answer has no challenge at all
_TOLD: dict[str, tuple[int, str, str | None]] = {
    Rule.NO_CREDENTIAL: (401, "UNAUTHORIZED", ""),
    Rule.MALFORMED: (401, "INVALID_API_KEY", "invalid_token"),
    Rule.UNKNOWN: (401, "INVALID_API_KEY", "invalid_token"),
    Rule.DISABLED: (401, "INVALID_API_KEY", "invalid_token"),
    Rule.EXPIRED: (401, "INVALID_API_KEY", "invalid_token"),
    Rule.WRONG_ENVIRONMENT: (401, "INVALID_API_KEY", "invalid_token"),
    Rule.WRONG_WORKSPACE: (403, "FORBIDDEN", ""),
    Rule.WRONG_KIND: (403, "FORBIDDEN", ""),
    Rule.MISSING_SCOPE: (403, "FORBIDDEN", "insufficient_scope"),
    Rule.ROLE: (403, "FORBIDDEN", ""),
    Rule.PLAN_GATE: (403, "FEATURE_NOT_AVAILABLE", ""),
    Rule.RATE_LIMIT: (429, "RATE_LIMITED", None),
    "csrf": (403, "FORBIDDEN", ""),
    "origin": (403, "FORBIDDEN", ""),
}
_WORTHLESS = frozenset({Rule.DISABLED, Rule.EXPIRED, Rule.WRONG_ENVIRONMENT})
_VOCABULARY = Vocabulary.load()
_SCHEMES = linquid().schemes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """
    What a caller is told, and the `rule` of the decision log.

    `status` is 0 for whoever passed: then it is the operation's own. `challenge` is its error,
    None where no challenge came; `scope` what the challenge names.
    """

    rule: str
    status: int
    code: str
    challenge: str | None
    scope: str
    accepted: str
    granted: str


def answered(answer: Answer, entry: Entry) -> Outcome:
    """Return how *answer*, of which the log keeps *entry*, ended."""
    passed = entry.allowed and answer.status not in {401, 403, 429}
    header = answer.header("www-authenticate")
    found = challenge(header) if header else None
    return Outcome(
        rule=PASSED if passed else str(entry.rule),
        status=0 if passed else answer.status,
        code="" if passed else answer.error("code"),
        challenge=None if found is None else found.error,
        scope="" if found is None else found.scope,
        accepted=answer.header("x-accepted-scopes"),
        granted=answer.header("x-granted-scopes"),
    )


def predicted(holder: Holder, operation: Operation, now: datetime) -> Outcome:
    """Return how a call of *operation* by *holder* should end, by `decide` and the two checks."""
    decision = decide(holder.credential, operation, _context(holder, now))
    rule = decision.rule or _afterwards(holder, operation)
    status, code, error = _TOLD[rule] if rule else (0, "", None)
    first = operation.security[0] if operation.security else ()
    wanted = " ".join(scope for requirement in first for scope in requirement.scopes)
    return Outcome(
        rule=str(rule or PASSED),
        status=status,
        code=code,
        challenge=error,
        scope=wanted if rule == Rule.MISSING_SCOPE else "",
        accepted=_accepted(operation),
        granted=", ".join(sorted(_granted(holder, operation, decision))),
    )


def _context(holder: Holder, now: datetime) -> Context:
    environment = Environment.PRODUCTION if holder.is_live else Environment.SANDBOX
    return Context(
        now=now,
        vocabulary=_VOCABULARY,
        schemes=_SCHEMES,
        presented=holder.presented,
        environment=environment if holder.plan else None,
        workspace=holder.asked,
        plan=holder.plan,
        requests_left=0 if holder.is_busy else None,
    )


def _afterwards(holder: Holder, operation: Operation) -> str | None:
    """Return what the gate refuses once `decide` has allowed it."""
    if not operation.security:
        return None
    if holder.is_forged and operation.method != "GET":
        return "csrf"
    return "origin" if holder.is_astray else None


def _granted(holder: Holder, operation: Operation, decision: Decision) -> frozenset[str]:
    credential = holder.credential
    if credential is None or decision.rule in _WORTHLESS or not operation.security:
        return frozenset()
    if credential.kind is CredentialKind.SESSION:
        return _VOCABULARY.permissions(credential.role)
    return credential.scopes


def _accepted(operation: Operation) -> str:
    sets = [" ".join(s for part in option for s in part.scopes) for option in operation.security]
    return ", ".join(dict.fromkeys(filter(None, sets)))
