"""Which rule refused a live request: read from the answer first, from the document second."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from http import HTTPStatus
import re

from playground.credentials.credential import Credential
from playground.openapi.operation import Operation
from playground.scopes.change import missing, nearest, smallest_change, without_credential
from playground.scopes.checks import Case
from playground.scopes.context import Context
from playground.scopes.decision import Certainty, Decision, decide
from playground.scopes.observation import Observation
from playground.scopes.rule import Rule

__all__ = ["diagnose"]

_AMBIGUOUS = re.compile(r"invalid or (missing|disabled)", re.IGNORECASE)

_IN_401: Mapping[Rule, str] = {
    Rule.DISABLED: r"disabled|deactivated|suspended",
    Rule.EXPIRED: r"expired|rotated|superseded|revoked",
    Rule.WRONG_ENVIRONMENT: r"environment",
    Rule.MALFORMED: r"malformed|mistyped|checksum",
    Rule.UNKNOWN: r"unknown|not known|not recogni[sz]ed|does not know",
}
_IN_403: Mapping[Rule, str] = {
    Rule.WRONG_WORKSPACE: r"(another|different|other) workspace",
    Rule.WRONG_KIND: r"kind of (key|credential)|only a session|session only|signed in",
    Rule.ROLE: r"\brole\b",
    Rule.MISSING_SCOPE: r"\bscope\b",
}
_CODES: Mapping[str, Rule] = {
    "FEATURE_NOT_AVAILABLE": Rule.PLAN_GATE,
    "LIMIT_EXCEEDED": Rule.PLAN_GATE,
    "RATE_LIMITED": Rule.RATE_LIMIT,
}
_STATUSES: Mapping[Rule, int] = {
    **dict.fromkeys(Rule, HTTPStatus.FORBIDDEN),
    **dict.fromkeys((Rule.NO_CREDENTIAL, Rule.MALFORMED, Rule.UNKNOWN), HTTPStatus.UNAUTHORIZED),
    **dict.fromkeys((Rule.DISABLED, Rule.EXPIRED), HTTPStatus.UNAUTHORIZED),
    Rule.WRONG_ENVIRONMENT: HTTPStatus.UNAUTHORIZED,
    Rule.RATE_LIMIT: HTTPStatus.TOO_MANY_REQUESTS,
}
_REFUSALS = frozenset(_STATUSES.values())
_UNSURE: Mapping[int, Rule | None] = {
    HTTPStatus.UNAUTHORIZED: Rule.UNKNOWN,
    HTTPStatus.TOO_MANY_REQUESTS: Rule.RATE_LIMIT,
}


def diagnose(
    seen: Observation,
    operation: Operation,
    credential: Credential | None,
    context: Context,
    *,
    was_sent: bool,
) -> Decision:
    """
    Return the decision behind the answer that was *seen*.

    Args:
        seen: what the answer says.
        operation: what was asked for.
        credential: the record of the credential that was sent, as far as it is known.
        context: the circumstances; its workspace is the one that the person works in.
        was_sent: whether the request carried a credential at all.
    """
    is_known = credential is not None or not was_sent
    expected = decide(credential, operation, context).rule if is_known else None
    if expected is Rule.MISSING_SCOPE and credential and "scopes" in credential.unknown:
        expected = None
    if seen.status not in _REFUSALS:
        return _passed(seen, operation, credential, context)
    rule, certainty = _said(seen, was_sent=was_sent), Certainty.SERVER_SAID
    if rule is None and expected and _STATUSES[expected] == seen.status:
        rule, certainty = expected, Certainty.DOCUMENT_SAYS
    if rule is None:
        rule, certainty = _UNSURE.get(seen.status), Certainty.INFERRED
    return replace(
        _refused(rule, seen, operation, credential, context),
        required=operation.security,
        certainty=certainty,
    )


def _said(seen: Observation, *, was_sent: bool) -> Rule | None:
    """Return the rule that the server names by a code, a challenge or in words."""
    if seen.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Rule.RATE_LIMIT
    if seen.code in _CODES:
        return _CODES[seen.code]
    if seen.challenge and seen.challenge.error == "insufficient_scope":
        return Rule.MISSING_SCOPE
    if seen.status == HTTPStatus.UNAUTHORIZED:
        return _in_words(seen.words, _IN_401) if was_sent else Rule.NO_CREDENTIAL
    return _in_words(seen.words, _IN_403)


def _in_words(words: str, patterns: Mapping[Rule, str]) -> Rule | None:
    if _AMBIGUOUS.search(words):
        return None
    found = (rule for rule, said in patterns.items() if re.search(said, words, re.IGNORECASE))
    return next(found, None)


def _passed(
    seen: Observation, operation: Operation, credential: Credential | None, context: Context
) -> Decision:
    """Return "allowed", or another workspace where a key of one got "not found" from here."""
    held = seen.granted or frozenset()
    elsewhere = (
        seen.status == HTTPStatus.NOT_FOUND
        and credential is not None
        and context.workspace is not None
        and credential.workspace not in ("", context.workspace)
    )
    if credential is None or not elsewhere:
        return Decision(
            allowed=True,
            required=operation.security,
            held=context.vocabulary.expand(held or (credential.scopes if credential else ())),
            certainty=Certainty.SERVER_SAID,
        )
    return replace(
        _refused(Rule.WRONG_WORKSPACE, seen, operation, credential, context),
        required=operation.security,
        certainty=Certainty.INFERRED,
    )


def _refused(
    rule: Rule | None,
    seen: Observation,
    operation: Operation,
    credential: Credential | None,
    context: Context,
) -> Decision:
    if credential is None:
        return Decision(allowed=False, rule=rule, smallest_change=_blind(rule))
    held = _held(seen.granted, credential, context)
    case = Case(credential=credential, operation=operation, context=context, held=held)
    lacking: tuple[str, ...] = ()
    if rule in (Rule.MISSING_SCOPE, Rule.ROLE):
        lacking = missing(case) or nearest(seen.accepted or (), case)
    return Decision(
        allowed=False,
        rule=rule,
        held=held,
        missing=lacking,
        smallest_change=smallest_change(rule, case, lacking) if rule else "",
    )


def _held(
    granted: Iterable[str] | None, credential: Credential, context: Context
) -> frozenset[str]:
    known = credential.scopes or context.vocabulary.permissions(credential.role)
    return context.vocabulary.expand(known if granted is None else granted)


def _blind(rule: Rule | None) -> str:
    return without_credential(rule) if rule else ""
