"""
Ways to break the enforcement, each with rows of the table that must notice it.

A mutant is applied to the running code: the checks that a sandbox is given, or a function that is
replaced where it is looked up.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pytest

from playground.credentials.credential import CredentialKind
from playground.sandbox import authenticate, gate
from playground.sandbox.caller import Caller
from playground.sandbox.oauth import bearer
from playground.sandbox.resources import membership
from playground.scopes import checks as rules
from playground.scopes import decision, requirement
from playground.scopes.checks import CHECKS, Case, Check
from playground.scopes.context import Presented
from playground.scopes.decision import Decision
from playground.scopes.requirement import scopes_of, suitable
from playground.scopes.rule import Rule
from playground.scopes.vocabulary import Vocabulary

__all__ = ["MUTANTS", "Mutant"]

_Checks: TypeAlias = Sequence[tuple[Rule, Check]]
_Change: TypeAlias = Callable[[pytest.MonkeyPatch], _Checks]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`change` breaks something and returns the checks to use; `noticed` names rows."""

    change: _Change
    noticed: tuple[str, ...]


def _without(*names: Rule) -> _Change:
    return lambda _: [(rule, check) for rule, check in CHECKS if rule not in names]


def _with(**replaced: Check) -> _Change:
    return lambda _: [(rule, replaced.get(rule.name, check)) for rule, check in CHECKS]


def _in_order(*first: Rule) -> _Change:
    known = dict(CHECKS)
    rest = [rule for rule, _ in CHECKS if rule not in first]
    return lambda _: [(rule, known[rule]) for rule in (*first, *rest)]


def _patched(place: Any, name: str, value: Any) -> _Change:
    def change(monkeypatch: pytest.MonkeyPatch) -> _Checks:
        monkeypatch.setattr(place, name, value)
        return CHECKS

    return change


def _needs_every_alternative(case: Case) -> bool:
    """All alternatives in place of any: OR has become AND."""
    options = suitable(case.operation, case.credential.kind, case.context.schemes)
    is_key = case.credential.kind is not CredentialKind.SESSION
    return is_key and not all(scopes_of(option) <= case.held for option in options)


def _needs_any_scope(case: Case) -> bool:
    """One scope of all that are named is enough, or none where none is held."""
    options = suitable(case.operation, case.credential.kind, case.context.schemes)
    wanted = frozenset().union(*map(scopes_of, options))
    is_key = case.credential.kind is not CredentialKind.SESSION
    family = {scope.partition(":")[0] for scope in case.held}
    return is_key and bool(wanted) and not any(s.partition(":")[0] in family for s in wanted)


def _ignores_required_role(case: Case) -> bool:
    return case.credential.kind is CredentialKind.SESSION and rules._falls_short(case)


def _everything_for_nothing(credential: Any, context: Any) -> frozenset[str]:
    """Empty scopes read as "no restriction"."""
    held = rules.granted(credential, context)
    is_key = credential.kind is not CredentialKind.SESSION
    return frozenset(context.vocabulary.scopes) if is_key and not held else held


def _open_to_nobody(credential: Any, operation: Any, context: Any, **options: Any) -> Decision:
    if credential is None and context.presented is Presented.NOTHING:
        return Decision(allowed=True)
    return decision.decide(credential, operation, context, **options)


def _owner_for_all(self: Vocabulary, _: str | None) -> frozenset[str]:
    return self.expand(self.roles["owner"].permissions)


def _taken_as(scheme: str, *kinds: CredentialKind) -> Mapping[str, frozenset[CredentialKind]]:
    known = dict(requirement._LINQUID)
    return known | {scheme: known[scheme] | frozenset(kinds)}


def _any_token(found: Any, transaction: Any) -> Caller:
    kind = bearer.TokenKind.ACCESS
    token = None if found.token is None else replace(found.token, kind=kind)
    return bearer.caller_of(replace(found, token=token), transaction)


_ALL_VALUES = authenticate._values


def _first_value(request: Any) -> list[str]:
    return _ALL_VALUES(request)[:1]


def _with_full_scopes(vocabulary: Vocabulary, role: str, scopes: list[str]) -> list[str]:
    del vocabulary, role
    return scopes


def _key_only_expiry(row: Any) -> Any:
    return None if row.expires_at is None else authenticate.instant(row.expires_at)


_WORKSPACE_KEY, _PUBLISHABLE = CredentialKind.WORKSPACE_KEY, CredentialKind.PUBLISHABLE_KEY

MUTANTS: Mapping[str, Mutant] = {
    "nobody is let in": Mutant(
        change=_patched(gate, "decide", _open_to_nobody),
        noticed=("none -> createLink", "none -> deleteWorkspace"),
    ),
    "malformed and unknown are swapped": Mutant(
        change=_patched(
            decision,
            "_ABSENT",
            {
                **decision._ABSENT,
                Presented.MALFORMED: Rule.UNKNOWN,
                Presented.UNKNOWN: Rule.MALFORMED,
            },
        ),
        noticed=("mistyped -> createLink", "stranger -> createLink"),
    ),
    "disabled is accepted": Mutant(
        change=_without(Rule.DISABLED),
        noticed=("old-campaign-bot -> createLink", "token-revoked -> listLinks"),
    ),
    "expired is accepted": Mutant(
        change=_without(Rule.EXPIRED),
        noticed=("expired-importer -> createLink", "marked-rotated -> createLink"),
    ),
    "the environment is ignored": Mutant(
        change=_without(Rule.WRONG_ENVIRONMENT), noticed=("live-in-sandbox -> createLink",)
    ),
    "the workspace is ignored": Mutant(
        change=_without(Rule.WRONG_WORKSPACE),
        noticed=("everything at ws_globex -> createLink", "user_ada at ws_globex -> listLinks"),
    ),
    "the kind is ignored": Mutant(
        change=_without(Rule.WRONG_KIND), noticed=("empty -> listApiKeys",)
    ),
    "scopes are ignored": Mutant(
        change=_without(Rule.MISSING_SCOPE),
        noticed=("empty -> createLink", "only links:read -> createLink"),
    ),
    "the role is ignored": Mutant(
        change=_without(Rule.ROLE),
        noticed=("user_dev -> createLink", "user_ben -> deleteWorkspace"),
    ),
    "the plan is ignored": Mutant(
        change=_without(Rule.PLAN_GATE),
        noticed=("small -> listCustomers", "user_sol -> listCustomers"),
    ),
    "the rate is ignored": Mutant(
        change=_without(Rule.RATE_LIMIT), noticed=("busy -> listLinks", "user_bea -> listLinks")
    ),
    "alternatives must all be met": Mutant(
        change=_with(MISSING_SCOPE=_needs_every_alternative),
        noticed=("only links:create -> createLink", "only rules:update -> updateRule"),
    ),
    "any scope of the family will do": Mutant(
        change=_with(MISSING_SCOPE=_needs_any_scope),
        noticed=("only links:update -> createLink", "links-writer -> deleteLink"),
    ),
    "a required role is ignored": Mutant(
        change=_with(ROLE=_ignores_required_role),
        noticed=("user_ben -> deleteWorkspace", "user_ben -> transferOwnership"),
    ),
    "scopes come before the kind": Mutant(
        change=_in_order(Rule.DISABLED, Rule.EXPIRED, Rule.MISSING_SCOPE),
        noticed=("empty -> listApiKeys",),
    ),
    "the plan comes before scopes": Mutant(
        change=_in_order(
            Rule.DISABLED, Rule.EXPIRED, Rule.WRONG_WORKSPACE, Rule.WRONG_KIND, Rule.PLAN_GATE
        ),
        noticed=("small-links-reader -> listCustomers", "user_vic -> upsertCustomer"),
    ),
    "expired comes before disabled": Mutant(
        change=_in_order(Rule.EXPIRED), noticed=("disabled-and-expired -> createLink",)
    ),
    "the environment comes first": Mutant(
        change=_in_order(Rule.WRONG_ENVIRONMENT), noticed=("live-and-expired -> createLink",)
    ),
    "the workspace comes before the environment": Mutant(
        change=_in_order(Rule.DISABLED, Rule.EXPIRED, Rule.WRONG_WORKSPACE),
        noticed=("live-in-sandbox at ws_globex -> createLink",),
    ),
    "the rate comes first": Mutant(
        change=_in_order(Rule.RATE_LIMIT),
        noticed=("busy-links-reader -> createLink", "small-and-busy -> listCustomers"),
    ),
    "no scopes mean all": Mutant(
        change=_patched(decision, "granted", _everything_for_nothing),
        noticed=("empty -> listLinks", "empty -> createLink"),
    ),
    "everybody is an owner": Mutant(
        change=_patched(Vocabulary, "permissions", _owner_for_all),
        noticed=("user_dev -> createLink", "token-of-the-demoted -> createLink"),
    ),
    "a publishable key counts as a workspace key": Mutant(
        change=_patched(requirement, "_LINQUID", _taken_as("workspaceKey", _PUBLISHABLE)),
        noticed=("tracker -> createLink", "tracker -> recordPostback"),
    ),
    "a key counts as a session": Mutant(
        change=_patched(requirement, "_LINQUID", _taken_as("session", _WORKSPACE_KEY)),
        noticed=("administrative -> listApiKeys", "administrative -> getBilling"),
    ),
    "forgery is not looked for": Mutant(
        change=_patched(gate, "_refuse_forgery", lambda _: None),
        noticed=("user_ada-forged -> createLink", "web-tracker-astray -> trackConversion"),
    ),
    "any anti-forgery token will do": Mutant(
        change=_patched(gate, "is_same", lambda value, _: bool(value)),
        noticed=("user_ada-wrongly-forged -> deleteLink",),
    ),
    "the first of two keys counts": Mutant(
        change=_patched(authenticate, "_values", _first_value), noticed=("two-keys -> listLinks",)
    ),
    "a renewed value never ends": Mutant(
        change=_patched(authenticate, "_end", _key_only_expiry),
        noticed=("renewed-before -> createLink", "tracker-renewed-before -> trackConversion"),
    ),
    "a refresh token opens the API": Mutant(
        change=_patched(authenticate, "caller_of", _any_token),
        noticed=("token-refresh -> listLinks",),
    ),
    "a demotion leaves keys as they are": Mutant(
        change=_patched(membership, "given_scopes", _with_full_scopes),
        noticed=("of-the-demoted -> createLink",),
    ),
    "whoever leaves keeps their keys": Mutant(
        change=_patched(membership, "_SWITCH_OFF", membership._THEIR_KEYS),
        noticed=("of-the-removed -> createLink",),
    ),
}
