"""Judgements in words: `explain` one that a server made, `predict` one before sending."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
from itertools import zip_longest
from typing import Any

from playground.credentials.credential import Credential
from playground.exchange import Exchange
from playground.openapi.operation import Operation, Provenance
from playground.scopes.checks import held
from playground.scopes.context import Context
from playground.scopes.decision import Certainty, Decision, decide
from playground.scopes.diagnosis import diagnose
from playground.scopes.explanation import Explanation
from playground.scopes.observation import Observation, observe
from playground.scopes.requirement import in_words, scopes_of, suitable
from playground.scopes.rule import Rule
from playground.scopes.vocabulary import Vocabulary

__all__ = ["explain", "predict"]

_WORKSPACE = "X-Workspace-Id"

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
    named = exchange.request.header(_WORKSPACE)
    context = Context(
        now=exchange.sent_at,
        vocabulary=vocabulary or Vocabulary.load(),
        schemes=schemes or {},
        workspace=named or workspace or None,
    )
    seen = observe(exchange.response)
    was_sent = exchange.key is not None
    decision = diagnose(seen, operation, credential, context, was_sent=was_sent)
    told = _explanation(
        decision,
        operation,
        headline=_headline(decision.rule, decision, credential)
        if decision.rule
        else _verdict(decision, seen),
        own=_own(seen, decision, credential, context) if was_sent else frozenset(),
        vocabulary=context.vocabulary,
        requires=_required(operation, context, seen),
        provenance=_provenance(decision, operation, credential, context),
        change=decision.smallest_change + _another(decision, operation, context, others),
    )
    is_elsewhere = decision.rule is Rule.WRONG_WORKSPACE
    added = _added(named, workspace) if named and is_elsewhere else ""
    return replace(told, has_key=was_sent, added=added)


def predict(
    credential: Credential | None,
    operation: Operation,
    context: Context,
    *,
    others: Iterable[Credential] = (),
) -> Explanation:
    """Return what `decide` makes of *credential* before anything is sent, in words."""
    decision = decide(credential, operation, context)
    own = held(credential, context) if credential else frozenset()
    if decision.rule is Rule.MISSING_SCOPE and own is None:
        return _nobody_knows(decision, operation, credential, context)
    name = f"`{credential.name}`" if credential else "anyone"
    told = _explanation(
        decision,
        operation,
        headline=_headline(decision.rule, decision, credential)
        if decision.rule
        else f"Allowed for {name}",
        own=own,
        vocabulary=context.vocabulary,
        requires=_required(operation, context, None),
        provenance=_provenance(decision, operation, credential, context),
        change=decision.smallest_change + _another(decision, operation, context, others),
    )
    return replace(told, has_key=credential is not None)


def _nobody_knows(
    decision: Decision, operation: Operation, credential: Credential | None, context: Context
) -> Explanation:
    """Return what can be told of a key whose scopes nobody named: only the server knows."""
    name = credential.name if credential else ""
    return Explanation(
        operation_id=operation.id,
        allowed=None,
        headline=f"Not known: nobody told which scopes `{name}` has",
        requires=_required(operation, context, None),
        holds=None,
        grants=None,
        smallest_change="Send it: the server knows.",
        certainty=decision.certainty,
        provenance=_provenance(decision, operation, credential, context),
    )


def _explanation(
    decision: Decision,
    operation: Operation,
    *,
    headline: str,
    own: frozenset[str] | None,
    vocabulary: Vocabulary,
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
        holds=None if own is None else tuple(sorted(vocabulary.expand(own))),
        grants=None if own is None else _grants(own, vocabulary),
        missing=decision.missing,
        smallest_change=change,
        certainty=decision.certainty,
        provenance=provenance,
    )


def _own(
    seen: Observation, decision: Decision, credential: Credential | None, context: Context
) -> frozenset[str] | None:
    """Return the scopes that were given to the key; the server's word, then the record's."""
    is_judged = decision.allowed or seen.status != HTTPStatus.UNAUTHORIZED
    if seen.granted or (seen.granted is not None and is_judged):
        return seen.granted
    return held(credential, context) if credential else None


def _grants(own: frozenset[str], vocabulary: Vocabulary) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return each scope of *own* with those that it implies and that are not in *own*."""
    implied = vocabulary.implications
    return tuple((one, tuple(sorted(implied.get(one, frozenset()) - own))) for one in sorted(own))


def _added(named: str, workspace: str) -> str:
    """Return what the request says of the workspace, and who put it there."""
    if named != workspace:
        return f"`X-Workspace-Id: {named}`, as it was given."
    return (
        f"`X-Workspace-Id: {named}`, the workspace of this session: `lab` names it wherever an"
        " operation takes that header. Name another one in `params` to ask there."
    )


def _headline(rule: Rule, decision: Decision, credential: Credential | None) -> str:
    name = f"`{credential.name}`" if credential and credential.name else "this key"
    lacking = " and ".join(f"`{scope}`" for scope in decision.missing) or "a scope"
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
    return tuple(" and ".join(f"`{one}`" for one in sorted(scopes)) for scopes in accepted)


def _another(
    decision: Decision, operation: Operation, context: Context, others: Iterable[Credential]
) -> str:
    """Return a sentence that names a credential at hand that would do, if there is one."""
    if decision.allowed or decision.certainty is Certainty.INFERRED:
        return ""
    fitting = next((c.name for c in others if decide(c, operation, context).allowed), "")
    return f" `{fitting}` would do." if fitting else ""


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
