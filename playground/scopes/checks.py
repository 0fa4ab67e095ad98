"""One check for each rule that judges a known credential: whether it breaks the rule."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from playground.credentials.credential import Credential, CredentialKind, CredentialStatus
from playground.openapi.operation import Operation
from playground.scopes.context import Context
from playground.scopes.requirement import scopes_of, suitable
from playground.scopes.rule import Rule

__all__ = ["CHECKS", "Case", "Check", "granted", "held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One credential before one operation; `held` includes the scopes that are implied."""

    credential: Credential
    operation: Operation
    context: Context
    held: frozenset[str]


Check: TypeAlias = Callable[[Case], bool]


def granted(credential: Credential, context: Context) -> frozenset[str]:
    """Return what *credential* may do: its scopes, or its role's permissions for a session."""
    if credential.kind is CredentialKind.SESSION:
        return context.vocabulary.permissions(credential.role)
    return context.vocabulary.expand(credential.scopes)


def held(credential: Credential, context: Context) -> frozenset[str] | None:
    """Return what was given to *credential*, implications left out; None where nobody knows."""
    if credential.kind is CredentialKind.SESSION:
        return context.vocabulary.permissions(credential.role)
    return None if "scopes" in credential.unknown else credential.scopes


def _is_disabled(case: Case) -> bool:
    return case.credential.status is CredentialStatus.DISABLED


def _is_expired(case: Case) -> bool:
    """Expiry is exclusive: a key that expires at noon is refused at noon."""
    expires_at = case.credential.expires_at
    rotated = case.credential.status is CredentialStatus.ROTATED
    return rotated or (expires_at is not None and expires_at <= case.context.now)


def _is_of_another_environment(case: Case) -> bool:
    environment = case.context.environment
    is_known = environment is not None and "environment" not in case.credential.unknown
    return is_known and case.credential.environment is not environment


def _is_of_another_workspace(case: Case) -> bool:
    asked = case.context.workspace
    return asked is not None and case.credential.workspace not in ("", asked)


def _is_of_the_wrong_kind(case: Case) -> bool:
    return not suitable(case.operation, case.credential.kind, case.context.schemes)


def _lacks_a_scope(case: Case) -> bool:
    return case.credential.kind is not CredentialKind.SESSION and _falls_short(case)


def _lacks_the_role(case: Case) -> bool:
    if case.credential.kind is not CredentialKind.SESSION:
        return False
    role = case.operation.extensions.get("x-required-role")
    return (role is not None and case.credential.role != role) or _falls_short(case)


def _falls_short(case: Case) -> bool:
    return not any(
        scopes_of(alternative) <= case.held
        for alternative in suitable(case.operation, case.credential.kind, case.context.schemes)
    )


def _is_off_the_plan(case: Case) -> bool:
    feature = case.operation.extensions.get("x-plan-feature")
    plan = case.context.vocabulary.plans.get(case.context.plan or "")
    return feature is not None and plan is not None and feature not in plan.features


def _is_over_the_rate(case: Case) -> bool:
    left = case.context.requests_left
    return left is not None and left < 1


CHECKS: tuple[tuple[Rule, Check], ...] = (
    (Rule.DISABLED, _is_disabled),
    (Rule.EXPIRED, _is_expired),
    (Rule.WRONG_ENVIRONMENT, _is_of_another_environment),
    (Rule.WRONG_WORKSPACE, _is_of_another_workspace),
    (Rule.WRONG_KIND, _is_of_the_wrong_kind),
    (Rule.MISSING_SCOPE, _lacks_a_scope),
    (Rule.ROLE, _lacks_the_role),
    (Rule.PLAN_GATE, _is_off_the_plan),
    (Rule.RATE_LIMIT, _is_over_the_rate),
)
