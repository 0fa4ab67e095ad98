"""Judgements in words: `explain` one that a server made, `predict` one before sending."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from itertools import zip_longest
from typing import Any

from playground.credentials.credential import Credential
from playground.exchange import Exchange
from playground.openapi.operation import Operation, Provenance
from playground.scopes.context import Context
from playground.scopes.decision import Certainty, Decision, decide
from playground.scopes.diagnosis import diagnose
from playground.scopes.explanation import Explanation
from playground.scopes.observation import Observation, observe
from playground.scopes.requirement import in_words, scopes_of, suitable
from playground.scopes.rule import Rule
from playground.scopes.vocabulary import Vocabulary

__all__ = ["explain", "predict"]

_HEADLINES: Mapping[Rule, str] = {
    Rule.NO_CREDENTIAL: "Refused: no key was sent",
    Rule.MALFORMED: "Refused: {name} is mistyped or cut off",
    Rule.UNKNOWN: "Refused: the server does not know {name}",
    Rule.DISABLED: "Refused: {name} is disabled",
    Rule.EXPIRED: "Refused: {name} has expired",
    Rule.WRONG_ENVIRONMENT: "Refused: {name} belongs to another environment",
    Rule.WRONG_WORKSPACE: "Refused: {name} belongs to another workspace",
    Rule.WRONG_KIND: "Refused: wrong kind of key, no scope will help",
    Rule.MISSING_SCOPE: "Refused: {name} lacks {missing}",
    Rule.ROLE: "Refused: the role of {name} does not permit this",
    Rule.PLAN_GATE: "Refused: the workspace's plan does not include this",
    Rule.RATE_LIMIT: "Refused: too many requests in this hour",
}


def explain(
    exchange: Exchange,
    operation: Operation,
    credential: Credential | None = None,
    *,
    vocabulary: Vocabulary | None = None,
    schemes: Mapping[str, Mapping[str, Any]] | None = None,
    workspace: str = "",
    others: Iterable[Credential] = (),
) -> Explanation:
    """
    Return why the server let *exchange* through or refused it.

    The answer itself is believed first, then the document, and only then is guessed.

    Args:
        exchange: what was sent, and what came back.
        operation: what the document says of it.
        credential: the record of the key that was sent, as far as it is known.
        vocabulary: the names of the scopes; Linquid's by default.
        schemes: the document's security schemes.
        workspace: the ID of the workspace that the person works in; empty = not known.
        others: further credentials at hand; one that would do is named.
    """
    context = Context(
        now=exchange.sent_at,
        vocabulary=vocabulary or Vocabulary.load(),
        schemes=schemes or {},
        workspace=workspace or None,
    )
    seen = observe(exchange.response)
    was_sent = exchange.key is not None
    decision = diagnose(seen, operation, credential, context, was_sent=was_sent)
    return _explanation(
        decision,
        operation,
        headline=_headline(decision.rule, decision, credential)
        if decision.rule
        else _verdict(decision, seen),
        requires=_required(operation, context, seen),
        provenance=_provenance(decision, operation, credential, context),
        change=decision.smallest_change + _another(decision, operation, context, others),
    )


def predict(
    credential: Credential | None,
    operation: Operation,
    context: Context,
    *,
    others: Iterable[Credential] = (),
) -> Explanation:
    """Return what `decide` makes of *credential* before anything is sent, in words."""
    decision = decide(credential, operation, context)
    name = credential.name if credential else "anyone"
    return _explanation(
        decision,
        operation,
        headline=_headline(decision.rule, decision, credential)
        if decision.rule
        else f"Allowed for {name}",
        requires=_required(operation, context, None),
        provenance=_provenance(decision, operation, credential, context),
        change=decision.smallest_change + _another(decision, operation, context, others),
    )


def _explanation(
    decision: Decision,
    operation: Operation,
    *,
    headline: str,
    requires: tuple[str, ...],
    provenance: Provenance,
    change: str,
) -> Explanation:
    return Explanation(
        operation_id=operation.id,
        allowed=decision.allowed,
        rule=decision.rule,
        headline=headline,
        requires=requires,
        holds=tuple(sorted(decision.held)),
        missing=decision.missing,
        smallest_change=change,
        certainty=decision.certainty,
        provenance=provenance,
    )


def _headline(rule: Rule, decision: Decision, credential: Credential | None) -> str:
    name = (credential.name if credential else "") or "this key"
    lacking = " and ".join(decision.missing) or "a scope"
    return _HEADLINES[rule].format(name=name, missing=lacking)


def _verdict(decision: Decision, seen: Observation) -> str:
    """Return a headline for an answer that no rule explains."""
    said = f": {seen.message}" if seen.message else ""
    if not decision.allowed:
        return f"Refused, for a reason that the document does not know{said}"
    if seen.status >= HTTPStatus.BAD_REQUEST:
        return f"The key may do this, but the request failed with {seen.status}{said}"
    return "Allowed"


def _required(operation: Operation, context: Context, seen: Observation | None) -> tuple[str, ...]:
    """Return the document's alternatives in words, marked; or the server's where it has none."""
    accepted = (seen.accepted or ()) if seen else ()
    if operation.security or not accepted:
        marks = operation.extensions.get("x-security-provenance", ())
        return tuple(
            in_words(alternative, context.schemes) + (" [inferred]" if mark == "inferred" else "")
            for alternative, mark in zip_longest(operation.security, marks)
        )
    return tuple(" and ".join(sorted(scopes)) for scopes in accepted)


def _another(
    decision: Decision, operation: Operation, context: Context, others: Iterable[Credential]
) -> str:
    """Return a sentence that names a credential at hand that would do, if there is one."""
    if decision.allowed or decision.certainty is Certainty.INFERRED:
        return ""
    fitting = next((c.name for c in others if decide(c, operation, context).allowed), "")
    return f" {fitting} would do." if fitting else ""


def _provenance(
    decision: Decision, operation: Operation, credential: Credential | None, context: Context
) -> Provenance:
    """
    Return whether the requirement is published; one published alternative is enough.

    Where the change names missing scopes, only the alternatives that they would meet count.
    """
    marks = operation.extensions.get("x-security-provenance") or (operation.provenance,)
    named: tuple[Provenance, ...] = ()
    if credential and decision.missing:
        fitting = suitable(operation, credential.kind, context.schemes)
        named = tuple(
            mark
            for alternative, mark in zip(operation.security, marks, strict=False)
            if alternative in fitting
            and scopes_of(alternative) - decision.held == frozenset(decision.missing)
        )
    order: tuple[Provenance, ...] = ("documented", "inferred")
    return next((mark for mark in order if mark in (named or marks)), "unmarked")
