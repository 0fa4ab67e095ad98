"""Rules that could never match, or that no visitor could be judged by, are refused."""

import json
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "everything"}
BASICS = {"linkId": "link_newsletter", "name": "n", "destinationUrl": "https://acme.example/r"}
GERMANY = {"type": "geo", "conditions": {"countries": ["DE"]}}


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        (
            {"type": "time", "conditions": {"timezone": "Nope/Zone", "days": ["monday"]}},
            "/conditions/timezone",
        ),
        ({"type": "geo", "conditions": {"devices": ["mobile"]}}, "/conditions/devices"),
        ({"type": "geo", "conditions": {"operator": "in"}}, "/conditions"),
        ({"type": "time", "conditions": {"timezone": "UTC"}}, "/conditions"),
        ({"conditions": [{"field": "country", "operator": "equals"}]}, "/conditions/0/value"),
    ],
)
def test_what_means_nothing_is_refused(
    lab: Laboratory, fields: dict[str, Any], pointer: str
) -> None:
    """The field is named, no rule is made, and the link still leads somewhere."""
    before = lab.data("GET", "/api/rules?linkId=link_newsletter", **ALL)
    answer = lab.call("POST", "/api/rules", BASICS | fields, **ALL)
    error = json.loads(answer.body)["error"]
    assert (answer.status, error["details"][0]["pointer"]) == (400, pointer)
    assert lab.data("GET", "/api/rules?linkId=link_newsletter", **ALL) == before
    assert lab.call("GET", "/r/weekly").status == 302


@pytest.mark.parametrize("change", [{"type": "device"}, {"conditions": {"os": "iOS"}}])
def test_a_change_keeps_type_and_conditions_together(
    lab: Laboratory, change: dict[str, Any]
) -> None:
    """Neither is changed without the other; anything else is."""
    rule = lab.data("POST", "/api/rules", BASICS | GERMANY, **ALL)["id"]
    assert lab.call("PUT", f"/api/rules/{rule}", change, **ALL).status == 400
    lab.data("PUT", f"/api/rules/{rule}", {"name": "renamed"}, **ALL)
    both = {"type": "device", "conditions": {"os": "iOS"}}
    assert lab.data("PUT", f"/api/rules/{rule}", both, **ALL)["type"] == "device"


def test_hours_may_be_listed_as_numbers(lab: Laboratory) -> None:
    """A list holds texts or numbers, as a single value does."""
    noon = {"conditions": [{"field": "hour", "operator": "in", "value": [11, 12]}]}
    lab.data("POST", "/api/rules", BASICS | noon, **ALL)
    assert lab.call("GET", "/r/weekly").header("Location").startswith("https://acme.example/r?")


@pytest.mark.parametrize(
    "rule",
    [
        {"type": "percentage", "conditions": {"percentage": 50}},
        {"type": "visitor_state", "conditions": {"state": "new"}},
        {"conditions": [{"field": "vpn", "operator": "is_true"}]},
    ],
)
def test_advanced_rules_belong_to_a_plan(lab: Laboratory, rule: dict[str, Any]) -> None:
    """Starter routes by place, device and time; a rule is not changed into an advanced one."""
    gus = lab.signed_in("user_gus")
    basics = BASICS | {"linkId": "link_globex"}
    refused = lab.call("POST", "/api/rules", basics | rule, **gus)
    assert (refused.status, b"FEATURE_NOT_AVAILABLE" in refused.body) == (403, True)
    plain = lab.data("POST", "/api/rules", basics | GERMANY, **gus)["id"]
    assert lab.call("PUT", f"/api/rules/{plain}", rule, **gus).status == 403
    assert lab.call("POST", "/api/rules", BASICS | rule, **ALL).status == 201
