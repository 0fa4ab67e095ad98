"""The one judgement that the sandbox enforces, the matrix predicts and the explanation tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from playground.credentials.credential import Credential
from playground.openapi.operation import Alternative, Operation
from playground.scopes.change import missing, smallest_change, without_credential
from playground.scopes.checks import CHECKS, Case, Check, granted
from playground.scopes.context import Context, Presented
from playground.scopes.rule import Rule

__all__ = ["Certainty", "Decision", "Rule", "decide"]


class Certainty(StrEnum):
    """Where a judgement comes from, the strongest first."""

    SERVER_SAID = "server said"
    DOCUMENT_SAYS = "document says"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """
    Whether a credential may call an operation, and what the smallest change would be if not.

    `rule` is the first rule that failed, `None` when allowed. `required` holds every alternative
    of the operation; `held` the credential's scopes, implied ones included; `missing` the scopes
    that the nearest alternative wants and the credential lacks; `smallest_change` is one
    sentence for a person, empty when allowed.
    """

    allowed: bool
    rule: Rule | None = None
    required: tuple[Alternative, ...] = ()
    held: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    smallest_change: str = ""
    certainty: Certainty = Certainty.DOCUMENT_SAYS


_ABSENT = {
    Presented.NOTHING: Rule.NO_CREDENTIAL,
    Presented.KNOWN: Rule.NO_CREDENTIAL,
    Presented.MALFORMED: Rule.MALFORMED,
    Presented.UNKNOWN: Rule.UNKNOWN,
}
_SHORT_OF_SCOPES = frozenset({Rule.MISSING_SCOPE, Rule.ROLE})


def decide(
    credential: Credential | None,
    operation: Operation,
    context: Context,
    *,
    checks: Sequence[tuple[Rule, Check]] = CHECKS,
) -> Decision:
    """
    Return whether *credential* may call *operation* in *context*; the first rule broken refuses.

    Pure: the same three give the same answer, wherever it is asked. A public operation is open
    whatever comes with the request; an optional one only where no credential comes at all.
    """
    if not operation.security:
        return Decision(allowed=True)
    if credential is None or context.presented is not Presented.KNOWN:
        return _without_credential(operation, context)
    case = Case(
        credential=credential,
        operation=operation,
        context=context,
        held=granted(credential, context),
    )
    for rule, is_broken_by in checks:
        if is_broken_by(case):
            return _refused(rule, case)
    return Decision(allowed=True, required=operation.security, held=case.held)


def _without_credential(operation: Operation, context: Context) -> Decision:
    rule = _ABSENT[context.presented]
    if rule is Rule.NO_CREDENTIAL and () in operation.security:
        return Decision(allowed=True, required=operation.security)
    return Decision(
        allowed=False,
        rule=rule,
        required=operation.security,
        smallest_change=without_credential(rule),
    )


def _refused(rule: Rule, case: Case) -> Decision:
    lacking = missing(case) if rule in _SHORT_OF_SCOPES else ()
    return Decision(
        allowed=False,
        rule=rule,
        required=case.operation.security,
        held=case.held,
        missing=lacking,
        smallest_change=smallest_change(rule, case, lacking),
    )
