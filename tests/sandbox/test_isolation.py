"""Tenants: nothing of one workspace can be reached with a key of another."""

import json

import pytest

from tests.sandbox.laboratory import Laboratory

# What belongs to Acme, asked for by Globex's person, who may do everything at home.
FOREIGN = [
    ("GET", "/api/links/link_spring", None),
    ("GET", "/api/links/spring", None),
    ("PATCH", "/api/links/link_spring", {"title": "taken over"}),
    ("DELETE", "/api/links/link_spring", None),
    ("GET", "/api/links/ext/cms-4711", None),
    ("POST", "/api/links/link_spring/transfer", {"workspaceId": "ws_globex"}),
    ("POST", "/api/links/link_globex/transfer", {"workspaceId": "ws_acme"}),
    ("POST", "/api/links/link_globex/transfer", {"campaignId": "camp_spring"}),
    ("POST", "/api/links", {"destinationUrl": "https://e.example", "campaignId": "camp_spring"}),
    ("POST", "/api/links", {"destinationUrl": "https://e.example", "domainId": "dom_go"}),
    ("GET", "/api/rules/rule_mobile", None),
    ("PUT", "/api/rules/rule_mobile", {"priority": 1}),
    ("PATCH", "/api/rules/rule_mobile", {"priority": 1}),
    ("DELETE", "/api/rules/rule_mobile", None),
    (
        "POST",
        "/api/rules",
        {
            "linkId": "link_spring",
            "name": "R",
            "destinationUrl": "https://e.example",
            "conditions": [{"field": "vpn", "operator": "is_true"}],
        },
    ),
    ("GET", "/api/links/link_spring/webhooks", None),
    ("GET", "/api/qr/link_spring", None),
    ("GET", "/api/qr/links/link_spring", None),
    ("POST", "/api/qr/links/link_spring", {"name": "Q"}),
    ("POST", "/api/qr", {"linkId": "link_spring", "name": "Q"}),
    ("GET", "/api/campaigns/camp_spring", None),
    ("PATCH", "/api/campaigns/camp_spring", {"status": "archived"}),
    ("POST", "/api/domains/dom_go/verify", None),
    ("DELETE", "/api/domains/dom_go", None),
    ("GET", "/api/analytics/workspace/overview?linkId=link_spring", None),
    ("GET", "/api/analytics/workspace/timeseries?linkId=link_spring", None),
    ("GET", "/api/workspaces/ws_acme", None),
    ("PATCH", "/api/workspaces/ws_acme", {"name": "taken over"}),
    ("DELETE", "/api/workspaces/ws_acme", None),
    ("GET", "/api/workspaces/ws_acme/members", None),
    ("PATCH", "/api/workspaces/ws_acme/members/user_ben", {"role": "viewer"}),
    ("DELETE", "/api/workspaces/ws_globex/members/user_ben", None),
    ("POST", "/api/workspaces/ws_acme/members/invite", {"email": "e@e.example", "role": "admin"}),
    ("POST", "/api/workspaces/ws_acme/transfer-ownership", {"memberId": "user_gus"}),
    ("GET", "/api/workspaces/ws_acme/usage", None),
    ("GET", "/api/workspaces/ws_acme/api-keys", None),
    (
        "POST",
        "/api/workspaces/ws_acme/api-keys",
        {"name": "n", "scopes": [], "owner": "user_gus", "purpose": "p"},
    ),
    ("PUT", "/api/workspaces/ws_globex/api-keys/key_everything", {"name": "n"}),
    ("DELETE", "/api/workspaces/ws_globex/api-keys/key_everything", None),
    (
        "POST",
        "/api/workspaces/ws_globex/api-keys/key_everything/rotate",
        {"overlapSeconds": 0},
    ),
    ("GET", "/api/workspaces/ws_acme/publishable-keys", None),
    ("DELETE", "/api/workspaces/ws_globex/publishable-keys/key_web_tracker", None),
]


@pytest.mark.parametrize("request_", FOREIGN, ids=lambda value: f"{value[0]} {value[1]}")
def test_what_is_another_workspaces_is_not_found(
    lab: Laboratory, request_: tuple[str, str, object]
) -> None:
    """The answer is that of an id that nobody has; only the log knows better."""
    method, target, body = request_
    gus = lab.signed_in("user_gus")
    before = lab.call("GET", "/api/links/link_spring?include=rules", key="everything").body
    answer = lab.call(method, target, body, **gus)
    assert (answer.status, json.loads(answer.body)["error"]["code"]) == (404, "NOT_FOUND")
    after = lab.call("GET", "/api/links/link_spring?include=rules", key="everything").body
    assert before == after


def test_the_answer_is_the_same_as_for_an_unknown_id(lab: Laboratory) -> None:
    """Byte for byte; the decision log has the true reason."""
    foreign = lab.call("GET", "/api/links/link_globex", key="everything")
    assert lab.last_decision()["rule"] == "wrong_workspace"
    unknown = lab.call("GET", "/api/links/link_nobody", key="everything")
    assert lab.last_decision()["rule"] is None
    assert (foreign.status, foreign.body) == (unknown.status, unknown.body)


@pytest.mark.parametrize(
    "target", ["/api/links", "/api/rules", "/api/campaigns", "/api/links/stats"]
)
def test_lists_hold_nothing_of_others(lab: Laboratory, target: str) -> None:
    """Globex's lists do not mention Acme."""
    answer = lab.call("GET", target, **lab.signed_in("user_gus"))
    assert answer.status == 200
    assert b"acme" not in answer.body


def test_figures_count_nothing_of_others(lab: Laboratory) -> None:
    """Globex has its own twelve clicks."""
    gus = lab.signed_in("user_gus")
    assert lab.data("GET", "/api/analytics/workspace/overview", **gus)["clicks"] == 12


def test_a_click_of_others_earns_nothing(lab: Laboratory) -> None:
    """A conversion needs a click of one's own workspace."""
    body = {"clickId": "lw_ck_spring1"}
    assert lab.call("POST", "/api/conversions/track", body, key="other-workspace").status == 404
