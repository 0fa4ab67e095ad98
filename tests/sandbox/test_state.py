"""State: the effect of each operation is read back through another one."""

import json
from typing import Any

import pytest

from tests.sandbox.laboratory import CONTROL, Laboratory

LINK: dict[str, Any] = {"destinationUrl": "https://example.com/a", "title": "A"}
ALL = {"key": "everything"}


def titles(lab: Laboratory, query: str = "") -> list[str]:
    """Return the titles of Acme's links, in the list's order."""
    return [link["title"] for link in lab.data("GET", f"/api/links{query}", **ALL)]


def test_a_new_link_comes_first_in_the_list(lab: Laboratory) -> None:
    """What was made is listed, the newest first."""
    made = lab.data("POST", "/api/links", LINK, **ALL)
    assert titles(lab)[0] == "A"
    assert lab.data("GET", f"/api/links/{made['id']}", **ALL) == made
    assert lab.data("GET", f"/api/links/{made['shortCode']}", **ALL) == made
    assert lab.data("GET", "/api/links/stats", **ALL)["totalLinks"] == 5


def test_lists_come_in_pages(lab: Laboratory) -> None:
    """Both published paginations tell where a page is."""
    answer = json.loads(lab.call("GET", "/api/links?limit=3&page=2", **ALL).body)
    assert len(answer["data"]) == 1
    assert answer["pagination"] == {
        "total": 4,
        "page": 2,
        "limit": 3,
        "hasMore": False,
        "totalPages": 2,
    }
    assert lab.data("GET", "/api/links?page=1000000", **ALL) == []


def test_links_are_filtered_by_campaign(lab: Laboratory) -> None:
    """A campaign's links are those that name it."""
    assert titles(lab, "?campaignId=camp_spring") == ["Flash sale", "Spring collection"]


def test_a_change_touches_only_what_it_names(lab: Laboratory) -> None:
    """A partial update leaves the rest, an empty password removes it, null removes a limit."""
    made = lab.data("POST", "/api/links", {**LINK, "password": "secret", "clicksLimit": 5}, **ALL)
    assert (made["passwordProtected"], made["password"]) == (True, None)
    path = f"/api/links/{made['id']}"
    lab.data("PATCH", path, {"password": "", "clicksLimit": None}, **ALL)
    after = lab.data("GET", path, **ALL)
    assert after == made | {"passwordProtected": False, "clicksLimit": None}


def test_a_deleted_link_frees_its_code_and_takes_its_rules_along(lab: Laboratory) -> None:
    """Deleting is soft for the clicks, and final for everybody else."""
    assert lab.data("DELETE", "/api/links/link_spring", **ALL) == {
        "id": "link_spring",
        "deleted": True,
    }
    assert lab.call("GET", "/api/links/link_spring", **ALL).status == 404
    assert lab.call("GET", "/api/rules/rule_mobile", **ALL).status == 404
    again = lab.call("DELETE", "/api/links/link_spring", **ALL)
    assert (again.status, b"ALREADY_DELETED" in again.body) == (409, True)
    lab.data("POST", "/api/links", {**LINK, "shortCode": "spring"}, **ALL)
    overview = lab.data("GET", "/api/analytics/workspace/overview", **ALL)
    assert overview["clicks"] == 593


def test_a_short_code_is_taken_once(lab: Laboratory) -> None:
    """Two links cannot share a code, not even across workspaces."""
    for key in ("everything", "other-workspace"):
        answer = lab.call("POST", "/api/links", {**LINK, "shortCode": "spring"}, key=key)
        assert (answer.status, b"SHORT_CODE_EXISTS" in answer.body) == (409, True)


def test_an_upsert_makes_and_then_changes(lab: Laboratory) -> None:
    """Your own ID decides whether a link exists."""
    body = {**LINK, "externalId": "mine-1"}
    first = lab.call("PUT", "/api/links/upsert", body, **ALL)
    second = lab.call("PUT", "/api/links/upsert", {**body, "title": "B"}, **ALL)
    assert (first.status, second.status) == (201, 200)
    for name in ("mine-1", "ext_mine-1"):
        found = lab.data("GET", f"/api/links/ext/{name}", **ALL)
        assert (found["id"], found["title"]) == (json.loads(first.body)["data"]["id"], "B")


def test_a_link_moves_to_another_campaign(lab: Laboratory) -> None:
    """After a transfer the list of the new campaign has it."""
    lab.data("POST", "/api/links/link_app/transfer", {"campaignId": "camp_newsletter"}, **ALL)
    assert "Our app" in titles(lab, "?campaignId=camp_newsletter")


def test_a_link_moves_to_another_workspace_of_the_same_person(lab: Laboratory) -> None:
    """A person who may create links in both may move one; a key may not."""
    ada = lab.signed_in("user_ada")
    target = lab.data("POST", "/api/workspaces", {"name": "Second"}, **ada)["id"]
    body = {"workspaceId": target}
    assert lab.call("POST", "/api/links/link_spring/transfer", body, **ALL).status == 404
    lab.data("POST", "/api/links/link_spring/transfer", body, **ada)
    assert lab.call("GET", "/api/links/link_spring", **ALL).status == 404
    moved = lab.data("GET", "/api/links/spring?include=rules", **ada, x_workspace_id=target)
    assert [rule["id"] for rule in moved["rules"]] == ["rule_north_america", "rule_mobile"]


def test_rules_of_both_grammars_are_kept(lab: Laboratory) -> None:
    """A list of tests and a typed object come back as they were given."""
    rule: dict[str, Any] = {
        "linkId": "link_app",
        "name": "R",
        "destinationUrl": "https://example.com/r",
    }
    tests = [{"field": "country", "operator": "equals", "value": "DE"}]
    listed = lab.data("POST", "/api/rules", {**rule, "conditions": tests}, **ALL)
    typed = {"type": "geo", "conditions": {"countries": ["DE"], "operator": "in"}}
    older = lab.data("POST", "/api/rules", {**rule, **typed}, **ALL)
    found = lab.data("GET", "/api/rules?linkId=link_app", **ALL)
    assert [entry["conditions"] for entry in found] == [typed["conditions"], tests]
    lab.data("PUT", f"/api/rules/{listed['id']}", {"priority": 7}, **ALL)
    lab.data("PATCH", f"/api/rules/{older['id']}", {"enabled": False}, **ALL)
    lab.data("DELETE", f"/api/rules/{older['id']}", **ALL)
    rules = lab.data("GET", "/api/links/link_app?include=rules", **ALL)["rules"]
    assert [(entry["id"], entry["priority"]) for entry in rules] == [(listed["id"], 7)]


def test_a_typed_rule_needs_its_type(lab: Laboratory) -> None:
    """The older grammar means nothing without its type."""
    body = {
        "linkId": "link_app",
        "name": "R",
        "destinationUrl": "https://example.com",
        "conditions": {"countries": ["DE"]},
    }
    answer = lab.call("POST", "/api/rules", body, **ALL)
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == "/type"


def test_a_rule_without_a_type_takes_no_older_conditions(lab: Laboratory) -> None:
    """They are right in themselves, and not for a rule that is a list of tests."""
    path, body = "/api/rules/rule_mobile", {"conditions": {"countries": ["DE"]}}
    assert lab.data("GET", path, **ALL)["type"] is None
    answer = lab.call("PATCH", path, body, **ALL)
    assert answer.status == 409
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == "/type"
    assert lab.data("PUT", path, body | {"type": "geo"}, **ALL)["conditions"] == body["conditions"]


def test_a_rule_is_for_a_link_or_a_campaign(lab: Laboratory) -> None:
    """The document says so itself: one of both is required."""
    body = {
        "name": "R",
        "destinationUrl": "https://example.com",
        "conditions": [{"field": "country", "operator": "equals", "value": "DE"}],
    }
    answer = lab.call("POST", "/api/rules", body, **ALL)
    assert json.loads(answer.body)["error"]["details"][0]["pointer"] == "/linkId"
    campaign = lab.data("GET", "/api/campaigns", **ALL)[0]["id"]
    made = lab.data("POST", "/api/rules", body | {"campaignId": campaign}, **ALL)
    assert lab.data("GET", f"/api/rules/{made['id']}", **ALL)["campaignId"] == campaign


def test_campaigns_are_made_and_changed(lab: Laboratory) -> None:
    """A campaign is listed with what was changed."""
    made = lab.data("POST", "/api/campaigns", {"name": "C"}, **ALL)
    lab.data("PATCH", f"/api/campaigns/{made['id']}", {"status": "paused"}, **ALL)
    assert lab.data("GET", "/api/campaigns", **ALL)[0] == made | {"status": "paused"}
    assert lab.data("GET", f"/api/campaigns/{made['id']}", **ALL)["name"] == "C"


def test_domains_are_verified_before_they_are_used(lab: Laboratory) -> None:
    """A link on a domain waits for the domain."""
    made = lab.data("POST", "/api/domains", {"domain": "go.example.com"}, **ALL)
    body = {**LINK, "domainId": made["id"]}
    assert lab.call("POST", "/api/links", body, **ALL).status == 409
    lab.data("POST", f"/api/domains/{made['id']}/verify", **ALL)
    link = lab.data("POST", "/api/links", body, **ALL)
    assert link["shortUrl"].startswith("https://go.example.com/")
    lab.data("DELETE", f"/api/domains/{made['id']}", **ALL)
    assert made["id"] not in {d["id"] for d in lab.data("GET", "/api/domains", **ALL)}


@pytest.mark.parametrize("name", ["linqu.id", "linqid.io"])
def test_linquids_own_domains_are_nobodys(lab: Laboratory, name: str) -> None:
    """Whoever owned one would decide what everybody's unknown links show."""
    assert lab.call("POST", "/api/domains", {"domain": name}, **ALL).status == 409


@pytest.mark.parametrize(
    "change",
    [
        {"description": "d"},
        {"deepLinkEnabled": True, "deepLinkIos": "app://a"},
        {"conversionTracking": False, "trackingType": "s2s"},
        {"redirectBehavior": "never"},
    ],
)
def test_what_a_link_is_made_with_can_be_changed(lab: Laboratory, change: dict[str, Any]) -> None:
    """A link that is made with a setting and one that gets it later read the same."""
    made = lab.data("POST", "/api/links", LINK | change, **ALL)
    assert made | change == made
    lab.data("PATCH", "/api/links/link_newsletter", change, **ALL)
    found = lab.data("GET", "/api/links/link_newsletter", **ALL)
    assert found | change == found


def test_figures_are_counted_from_what_was_recorded(lab: Laboratory) -> None:
    """A conversion shows in the overview, in the series and on its link."""
    query = "?days=1&currency=EUR"
    before = lab.data("GET", f"/api/analytics/workspace/overview{query}", **ALL)
    sale = {"clickId": "lw_ck_spring1", "value": 20, "currency": "EUR", "orderId": "A-1"}
    lab.data("POST", "/api/conversions/track", sale, key="web-tracker")
    lab.control("PUT", "clock", {"advance": 1})
    after = lab.data("GET", f"/api/analytics/workspace/overview{query}", **ALL)
    assert after["conversions"] == before["conversions"] + 1
    assert after["revenue"] == 20
    series = lab.data("GET", f"/api/analytics/workspace/timeseries{query}", **ALL)
    assert sum(row["conversions"] for row in series["timeseries"]) == 1
    assert lab.data("GET", "/api/links/link_spring", **ALL)["revenue"] == 22
    again = lab.call("POST", "/api/conversions/track", sale, key="web-tracker")
    assert again.status == 409


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("days=7", 8),
        ("days=7&timezone=Pacific/Auckland", 8),
        ("start=2026-02-01&end=2026-03-01", 28),
        ("start=2026-01-15&end=2026-03-01&granularity=month", 2),
        ("days=1&granularity=hour", 25),
        ("days=1&granularity=weeks", 2),
    ],
)
def test_a_series_has_every_bucket_of_its_period(lab: Laboratory, query: str, rows: int) -> None:
    """Empty buckets are there too, and all clicks of the period are in one of them."""
    series = lab.data("GET", f"/api/analytics/workspace/timeseries?{query}", **ALL)["timeseries"]
    overview = lab.data(
        "GET", f"/api/analytics/workspace/overview?{query.split('&gran', maxsplit=1)[0]}", **ALL
    )
    assert len(series) == rows
    assert sum(row["clicks"] for row in series) == overview["clicks"]


def test_a_window_of_thirty_days_bounds_conversions(lab: Laboratory) -> None:
    """A click that is too old earns nothing any more."""
    lab.control("PUT", "clock", {"advance": 31 * 86400})
    body = {"clickId": "lw_ck_spring1"}
    assert lab.call("POST", "/api/conversions/track", body, key="web-tracker").status == 409


def test_workspaces_live_and_end(lab: Laboratory) -> None:
    """A workspace is made, renamed, and gone with its keys."""
    gus = lab.signed_in("user_gus")
    made = lab.data("POST", "/api/workspaces", {"name": "New One"}, **gus)
    assert (made["slug"], made["role"]) == ("new-one", "owner")
    path = f"/api/workspaces/{made['id']}"
    lab.data("PATCH", path, {"name": "Newer"}, **gus)
    assert lab.data("GET", path, **gus)["name"] == "Newer"
    assert [w["name"] for w in lab.data("GET", "/api/workspaces", **gus)] == ["Newer", "Globex"]
    lab.data("DELETE", "/api/workspaces/ws_globex", **gus)
    assert lab.call("GET", "/api/links", key="other-workspace").status == 401


def test_a_plan_limits_what_may_be_made(lab: Laboratory) -> None:
    """The starter plan has 25 links, and the 26th is refused."""
    for _ in range(24):
        assert lab.call("POST", "/api/links", LINK, key="other-workspace").status == 201
    answer = lab.call("POST", "/api/links", LINK, key="other-workspace")
    assert (answer.status, b"LIMIT_EXCEEDED" in answer.body) == (403, True)
    assert answer.header("WWW-Authenticate") == 'Bearer realm="linquid"'


def test_a_refused_request_leaves_nothing_behind(lab: Laboratory) -> None:
    """All of a request is one transaction: a refusal half-way undoes what was begun."""
    ada = lab.signed_in("user_ada")
    target = lab.data("POST", "/api/workspaces", {"name": "Second"}, **ada)["id"]
    body = {"workspaceId": target, "campaignId": "camp_spring"}  # the campaign stays behind
    assert lab.call("POST", "/api/links/link_spring/transfer", body, **ada).status == 404
    assert lab.data("GET", "/api/links/link_spring", **ALL)["campaignId"] == "camp_spring"


def test_a_reset_brings_the_seed_back(lab: Laboratory) -> None:
    """After a reset the seed is there, what was made is gone, and issued keys still work."""
    ada = lab.signed_in("user_ada")
    lab.data("POST", "/api/links", LINK, **ALL)
    lab.control("POST", "reset")
    assert titles(lab) == ["Flash sale", "Our app", "Spring collection", "Weekly newsletter"]
    assert lab.call("GET", "/api/workspaces", **ada).status == 401
    assert lab.call("GET", "/_sandbox/status", authorization=f"Bearer {CONTROL}").status == 200
