"""The smallest change that would let a refused request through, in one sentence."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from playground.credentials.credential import CredentialKind
from playground.scopes.checks import Case
from playground.scopes.requirement import KIND_WORDS, kinds, scopes_of, suitable
from playground.scopes.rule import Rule

__all__ = ["missing", "nearest", "smallest_change", "without_credential"]

_Sentence: TypeAlias = Callable[[Case], str]


def missing(case: Case) -> tuple[str, ...]:
    """
    Return the scopes that *case*'s credential lacks for the alternative nearest to it.

    Nearest is the one with the fewest scopes to add, and among these the one that grants least.
    """
    alternatives = suitable(case.operation, case.credential.kind, case.context.schemes)
    return nearest(map(scopes_of, alternatives), case)


def nearest(choices: Iterable[frozenset[str]], case: Case) -> tuple[str, ...]:
    """Return what *case*'s credential lacks for the nearest of *choices*, sets of scopes."""
    gaps = [scopes - case.held for scopes in choices]
    expand = case.context.vocabulary.expand
    least = min(gaps, key=lambda gap: (len(gap), len(expand(gap)), sorted(gap)), default=())
    return tuple(sorted(least))


def smallest_change(rule: Rule, case: Case, lacking: Iterable[str] = ()) -> str:
    """Return what to do about the refusal of *case* by *rule*, whose credential is *lacking*."""
    if rule is Rule.MISSING_SCOPE:
        return _scope(case, " and ".join(f"`{scope}`" for scope in lacking))
    return _SENTENCES[rule](case) if rule in _SENTENCES else without_credential(rule)


def without_credential(rule: Rule) -> str:
    """Return what to do where there is no credential to judge, empty where that is unknown."""
    return _WITHOUT.get(rule, "")


def _scope(case: Case, lacking: str) -> str:
    if not lacking:
        return "Send it with a key that has the scope."
    return f"Give {_name(case)} the scope {lacking}, or send it with a key that has it."


def _kind(case: Case) -> str:
    schemes = case.context.schemes
    taken = {
        kind
        for alternative in case.operation.security
        for requirement in alternative
        for kind in kinds(requirement.scheme, schemes)
    }
    if taken == {CredentialKind.SESSION}:
        return "Do it in the dashboard, signed in: no key may, whatever its scopes."
    if not taken:
        return "Send it with another kind of credential: no scope will help."
    *words, last = [KIND_WORDS[kind] for kind in CredentialKind if kind in taken]
    choice = f"{', '.join(words)} or {last}" if words else last
    return f"Send it with {choice}: no scope will help."


def _role(case: Case) -> str:
    roles = case.context.vocabulary.roles
    wanted = case.operation.extensions.get("x-required-role")
    if wanted is None:
        lacking = frozenset(missing(case))
        fitting = [name for name in roles if lacking <= case.context.vocabulary.permissions(name)]
        wanted = min(fitting, key=lambda name: len(roles[name].permissions), default="owner")
    return (
        f"Ask an owner of the workspace for the role `{wanted}`, or ask one who has it to do this."
    )


def _plan(case: Case) -> str:
    feature = case.operation.extensions.get("x-plan-feature")
    if feature is None:
        return "Make room within the plan's limit, or choose a larger plan."
    title = case.context.vocabulary.features.get(feature, feature)
    plans = case.context.vocabulary.plans.values()
    fitting = " or ".join(plan.title for plan in plans if feature in plan.features)
    return f"{title} needs the plan {fitting}." if fitting else f"No plan offers {title}."


def _workspace(case: Case) -> str:
    asked = case.context.workspace
    wanted = f"`{asked}`" if asked else "the workspace that is meant"
    owner = case.credential.workspace
    return f"Use a key of {wanted}" + (f": this one belongs to `{owner}`." if owner else ".")


def _environment(case: Case) -> str:
    return f"Use a key of this environment: this one belongs to {case.credential.environment}."


def _name(case: Case) -> str:
    return f"`{case.credential.name}`" if case.credential.name else "the key"


_SENTENCES: Mapping[Rule, _Sentence] = {
    Rule.DISABLED: lambda case: f"Enable {_name(case)} again, or use another key.",
    Rule.EXPIRED: lambda case: f"Issue a new key in place of {_name(case)}.",
    Rule.WRONG_ENVIRONMENT: _environment,
    Rule.WRONG_WORKSPACE: _workspace,
    Rule.WRONG_KIND: _kind,
    Rule.ROLE: _role,
    Rule.PLAN_GATE: _plan,
    Rule.RATE_LIMIT: lambda _: "Wait for the limit to renew, as `X-RateLimit-Reset` tells.",
}

_WITHOUT: Mapping[Rule, str] = {
    Rule.NO_CREDENTIAL: "Choose a key to send it with.",
    Rule.MALFORMED: "Copy the key again, whole: it is mistyped or cut off.",
    Rule.UNKNOWN: "Use a key that this server issued.",
}
