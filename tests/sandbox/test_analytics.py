"""Analytics: what people did through links is what the figures say."""

from typing import Any

import pytest

from playground.sandbox.figures.continents import continent
from tests.sandbox.laboratory import Laboratory

ALL = {"key": "analytics-reader"}
EVERYTHING = {"key": "everything"}
ROOT = "/api/analytics"
LINK = f"{ROOT}/link_spring"
TODAY = "start=2026-03-01T12:00:00Z&end=2026-03-01T13:00:00Z"
CALLS: list[tuple[str, str, str, Any]] = [
    ("getWorkspaceRegions", "GET", f"{ROOT}/workspace/regions", None),
    ("getWorkspaceContinents", "GET", f"{ROOT}/workspace/continents", None),
    ("getWorkspaceCities", "GET", f"{ROOT}/workspace/city/breakdown", None),
    ("getWorkspaceCoordinates", "GET", f"{ROOT}/workspace/coordinates", None),
    ("getWorkspaceDevices", "GET", f"{ROOT}/workspace/devices", None),
    ("getWorkspaceTriggers", "GET", f"{ROOT}/workspace/triggers", None),
    ("getWorkspaceTopFolders", "GET", f"{ROOT}/workspace/top-folders", None),
    ("getWorkspaceTopTags", "GET", f"{ROOT}/workspace/top-tags", None),
    ("getCampaignRanking", "GET", f"{ROOT}/workspace/campaigns/ranking", None),
    ("getWorkspaceBudgets", "GET", f"{ROOT}/workspace/budgets", None),
    ("getWorkspaceCounters", "GET", f"{ROOT}/workspace/usage", None),
    ("getLinkSummary", "GET", f"{LINK}/summary", None),
    ("getLinkTimeseries", "GET", f"{LINK}/timeseries", None),
    ("getLinkCountries", "GET", f"{LINK}/geo", None),
    ("getLinkCities", "GET", f"{LINK}/cities", None),
    ("getLinkRegions", "GET", f"{LINK}/regions", None),
    ("getLinkContinents", "GET", f"{LINK}/continents", None),
    ("getLinkCoordinates", "GET", f"{LINK}/coordinates", None),
    ("getLinkDevices", "GET", f"{LINK}/devices", None),
    ("getLinkReferrers", "GET", f"{LINK}/referrers", None),
    ("getLinkTriggers", "GET", f"{LINK}/triggers", None),
    ("getLinkRuleFigures", "GET", f"{LINK}/rules", None),
    ("getRuleConditionFigures", "GET", f"{LINK}/rules/rule_mobile/conditions", None),
    ("getLinkTrafficFlow", "GET", f"{LINK}/traffic-flow", None),
    ("getLinkClickPaths", "GET", f"{LINK}/click-paths", None),
]


HOME = (
    "sandbox_country=DE&sandbox_region=Berlin&sandbox_city=Berlin&sandbox_deviceType=mobile"
    "&sandbox_latitude=52.5&sandbox_longitude=13.4&sandbox_visitor=ann"
)


VISITS = (
    f"{HOME}&utm_source=mail",
    "sandbox_country=DE&sandbox_region=Bayern&sandbox_deviceType=desktop&sandbox_visitor=bob",
    "sandbox_country=us&sandbox_region=Texas&sandbox_visitor=cid&sandbox_referrer=https://n.example",
    f"{HOME}&qr=qr_1",
)


@pytest.fixture
def visited(lab: Laboratory) -> Laboratory:
    """Give a sandbox in which the spring link was opened four times today, by three people."""
    for visit in VISITS:
        assert lab.call("GET", f"/r/spring?{visit}").status == 302
    lab.control("PUT", "clock", {"advance": 60})
    return lab


def rows(lab: Laboratory, target: str, *names: str) -> list[tuple[Any, ...]]:
    """Return the fields *names* of what *target* lists for today."""
    more = "&" if "?" in target else "?"
    found = lab.data("GET", f"{ROOT}/{target}{more}{TODAY}", **ALL)
    return [tuple(row[name] for name in names) for row in found]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("link_spring/geo", [("DE", "DE", 3, 2, 75), ("US", "US", 1, 1, 25)]),
        (
            "link_spring/regions",
            [
                ("DE", "Berlin", 2, 1, 50),
                ("DE", "Bayern", 1, 1, 25),
                ("US", "Texas", 1, 1, 25),
            ],
        ),
        ("workspace/regions?country=us", [("US", "Texas", 1, 1, 100)]),
        ("workspace/regions?limit=1", [("DE", "Berlin", 2, 1, 50)]),
        ("workspace/regions?campaignId=camp_newsletter", []),
        ("link_app/regions", []),
        (
            "workspace/city/breakdown",
            [("DE", "Berlin", 2, 1, 50), ("DE", "unknown", 1, 1, 25), ("US", "unknown", 1, 1, 25)],
        ),
        (
            "workspace/continents",
            [(None, "Europe", 3, 2, 75), (None, "North America", 1, 1, 25)],
        ),
        ("link_spring/continents?limit=1", [(None, "Europe", 3, 2, 75)]),
    ],
)
def test_places(visited: Laboratory, target: str, expected: list[tuple[Any, ...]]) -> None:
    """Clicks are counted by place, visitors once, with their share."""
    names = ("country", "dimension", "clicks", "unique_clicks", "percentage")
    assert rows(visited, target, *names) == expected


@pytest.mark.parametrize("scope", ["workspace", "link_spring"])
def test_coordinates(visited: Laboratory, scope: str) -> None:
    """Only clicks whose point is known are on the map."""
    found = rows(visited, f"{scope}/coordinates", "latitude", "longitude", "city", "clicks")
    assert found == [(52.5, 13.4, "Berlin", 2)]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("link_spring/referrers", [("direct", 3), ("n.example", 1)]),
        ("link_spring/triggers", [("link", 3), ("qr", 1)]),
        ("workspace/triggers?linkId=link_spring", [("link", 3), ("qr", 1)]),
        ("workspace/top-tags", [("shop", 4), ("spring", 4)]),
        ("workspace/top-folders", [("none", 4)]),
    ],
)
def test_shares(visited: Laboratory, target: str, expected: list[tuple[Any, ...]]) -> None:
    """Clicks are counted by what they have in common, the most first."""
    assert rows(visited, target, "name", "clicks") == expected


def sale(lab: Laboratory, event: str, value: float) -> None:
    """Record a conversion of the newest click of the spring link."""
    click = lab.data("GET", f"{LINK}/click-paths?limit=1", **ALL)[0]["clickId"]
    body = {"clickId": click, "event": event, "value": value}
    lab.data("POST", "/api/conversions/track", body, **EVERYTHING)


def test_a_link_is_summed_up(visited: Laboratory) -> None:
    """Summary, series and counters agree on clicks and conversions."""
    sale(visited, "purchase", 20)
    sale(visited, "signup", 0)
    visited.control("PUT", "clock", {"advance": 60})
    summary = visited.data("GET", f"{LINK}/summary?{TODAY}", **ALL)
    assert (summary["clicks"], summary["uniqueVisitors"]) == (4, 3)
    assert (summary["conversions"], summary["revenue"], summary["conversionRate"]) == (2, 20, 50)
    assert summary["lastClickedAt"] == "2026-03-01T12:00:00.000Z"
    series = visited.data("GET", f"{LINK}/timeseries?granularity=hour&{TODAY}", **ALL)
    assert series["timeseries"] == [
        {
            "timestamp": "2026-03-01T12:00:00.000",
            "clicks": 4,
            "uniqueVisitors": 3,
            "conversions": 2,
            "revenue": 20,
        }
    ]
    counters = visited.data("GET", f"{ROOT}/workspace/usage?{TODAY}", **ALL)
    assert [counters[name] for name in ("clicks", "leads", "sales")] == [4, 1, 1]


def test_rules_have_their_share(visited: Laboratory) -> None:
    """Each rule has the clicks that it decided, and their conversions."""
    sale(visited, "purchase", 5)
    visited.control("PUT", "clock", {"advance": 60})
    found = rows(visited, "link_spring/rules", "ruleId", "clicks", "percentage", "revenue")
    assert found == [
        ("rule_mobile", 2, 50, 5),
        (None, 1, 25, 0),
        ("rule_north_america", 1, 25, 0),
    ]


def test_conditions_that_held(lab: Laboratory) -> None:
    """Of a rule with OR each condition has its own clicks."""
    lab.data("DELETE", "/api/rules/rule_mobile", **EVERYTHING)
    tests = [
        {"field": "country", "operator": "in", "value": ["DE", "AT"]},
        {"field": "vpn", "operator": "is_true"},
    ]
    body = {"linkId": "link_spring", "name": "R", "destinationUrl": "https://example.com/r"}
    rule = {**body, "conditions": tests, "conditionLogic": "OR"}
    made = lab.data("POST", "/api/rules", rule, **EVERYTHING)["id"]
    for facts in ("country=DE", "country=DE&sandbox_vpn=true", "vpn=true", "country=FR"):
        lab.call("GET", f"/r/spring?sandbox_{facts}")
    lab.control("PUT", "clock", {"advance": 1})
    found = rows(lab, f"link_spring/rules/{made}/conditions", "condition", "clicks", "percentage")
    assert found == [("country in DE, AT", 2, 66.7), ("vpn is true", 2, 66.7)]
    typed = rows(lab, "link_spring/rules/rule_north_america/conditions", "condition", "clicks")
    assert typed == [("geo: countries: US, CA, operator: in", 0)]
    assert lab.call("GET", f"{ROOT}/link_app/rules/{made}/conditions", **ALL).status == 404


def test_traffic_flows(visited: Laboratory) -> None:
    """What enters a rule leaves it, and every click arrives."""
    flow = visited.data("GET", f"{LINK}/traffic-flow?{TODAY}", **ALL)
    nodes = {node["id"]: node["value"] for node in flow["nodes"]}
    assert nodes == {
        "destination:acme.example": 4,
        "rule:rule_mobile": 2,
        "rule:rule_north_america": 1,
        "source:direct": 2,
        "source:mail": 1,
        "source:n.example": 1,
    }
    into = sum(link["value"] for link in flow["links"] if link["target"] == "rule:rule_mobile")
    out = sum(link["value"] for link in flow["links"] if link["source"] == "rule:rule_mobile")
    assert (into, out, flow["totalClicks"]) == (2, 2, 4)


@pytest.mark.parametrize(
    ("query", "visitors"),
    [
        ("", 4),
        ("limit=3", 3),
        ("limit=3&page=2", 1),
        ("filterType=source&filterValue=mail", 1),
        ("filterType=rule&filterValue=rule_mobile", 2),
        ("filterType=destination&filterValue=acme.example", 4),
        ("filterType=destination&filterValue=other.example", 0),
    ],
)
def test_single_clicks_are_listed(visited: Laboratory, query: str, visitors: int) -> None:
    """A page of clicks, the newest first, of those that the filter lets through."""
    found = visited.data("GET", f"{LINK}/click-paths?{query}&{TODAY}", **ALL)
    assert len(found) == visitors


def test_clicks_are_filtered_by_their_conditions(visited: Laboratory) -> None:
    """The hash that a click shows finds the clicks for which the same conditions held."""
    first = visited.data("GET", f"{LINK}/click-paths?{TODAY}", **ALL)[0]
    assert (first["ruleId"], first["matchedConditions"], first["trigger"]) == (
        "rule_mobile",
        [0, 1],
        "qr",
    )
    query = f"filterType=condition&filterValue={first['conditionHash']}"
    assert len(visited.data("GET", f"{LINK}/click-paths?{query}&{TODAY}", **ALL)) == 2
    assert visited.call("GET", f"{LINK}/click-paths?filterType=rule", **ALL).status == 400


def test_campaigns_are_ranked(visited: Laboratory) -> None:
    """Campaigns stand by clicks, with what they cost by their own model."""
    names = ("campaignId", "clicks", "cost", "currency")
    assert rows(visited, "workspace/campaigns/ranking", *names) == [
        ("camp_spring", 4, 1, "EUR"),
        ("camp_newsletter", 0, 0, "USD"),
    ]


def test_budgets_are_used_up(visited: Laboratory) -> None:
    """What a campaign spent follows its clicks, today's apart, and tells its alerts."""
    change = {"totalBudget": 100, "alertThresholds": [50, 95, 99]}
    visited.data("PATCH", "/api/campaigns/camp_spring", change, **EVERYTHING)
    found = visited.data("GET", f"{ROOT}/workspace/budgets", **ALL)
    spring = next(row for row in found if row["campaignId"] == "camp_spring")
    assert (spring["spentToday"], spring["spent"], spring["remaining"]) == (5, 95.75, 4.25)
    assert (spring["percentage"], spring["alertsReached"]) == (95.8, [50, 95])


@pytest.mark.parametrize(
    ("model", "cost"), [("CPC", 8), ("CPM", 0.01), ("CPA", 2), ("revshare", 0.2), ("none", 0)]
)
def test_each_model_has_its_formula(visited: Laboratory, model: str, cost: float) -> None:
    """Clicks, a thousand of them, conversions or revenue: the published formulas."""
    change = {"costModel": model, "costRate": 2, "currency": "USD"}
    visited.data("PATCH", "/api/campaigns/camp_spring", change, **EVERYTHING)
    sale(visited, "purchase", 10)
    visited.control("PUT", "clock", {"advance": 1})
    assert rows(visited, "workspace/campaigns/ranking", "cost")[0] == (cost,)


def test_another_workspaces_link_has_no_figures(lab: Laboratory) -> None:
    """A foreign link is not found, like one that does not exist."""
    for key in ("link_globex", "link_none"):
        for what in ("summary", "geo", "click-paths", "traffic-flow"):
            assert lab.call("GET", f"{ROOT}/{key}/{what}", **ALL).status == 404


@pytest.mark.parametrize(
    ("country", "name"), [("de", "Europe"), ("BR", "South America"), ("", "unknown")]
)
def test_countries_lie_on_continents(country: str, name: str) -> None:
    """A country is known by its two letters, whatever their case."""
    assert continent(country) == name
