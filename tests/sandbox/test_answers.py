"""Each operation answers as the document says, whether it succeeds or is refused."""

import json
from typing import Any

import pytest

from playground.openapi import Operation, answer_problems, linquid
from playground.openapi.media import is_json
from tests.sandbox import (
    test_analytics,
    test_billing,
    test_bulk,
    test_conversions,
    test_customers,
    test_deep_links,
    test_exports,
    test_imports,
    test_keys,
    test_members,
    test_qr,
    test_receivers,
    test_saml,
    test_unified,
    test_webhooks,
)
from tests.sandbox.gated import GATED
from tests.sandbox.laboratory import Laboratory
from tests.sandbox.oauth import test_apps

LINK: dict[str, Any] = {"destinationUrl": "https://example.com/a", "title": "A"}
ALL = {"key": "everything"}
CALLS: list[tuple[str, str, str, Any]] = [
    ("createLink", "POST", "/api/links", LINK),
    ("listLinks", "GET", "/api/links", None),
    ("getLink", "GET", "/api/links/link_spring?include=rules", None),
    ("updateLink", "PATCH", "/api/links/link_spring", {"title": "B"}),
    ("deleteLink", "DELETE", "/api/links/link_app", None),
    ("getLinkStats", "GET", "/api/links/stats", None),
    ("getLinkByExternalId", "GET", "/api/links/ext/cms-4711", None),
    ("upsertLink", "PUT", "/api/links/upsert", {**LINK, "externalId": "x"}),
    ("transferLink", "POST", "/api/links/link_spring/transfer", {"campaignId": "camp_newsletter"}),
    ("listRules", "GET", "/api/rules", None),
    ("getRule", "GET", "/api/rules/rule_mobile", None),
    ("updateRule", "PUT", "/api/rules/rule_mobile", {"priority": 3}),
    ("patchRule", "PATCH", "/api/rules/rule_north_america", {"priority": 3}),
    ("deleteRule", "DELETE", "/api/rules/rule_mobile", None),
    (
        "createRule",
        "POST",
        "/api/rules",
        {
            "linkId": "link_spring",
            "name": "R",
            "destinationUrl": "https://example.com",
            "conditions": [{"field": "vpn", "operator": "is_true"}],
        },
    ),
    ("listCampaigns", "GET", "/api/campaigns", None),
    ("createCampaign", "POST", "/api/campaigns", {"name": "C"}),
    ("getCampaign", "GET", "/api/campaigns/camp_spring", None),
    ("updateCampaign", "PATCH", "/api/campaigns/camp_spring", {"costRate": 2}),
    ("listDomains", "GET", "/api/domains", None),
    ("addDomain", "POST", "/api/domains", {"domain": "go.example.com"}),
    ("verifyDomain", "POST", "/api/domains/dom_new/verify", None),
    ("deleteDomain", "DELETE", "/api/domains/dom_new", None),
    ("getWorkspaceOverview", "GET", "/api/analytics/workspace/overview", None),
    ("getWorkspaceTimeseries", "GET", "/api/analytics/workspace/timeseries?days=3", None),
    ("trackConversion", "POST", "/api/conversions/track", {"clickId": "lw_ck_spring1", "value": 3}),
    *test_conversions.CALLS,
    *test_deep_links.CALLS,
    *test_analytics.CALLS,
    *test_unified.CALLS,
    *test_customers.CALLS,
    ("listWorkspaces", "GET", "/api/workspaces", None),
    ("createWorkspace", "POST", "/api/workspaces", {"name": "N"}),
    ("getWorkspace", "GET", "/api/workspaces/ws_acme", None),
    ("updateWorkspace", "PATCH", "/api/workspaces/ws_acme", {"name": "N"}),
    ("deleteWorkspace", "DELETE", "/api/workspaces/ws_acme", None),
    ("listApiKeys", "GET", "/api/workspaces/ws_acme/api-keys", None),
    (
        "createApiKey",
        "POST",
        "/api/workspaces/ws_acme/api-keys",
        {"name": "n", "scopes": ["links:read"], "owner": "user_ada", "purpose": "p"},
    ),
    ("updateApiKey", "PUT", "/api/workspaces/ws_acme/api-keys/key_everything", {"name": "n"}),
    ("deleteApiKey", "DELETE", "/api/workspaces/ws_acme/api-keys/key_everything", None),
    *test_members.CALLS,
    *test_billing.CALLS,
    *test_keys.CALLS,
    *test_qr.CALLS,
    *test_webhooks.CALLS,
    *test_bulk.CALLS,
    *test_imports.CALLS,
    *test_exports.CALLS,
    *test_receivers.CALLS,
    *test_saml.CALLS,
    *test_apps.CALLS,
]


def is_session_only(operation: Operation) -> bool:
    """Whether nothing but a session opens *operation*."""
    return {r.scheme for alternative in operation.security for r in alternative} == {"session"}


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call[0])
def test_answers_are_as_the_document_says(lab: Laboratory, call: tuple[str, str, Any, Any]) -> None:
    """A success, a refusal and an unknown path parameter all fit the document."""
    name, method, given, body = call
    operation = linquid().operations[name]
    target, person = given(lab) if callable(given) else (given, "user_ada")
    session = lab.signed_in(person) if is_session_only(operation) else {}
    keyed = {} if session else dict(ALL)
    if "x-upgrade" in operation.extensions:
        keyed["upgrade"] = operation.extensions["x-upgrade"]
    answers = [lab.call(method, target, body)]
    if callable(given) and not operation.security:
        target, _ = given(lab)  # nothing was refused, and some answers are taken once
    answers += [
        lab.call(method, target, body, **session, **keyed),
        lab.call(
            method, f"{target}{'&' if '?' in target else '?'}nonsense=1", body, **session, **keyed
        ),
    ]
    assert answers[1].status < 300, answers[1].body
    for answer in answers:
        media_type = answer.header("Content-Type") or ""
        text = answer.body.decode()
        told = json.loads(text) if text and is_json(media_type) else text
        assert answer_problems(operation, answer.status, media_type, told) == ()


def test_the_calls_cover_every_operation() -> None:
    """No operation's answers go unchecked; what providers sign is checked where it is sent."""
    signed = {name for name, one in GATED.items() if "x-provider" in one.extensions}
    elsewhere = signed | test_saml.BY_FORM | test_saml.REDIRECTED
    assert {name for name, *_ in CALLS} == set(GATED) - elsewhere
    assert {GATED[name].extensions["x-provider"] for name in signed} == test_receivers.PROVIDERS
