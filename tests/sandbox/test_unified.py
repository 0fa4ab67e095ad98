"""Clicks, leads and sales together: the figures agree with what was recorded, in every shape."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "analytics-reader"}
EVERYTHING = {"key": "everything"}
ROOT = "/api/analytics"
TODAY = "start=2026-03-01T12:00:00Z&end=2026-03-01T13:00:00Z"
CALLS: list[tuple[str, str, str, Any]] = [
    ("getUnifiedOverview", "GET", f"{ROOT}/overview", None),
    ("listConversionDetails", "GET", f"{ROOT}/conversions/details", None),
    ("getLeads", "GET", f"{ROOT}/leads", None),
    ("getLeadsTimeseries", "GET", f"{ROOT}/leads/timeseries", None),
    ("getLeadsBreakdown", "GET", f"{ROOT}/leads/breakdown", None),
    ("getSales", "GET", f"{ROOT}/sales", None),
    ("getSalesTimeseries", "GET", f"{ROOT}/sales/timeseries", None),
    ("getSalesBreakdown", "GET", f"{ROOT}/sales/breakdown", None),
    ("getComposite", "GET", f"{ROOT}/composite", None),
    ("getFunnel", "GET", f"{ROOT}/funnel", None),
    ("getLiveEvents", "GET", f"{ROOT}/live", None),
    ("getLiveStats", "GET", f"{ROOT}/live/stats", None),
    ("runAnalyticsBatch", "POST", f"{ROOT}/batch", {"requests": [{"type": "overview"}]}),
    ("openLiveStream", "GET", f"{ROOT}/live/ws", None),
    ("exportAnalytics", "GET", f"{ROOT}/export?format=csv", None),
    ("getAuditLog", "GET", f"{ROOT}/audit-log", None),
    ("getEmbedData", "GET", f"{ROOT}/embed?widgetType=timeseries", None),
    ("getAnalytics", "GET", f"{ROOT}?from=2026-02-01&to=2026-03-01", None),
    ("getLinkAnalytics", "GET", f"{ROOT}/link_spring?from=2026-02-01&to=2026-03-01", None),
    ("listClicks", "GET", f"{ROOT}/clicks?from=2026-02-01&to=2026-03-01", None),
]


@pytest.fixture
def sold(lab: Laboratory) -> Laboratory:
    """Give a sandbox in which three people clicked today: one signed up and bought."""
    keys = []
    visits = ("ann&sandbox_country=DE&utm_source=mail", "bob&sandbox_country=US", "cid&qr=qr_1")
    for visit in visits:
        answer = lab.call("GET", f"/r/spring?sandbox_visitor={visit}")
        keys.append(answer.header("X-Click-Id"))
        lab.control("PUT", "clock", {"advance": 1})
    for event, value in (("signup", 0), ("purchase", 30), ("order", 12), ("add_to_cart", 9)):
        body = {"clickId": keys[0], "event": event, "value": value}
        lab.data("POST", "/api/conversions/track", body, **EVERYTHING)
        lab.control("PUT", "clock", {"advance": 1})
    return lab


def today(lab: Laboratory, target: str) -> Any:
    """Return what *target* gives for today."""
    more = "&" if "?" in target else "?"
    return lab.data("GET", f"{ROOT}/{target}{more}{TODAY}", **ALL)


def test_the_overview_counts_each_class(sold: Laboratory) -> None:
    """Leads, sales and other conversions are told apart."""
    found = today(sold, "overview")
    names = ("clicks", "uniqueVisitors", "leads", "sales", "conversions", "revenue")
    assert [found[name] for name in names] == [3, 3, 1, 2, 4, 51]
    assert today(sold, "overview?campaignId=camp_newsletter")["clicks"] == 0
    assert today(sold, "overview?currency=EUR")["revenue"] == 46.36


def test_leads_and_sales_have_figures(sold: Laboratory) -> None:
    """What they were worth, alone and each."""
    sales = today(sold, "sales")
    assert (sales["count"], sales["uniqueVisitors"], sales["revenue"]) == (2, 1, 42)
    assert (sales["averageValue"], sales["rate"]) == (21, 66.7)
    assert today(sold, "leads")["count"] == 1
    series = today(sold, "sales/timeseries?granularity=hour")["timeseries"]
    assert [(row["clicks"], row["conversions"], row["revenue"]) for row in series] == [(3, 2, 42)]
    assert today(sold, "leads/timeseries")["timeseries"][0]["conversions"] == 1


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("event", ["order", "purchase"]),
        ("country", ["DE"]),
        ("source", ["mail"]),
        ("device", ["unknown"]),
        ("link", ["link_spring"]),
        ("campaign", ["camp_spring"]),
    ],
)
def test_sales_are_broken_down(sold: Laboratory, group: str, names: list[str]) -> None:
    """Every sale is in one part, whatever they are grouped by."""
    rows = today(sold, f"sales/breakdown?groupBy={group}")
    assert [row["name"] for row in rows] == names
    assert sum(row["count"] for row in rows) == 2
    assert sum(row["revenue"] for row in rows) == 42


def test_the_funnel_counts_visitors(sold: Laboratory) -> None:
    """Each step has its visitors, as a share of those who clicked."""
    steps = [tuple(step.values()) for step in today(sold, "funnel")]
    assert steps == [("click", 3, 3, 100), ("lead", 1, 1, 33.3), ("sale", 2, 1, 33.3)]


def test_the_composite_has_it_all(sold: Laboratory) -> None:
    """One series holds clicks, leads, sales and revenue."""
    row = today(sold, "composite?granularity=hour")["series"][0]
    assert [row[name] for name in ("clicks", "leads", "sales", "revenue")] == [3, 1, 2, 51]


def test_conversions_are_listed(sold: Laboratory) -> None:
    """Single conversions are listed with their class, the newest first."""
    rows = today(sold, "conversions/details")
    told = [(row["event"], row["class"]) for row in rows]
    assert told == [
        ("add_to_cart", "custom"),
        ("order", "sale"),
        ("purchase", "sale"),
        ("signup", "lead"),
    ]
    assert len(today(sold, "conversions/details?limit=3&page=2")) == 1


def test_what_just_happened_is_live(sold: Laboratory) -> None:
    """Events have names, are counted by type, and are gone after an hour."""
    live = sold.data("GET", f"{ROOT}/live?limit=1", **ALL)
    assert live["meta"] == {"click": 2, "qr_scan": 1, "conversion": 4, "total": 7}
    event = live["events"][0]
    assert (event["type"], event["event"]) == ("conversion", "add_to_cart")
    assert (event["linkTitle"], event["campaignName"]) == ("Spring collection", "Spring launch")
    stats = sold.data("GET", f"{ROOT}/live/stats", **ALL)
    names = ("activeVisitors", "clicksLastMinute", "clicksLastHour", "conversionsLastHour")
    assert [stats[name] for name in names] == [3, 3, 3, 4]
    sold.control("PUT", "clock", {"advance": 3600})
    assert sold.data("GET", f"{ROOT}/live", **ALL)["events"] == []


def test_a_batch_answers_as_each_alone(sold: Laboratory) -> None:
    """Every answer is the one that its own operation gives."""
    span = {"start": "2026-03-01T12:00:00Z", "end": "2026-03-01T13:00:00Z"}
    kinds = ["overview", "timeseries", "city_breakdown", "qr_analytics", "qr_geo_breakdown"]
    asked = [{"type": kind, "id": kind, **span} for kind in [*kinds, "qr_timeseries"]]
    results = sold.data("POST", f"{ROOT}/batch", {"requests": asked}, **ALL)["results"]
    found = {result["id"]: result["data"] for result in results}
    assert found["overview"] == today(sold, "overview")
    assert found["timeseries"] == today(sold, "workspace/timeseries")
    assert found["city_breakdown"] == today(sold, "workspace/city/breakdown")
    assert found["qr_analytics"] == {"scans": 1, "uniqueScans": 1}
    assert [row["clicks"] for row in found["qr_geo_breakdown"]] == [1]
    assert [row["clicks"] for row in found["qr_timeseries"]["timeseries"]] == [1]


@pytest.mark.parametrize(
    ("questions", "status"),
    [
        ([], 400),
        ([{"type": "overview"}] * 11, 400),
        ([{"type": "weather"}], 400),
        ([{"type": "overview", "linkId": "link_globex"}], 404),
        ([{"type": "overview", "start": "soon", "end": "later"}], 400),
        ([{"type": "overview"}] * 10, 200),
    ],
)
def test_a_wrong_batch_is_refused(
    lab: Laboratory, questions: list[dict[str, str]], status: int
) -> None:
    """Ten questions are enough, and one wrong one refuses all."""
    assert lab.call("POST", f"{ROOT}/batch", {"requests": questions}, **ALL).status == status


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        ("timeseries", "clicks", "3"),
        ("composite", "sales", "2"),
        ("funnel", "step", "click"),
        ("utm_breakdown", "name", "unknown"),
        ("anything", "name", "DE"),
    ],
)
def test_figures_are_exported(sold: Laboratory, kind: str, name: str, value: str) -> None:
    """A file, in no envelope, holds the same rows as the answer in JSON."""
    target = f"export?type={kind}&linkId=link_spring"
    answer = sold.call("GET", f"{ROOT}/{target}&format=csv&{TODAY}", **ALL)
    assert answer.header("Content-Type") == "text/csv; charset=utf-8"
    assert "linquid-2026-03-01.csv" in (answer.header("Content-Disposition") or "")
    rows = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert rows[0][name] == value
    plain = today(sold, target)["rows"]
    assert [str(row[name]) for row in plain] == [row[name] for row in rows]


def test_a_file_without_rows_has_its_columns(lab: Laboratory) -> None:
    """A period in which nobody came is told by a header alone."""
    target = f"{ROOT}/export?type=clicks&format=csv&start=2020-01-01&end=2020-01-02"
    assert lab.call("GET", target, **ALL).body == b"name,clicks,uniqueClicks,percentage\r\n"


def test_a_file_holds_no_formula(lab: Laboratory) -> None:
    """What a visitor sent does not become a formula in a spreadsheet."""
    lab.call("GET", "/r/spring?utm_source=%3D1%2B1")
    lab.control("PUT", "clock", {"advance": 1})
    target = f"{ROOT}/export?type=utm_breakdown&format=csv&{TODAY}"
    assert b"'=1+1" in lab.call("GET", target, **ALL).body
    answer = lab.call("GET", f"{ROOT}/export?dimension=password", **ALL)
    assert answer.status == 400


@pytest.mark.parametrize("widget", ["stats", "timeseries", "top_referrers"])
def test_widgets_show_the_same_figures(sold: Laboratory, widget: str) -> None:
    """Each widget has its data set, and that counts today's clicks."""
    found = today(sold, f"embed?widgetType={widget}")
    assert found["dataset"] == f"embed_{widget}"
    data = found["data"]
    rows = data.get("timeseries", [data]) if isinstance(data, dict) else data
    assert sum(row["clicks"] for row in rows) == 3


def test_the_older_form_counts_the_same(sold: Laboratory) -> None:
    """From one day to another: workspace, link and single clicks agree."""
    span = "from=2026-03-01T12:00:00Z&to=2026-03-02"
    workspace = sold.data("GET", f"{ROOT}?{span}", **ALL)
    link = sold.data("GET", f"{ROOT}/link_spring?{span}", **ALL)
    clicks = sold.data("GET", f"{ROOT}/clicks?{span}", **ALL)
    assert workspace == link
    assert link["clicks"] == len(clicks) == 3
    turned = "from=2026-03-02&to=2026-03-01T12:00:00Z"
    assert sold.data("GET", f"{ROOT}?{turned}", **ALL) == workspace


def test_changes_are_in_the_audit_log(tmp_path: Path) -> None:
    """Who changed what is told after a restart too; reads and refusals are not."""
    database = f"sqlite:///{tmp_path / 'sandbox.db'}"
    lab = Laboratory(database=database)
    body = {"destinationUrl": "https://example.com/a"}
    made = lab.data("POST", "/api/links", body, **EVERYTHING)["id"]
    lab.data("GET", "/api/links", **EVERYTHING)
    lab.call("POST", "/api/links", {}, **EVERYTHING)
    lab.control("PUT", "clock", {"advance": 1})
    ada = lab.signed_in("user_ada")
    lab.data("PATCH", "/api/campaigns/camp_spring", {"name": "S"}, **ada)
    lab.sandbox.close()
    again = Laboratory(database=database)
    again.control("PUT", "clock", {"advance": 1})
    log = again.data("GET", f"{ROOT}/audit-log", **EVERYTHING)
    told = [(e["actorId"], e["action"], e["resourceType"], e["resourceId"]) for e in log]
    assert told == [
        ("user_ada", "updateCampaign", "campaigns", "camp_spring"),
        ("key_everything", "createLink", "links", made),
    ]
    again.sandbox.close()


def test_applications_are_in_the_audit_log(lab: Laboratory) -> None:
    """Under their IDs, and only what was really done."""
    app = {"name": "Desk", "owner": "Ada", "redirectUris": ["https://desk.example/callback"]}
    public = "/api/oauth/apps/app_pocket_links/rotate-secret"
    assert lab.call("POST", public, **EVERYTHING).status == 409
    made = lab.data("POST", "/api/oauth/apps", app | {"scopes": ["links:read"]}, **EVERYTHING)
    log = lab.data("GET", f"{ROOT}/audit-log", **EVERYTHING)
    assert [(e["action"], e["resourceId"]) for e in log] == [("createOAuthApp", made["id"])]


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("action=createLink", ["createLink"]),
        ("actorId=key_everything", ["updateRule", "createLink"]),
        ("actorId=user_ada", []),
        ("resourceType=rules", ["updateRule"]),
        ("limit=1", ["updateRule"]),
    ],
)
def test_the_audit_log_is_filtered(lab: Laboratory, query: str, actions: list[str]) -> None:
    """By operation, by who did it, by what it was done to."""
    body = {"destinationUrl": "https://example.com/a"}
    lab.data("POST", "/api/links", body, **EVERYTHING)
    lab.control("PUT", "clock", {"advance": 1})
    lab.data("PUT", "/api/rules/rule_mobile", {"priority": 2}, **EVERYTHING)
    log = lab.data("GET", f"{ROOT}/audit-log?{query}", **EVERYTHING)
    assert [entry["action"] for entry in log] == actions


def test_the_audit_log_needs_more_than_reading(lab: Laboratory) -> None:
    """A key that reads figures does not read who changed what."""
    assert lab.call("GET", f"{ROOT}/audit-log", **ALL).status == 403
    lab.control("PUT", "clock", {"advance": 5 * 86400})
    found = lab.data("GET", f"{ROOT}/audit-log?range=1", **EVERYTHING)
    assert found == []
