"""The one judgement: each rule, and their order, against a table written by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.credentials.credential import (
    Credential,
    CredentialKind,
    CredentialStatus,
    Environment,
)
from playground.openapi import Operation, SchemeRequirement, linquid
from playground.scopes import Context, Presented, Rule, Vocabulary, decide
from playground.scopes.checks import CHECKS

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LINQUID = linquid()


def context(**changes: Any) -> Context:
    """Return the circumstances of a request that nothing is wrong with."""
    usual: dict[str, Any] = {
        "now": NOW,
        "vocabulary": Vocabulary.load(),
        "schemes": LINQUID.schemes,
        "environment": Environment.SANDBOX,
        "plan": "pro",
        "requests_left": 10,
    }
    return Context(**usual | changes)


def key(*scopes: str, **changes: Any) -> Credential:
    """Return a workspace key of Acme's with *scopes*."""
    usual: dict[str, Any] = {
        "name": "a-key",
        "kind": CredentialKind.WORKSPACE_KEY,
        "workspace": "ws_acme",
        "scopes": frozenset(scopes),
    }
    return Credential(**usual | changes)


def session(role: str | None, **changes: Any) -> Credential:
    """Return a session of a member with *role*."""
    return key(kind=CredentialKind.SESSION, role=role, **changes)


DISABLED = {"status": CredentialStatus.DISABLED}
EXPIRED = {"expires_at": NOW - HOUR}
ROTATED = {"status": CredentialStatus.ROTATED}
LIVE = {"environment": Environment.PRODUCTION}
PUBLISHABLE = {"kind": CredentialKind.PUBLISHABLE_KEY}
TOKEN = {"kind": CredentialKind.OAUTH_TOKEN}
ELSEWHERE = {"workspace": "ws_globex"}

# operation, credential, what is special about the circumstances, the rule that refuses.
TABLE: list[tuple[str, Credential | None, Mapping[str, Any], Rule | None]] = [
    ("createLink", None, {"presented": Presented.NOTHING}, Rule.NO_CREDENTIAL),
    ("createLink", None, {}, Rule.NO_CREDENTIAL),
    ("createLink", None, {"presented": Presented.MALFORMED}, Rule.MALFORMED),
    ("createLink", None, {"presented": Presented.UNKNOWN}, Rule.UNKNOWN),
    ("createLink", key("links:create", **DISABLED), {}, Rule.DISABLED),
    ("createLink", key("links:create", **EXPIRED), {}, Rule.EXPIRED),
    ("createLink", key("links:create", expires_at=NOW), {}, Rule.EXPIRED),
    ("createLink", key("links:create", expires_at=NOW + HOUR), {}, None),
    ("createLink", key("links:create", **ROTATED), {}, Rule.EXPIRED),
    ("createLink", key("links:create", **LIVE), {}, Rule.WRONG_ENVIRONMENT),
    ("createLink", key("links:create"), {"workspace": "ws_globex"}, Rule.WRONG_WORKSPACE),
    ("createLink", key("links:create"), {"workspace": "ws_acme"}, None),
    ("createLink", key("links:create", **PUBLISHABLE), {}, Rule.WRONG_KIND),
    ("createLink", key("links:create"), {}, None),
    ("createLink", key("links:write"), {}, None),
    ("createLink", key("links:create", **TOKEN), {}, None),
    ("createLink", key("links:write", **TOKEN), {}, None),
    ("createLink", key("links:read"), {}, Rule.MISSING_SCOPE),
    ("createLink", key("links:update"), {}, Rule.MISSING_SCOPE),
    ("createLink", key("analytics:read", **TOKEN), {}, Rule.MISSING_SCOPE),
    ("createLink", key(), {}, Rule.MISSING_SCOPE),
    ("createLink", key("links:create"), {"requests_left": 0}, Rule.RATE_LIMIT),
    ("createLink", key("links:create"), {"requests_left": None}, None),
    ("createLink", session("owner"), {}, None),
    ("createLink", session("editor"), {}, None),
    ("createLink", session("viewer"), {}, Rule.ROLE),
    ("createLink", session(None), {}, Rule.ROLE),
    ("createLink", session("no such role"), {}, Rule.ROLE),
    ("listLinks", key("links:read"), {}, None),
    ("listLinks", key("links:write"), {}, Rule.MISSING_SCOPE),
    ("listLinks", session("viewer"), {}, None),
    ("updateLink", key("links:update"), {}, None),
    ("updateLink", key("links:create"), {}, Rule.MISSING_SCOPE),
    ("deleteLink", key("links:write"), {}, None),
    ("deleteLink", key("links:update"), {}, Rule.MISSING_SCOPE),
    ("transferLink", key("links:delete"), {}, None),
    ("createRule", key("rules:write"), {}, None),
    ("createRule", key("rules:update"), {}, Rule.MISSING_SCOPE),
    ("updateRule", key("rules:update"), {}, None),
    ("updateRule", key("rules:write"), {}, None),
    ("createCampaign", key("campaigns:read"), {}, Rule.MISSING_SCOPE),
    ("createCampaign", session("editor"), {}, None),
    ("addDomain", key("domains:write"), {}, None),
    ("addDomain", session("editor"), {}, Rule.ROLE),
    ("addDomain", session("admin"), {}, None),
    ("getWorkspaceOverview", key("analytics:read"), {}, None),
    ("getWorkspaceOverview", key("links:read"), {}, Rule.MISSING_SCOPE),
    ("trackConversion", key(**PUBLISHABLE), {}, None),
    ("trackConversion", key(), {}, None),
    ("trackConversion", session("owner"), {}, Rule.WRONG_KIND),
    ("listApiKeys", key("links:write", "api_keys:*"), {}, Rule.WRONG_KIND),
    ("listApiKeys", key("api_keys:*", **TOKEN), {}, Rule.WRONG_KIND),
    ("listApiKeys", session("admin"), {}, None),
    ("listApiKeys", session("editor"), {}, Rule.ROLE),
    ("createWorkspace", session("viewer"), {}, None),
    ("createWorkspace", key("workspace:update"), {}, Rule.WRONG_KIND),
    ("updateWorkspace", session("editor"), {}, Rule.ROLE),
    ("deleteWorkspace", session("owner"), {}, None),
    ("deleteWorkspace", session("admin"), {}, Rule.ROLE),
    # Of two faults the earlier rule is the reason.
    ("createLink", key(**DISABLED, **EXPIRED), {}, Rule.DISABLED),
    ("createLink", key(**EXPIRED, **LIVE), {}, Rule.EXPIRED),
    ("createLink", key(**LIVE, **ELSEWHERE), {"workspace": "ws_acme"}, Rule.WRONG_ENVIRONMENT),
    ("createLink", key(**PUBLISHABLE), {"workspace": "ws_globex"}, Rule.WRONG_WORKSPACE),
    ("listApiKeys", key(), {"requests_left": 0}, Rule.WRONG_KIND),
    ("createLink", key(), {"requests_left": 0}, Rule.MISSING_SCOPE),
    ("deleteWorkspace", session("viewer"), {"requests_left": 0}, Rule.ROLE),
]


def case_id(case: tuple[str, Credential | None, Mapping[str, Any], Rule | None]) -> str:
    """Return a readable name of a row."""
    operation, credential, special, rule = case
    who = (
        f"{credential.kind}({credential.role or ' '.join(credential.scopes)})"
        if credential
        else "-"
    )
    return f"{operation}-{who}-{'+'.join(special) or 'usual'}-{rule}"


@pytest.mark.parametrize("case", TABLE, ids=case_id)
def test_the_first_broken_rule_refuses(
    case: tuple[str, Credential | None, Mapping[str, Any], Rule | None],
) -> None:
    """Each credential is allowed, or refused by the first rule that it breaks."""
    operation, credential, special, rule = case
    decision = decide(credential, LINQUID.operations[operation], context(**special))
    assert decision.rule == rule
    assert decision.allowed is (rule is None)
    assert bool(decision.smallest_change) is (rule is not None)


def plan_gated() -> Operation:
    """Return an operation that needs a feature of the Enterprise plan."""
    return Operation(
        id="setUpSaml",
        method="POST",
        path="/saml",
        security=((SchemeRequirement(scheme="session"),),),
        extensions={"x-plan-feature": "saml"},
    )


@pytest.mark.parametrize(
    ("plan", "left", "rule"),
    [
        ("starter", 1, Rule.PLAN_GATE),
        ("pro", 0, Rule.PLAN_GATE),
        ("enterprise", 1, None),
        ("enterprise", 0, Rule.RATE_LIMIT),
        (None, 1, None),
    ],
)
def test_a_plan_without_the_feature_refuses(plan: str, left: int, rule: Rule | None) -> None:
    """The plan is judged after the role and before the rate."""
    decision = decide(session("owner"), plan_gated(), context(plan=plan, requests_left=left))
    assert decision.rule == rule
    if rule is Rule.PLAN_GATE:
        assert decision.smallest_change == "Single sign-on needs the plan Enterprise."


def test_the_table_knows_every_rule() -> None:
    """No rule goes untested."""
    tested = {rule for *_, rule in TABLE} | {Rule.PLAN_GATE}
    assert tested == {*Rule, None}


@pytest.mark.parametrize("rule", [rule for rule, _ in CHECKS])
def test_a_missing_check_is_noticed(rule: Rule) -> None:
    """Each check taken away lets through what the table says is refused by it."""
    fewer = [(name, check) for name, check in CHECKS if name is not rule]
    cases = [*TABLE, ("saml", session("owner"), {"plan": "pro"}, Rule.PLAN_GATE)]
    changed = [
        case
        for case in cases
        if decide(
            case[1],
            plan_gated() if case[0] == "saml" else LINQUID.operations[case[0]],
            context(**case[2]),
            checks=fewer,
        ).rule
        != case[3]
    ]
    assert changed


@pytest.mark.parametrize(
    ("held", "operation", "missing"),
    [
        ({"links:read"}, "createLink", ("links:create",)),
        (set(), "deleteLink", ("links:delete",)),
        ({"rules:read"}, "createRule", ("rules:write",)),
    ],
)
def test_the_smallest_change_grants_least(
    held: set[str], operation: str, missing: tuple[str, ...]
) -> None:
    """Of two scopes that would do, the narrower one is proposed."""
    decision = decide(key(*held), LINQUID.operations[operation], context())
    assert decision.missing == missing
    assert missing[0] in decision.smallest_change


def test_a_wrong_kind_is_never_told_as_a_missing_scope() -> None:
    """A key on a session's operation hears that no scope will help."""
    decision = decide(key(), LINQUID.operations["listApiKeys"], context())
    assert decision.missing == ()
    assert "no key may" in decision.smallest_change
    publishable = decide(key(**PUBLISHABLE), LINQUID.operations["createLink"], context())
    assert "no scope will help" in publishable.smallest_change


def test_a_public_operation_is_open_to_everyone() -> None:
    """Without security, no credential is looked at."""
    public = Operation(id="ping", method="GET", path="/ping")
    assert decide(None, public, context(presented=Presented.MALFORMED)).allowed
    assert decide(key(**DISABLED), public, context()).allowed


def test_an_optional_credential_may_be_left_out_but_not_be_wrong() -> None:
    """An empty alternative lets the anonymous through, a bad credential stays a bad one."""
    optional = Operation(
        id="ping",
        method="GET",
        path="/ping",
        security=((), (SchemeRequirement(scheme="workspaceKey"),)),
    )
    assert decide(None, optional, context(presented=Presented.NOTHING)).allowed
    assert decide(None, optional, context(presented=Presented.UNKNOWN)).rule is Rule.UNKNOWN
    assert decide(key(), optional, context()).allowed


def test_all_requirements_of_an_alternative_must_hold() -> None:
    """An AND is met only with every scope of it."""
    both = Operation(
        id="both",
        method="GET",
        path="/both",
        security=(
            (SchemeRequirement(scheme="workspaceKey", scopes=("links:read", "rules:read")),),
        ),
    )
    assert decide(key("links:read"), both, context()).missing == ("rules:read",)
    assert decide(key("links:read", "rules:read"), both, context()).allowed


@given(
    held=st.frozensets(st.sampled_from(sorted(Vocabulary.load().scopes))),
    more=st.frozensets(st.sampled_from(sorted(Vocabulary.load().scopes))),
    operation=st.sampled_from(sorted(LINQUID.operations)),
)
def test_more_scopes_never_allow_less(
    held: frozenset[str], more: frozenset[str], operation: str
) -> None:
    """Adding scopes to a key that is allowed never refuses it."""
    found = LINQUID.operations[operation]
    if decide(key(*held), found, context()).allowed:
        assert decide(key(*held | more), found, context()).allowed


@given(
    held=st.frozensets(st.sampled_from(sorted(Vocabulary.load().scopes))),
    operation=st.sampled_from(sorted(LINQUID.operations)),
)
def test_what_is_missing_is_enough(held: frozenset[str], operation: str) -> None:
    """A key that lacks scopes is allowed once it has exactly those that were named."""
    found = LINQUID.operations[operation]
    decision = decide(key(*held), found, context())
    if decision.rule is Rule.MISSING_SCOPE:
        assert decide(key(*held, *decision.missing), found, context()).allowed
