"""Opening a link: where it leads, and what is remembered of it."""

import base64
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from playground.sandbox import Response
from tests.sandbox.laboratory import NOON, Laboratory

ALL = {"key": "everything"}
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) Version/17.2 Mobile Safari/604.1"
MOBILE_IN_GERMANY = "sandbox_country=DE&sandbox_deviceType=mobile"


def link(lab: Laboratory, **fields: Any) -> str:
    """Make a link with the code `new`, and return its ID."""
    body = {"destinationUrl": "https://example.com/a", "shortCode": "new"}
    settings = {name: fields.pop(name) for name in ("redirectBehavior", "enabled") & fields.keys()}
    made = lab.data("POST", "/api/links", body | fields, **ALL)["id"]
    if settings:
        lab.data("PATCH", f"/api/links/{made}", settings, **ALL)
    return str(made)


def place(answer: Response) -> str:
    """Return where an answer leads, without its query."""
    assert answer.status == 302, answer.body
    return str(answer.header("Location")).partition("?")[0]


def query(answer: Response) -> dict[str, list[str]]:
    """Return the query of where an answer leads."""
    return parse_qs(urlsplit(str(answer.header("Location"))).query)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (MOBILE_IN_GERMANY, "https://acme.example/de/mobile"),
        ("sandbox_country=DE", "https://acme.example/spring"),
        ("sandbox_country=CA", "https://acme.example/na"),
        ("", "https://acme.example/spring"),
    ],
)
def test_rules_of_both_grammars_decide(lab: Laboratory, facts: str, expected: str) -> None:
    """The seed's link has a list of tests and a typed rule, and its own destination."""
    assert place(lab.call("GET", f"/r/spring?{facts}")) == expected


def test_a_click_is_counted_once_a_visitor(lab: Laboratory) -> None:
    """Three clicks of two visitors are on the link, in the figures and in the totals."""
    before = lab.data("GET", "/api/links/link_spring", **ALL)
    totals = lab.data("GET", "/api/links/stats", **ALL)
    for who in ("ann", "ann", "bob"):
        lab.call("GET", f"/r/spring?sandbox_visitor={who}")
    after = lab.data("GET", "/api/links/link_spring", **ALL)
    assert after["clicks"] - before["clicks"] == 3
    assert after["uniqueClicks"] - before["uniqueClicks"] == 2
    assert after["lastClickedAt"] == "2026-03-01T12:00:00.000Z"
    now = lab.data("GET", "/api/links/stats", **ALL)
    assert now["totalClicks"] == totals["totalClicks"] + 3
    lab.control("PUT", "clock", {"advance": 1})
    hour = "?start=2026-03-01T12:00:00Z&end=2026-03-01T13:00:00Z"
    overview = lab.data("GET", f"/api/analytics/workspace/overview{hour}", **ALL)
    assert (overview["clicks"], overview["uniqueVisitors"]) == (3, 2)


def test_a_click_can_be_converted(lab: Laboratory) -> None:
    """The click's ID that the destination gets is the one that conversions name."""
    answer = lab.call("GET", "/r/spring")
    key = query(answer)["lw_cid"][0]
    assert key == answer.header("X-Click-Id") == json.loads(answer.body)["data"]["clickId"]
    lab.data("POST", "/api/conversions/track", {"clickId": key, "value": 5}, key="web-tracker")
    assert lab.data("GET", "/api/links/link_spring", **ALL)["conversions"] == 1


def test_looking_is_not_opening(lab: Laboratory) -> None:
    """`HEAD` leads to the same place and counts nothing."""
    before = lab.data("GET", "/api/links/link_spring", **ALL)["clicks"]
    assert place(lab.call("HEAD", "/r/spring")) == "https://acme.example/spring"
    assert lab.data("GET", "/api/links/link_spring", **ALL)["clicks"] == before
    assert lab.call("POST", "/r/spring").header("Allow") == "GET, HEAD"


@pytest.mark.parametrize(
    ("behavior", "facts", "status", "expected"),
    [
        ("auto", "sandbox_country=FR", 302, "https://example.com/fr"),
        ("auto", "sandbox_country=DE", 302, "https://example.com/a"),
        ("always", "sandbox_country=FR", 302, "https://example.com/a"),
        ("rule_only", "sandbox_country=FR", 302, "https://example.com/fr"),
        ("rule_only", "sandbox_country=DE", 404, ""),
        ("never", "sandbox_country=FR", 204, ""),
    ],
)
def test_the_behaviour_decides_over_the_rules(
    lab: Laboratory, behavior: str, facts: str, status: int, expected: str
) -> None:
    """Each of the four behaviours does what its decision says; `never` still counts."""
    made = link(lab, redirectBehavior=behavior)
    france = [{"field": "country", "operator": "equals", "value": "FR"}]
    body = {"linkId": made, "name": "F", "destinationUrl": "https://example.com/fr"}
    lab.data("POST", "/api/rules", {**body, "conditions": france}, **ALL)
    answer = lab.call("GET", f"/r/new?{facts}")
    assert answer.status == status
    assert (answer.header("Location") or "").partition("?")[0] == expected
    assert lab.data("GET", "/api/links/new", **ALL)["clicks"] == (status != 404)


def test_rules_of_the_campaign_count_too(lab: Laboratory) -> None:
    """A rule for a campaign steers each of its links."""
    everybody = [{"field": "vpn", "operator": "is_false"}]
    body = {"campaignId": "camp_spring", "name": "C", "destinationUrl": "https://example.com/c"}
    lab.data("POST", "/api/rules", {**body, "conditions": everybody}, **ALL)
    assert place(lab.call("GET", "/r/flash-sale")) == "https://example.com/c"
    assert place(lab.call("GET", "/r/weekly")) == "https://acme.example/newsletter"


def test_an_expired_link_is_over(lab: Laboratory) -> None:
    """A link works until its last moment, on the sandbox's clock."""
    link(lab, expiresAt="2026-03-01T13:00:00Z")
    lab.control("PUT", "clock", {"advance": 3599})
    assert lab.call("GET", "/r/new").status == 302
    lab.control("PUT", "clock", {"advance": 1})
    answer = lab.call("GET", "/r/new")
    assert (answer.status, b"LINK_EXPIRED" in answer.body) == (410, True)


@pytest.mark.parametrize(
    ("time", "status"),
    [("2026-03-01t13:00:00z", 302), ("2026-12-31T23:59:60Z", 302), ("0000-01-01T00:00:00Z", 410)],
)
def test_every_time_that_is_taken_is_understood(lab: Laboratory, time: str, status: int) -> None:
    """Lower case, leap seconds and the year 0 are times too."""
    link(lab, expiresAt=time)
    assert lab.call("GET", "/r/new").status == status


def test_a_link_serves_its_clicks_and_no_more(lab: Laboratory) -> None:
    """The second of two clicks is served, the third is not."""
    link(lab, clicksLimit=2)
    assert [lab.call("GET", "/r/new").status for _ in range(3)] == [302, 302, 410]


def test_a_password_is_asked_for(lab: Laboratory) -> None:
    """Without the password a link stays shut, and says how to bring it."""
    link(lab, password="open sesame")
    shut = lab.call("GET", "/r/new")
    assert (shut.status, str(shut.header("WWW-Authenticate"))[:5]) == (401, "Basic")
    for password, status in (("wrong", 401), ("open sesame", 302)):
        sent = base64.b64encode(f"me:{password}".encode()).decode()
        assert lab.call("GET", "/r/new", authorization=f"Basic {sent}").status == status
    assert lab.call("GET", "/r/new", authorization="Basic %%%").status == 401


def test_what_is_gone_is_not_found(lab: Laboratory) -> None:
    """Unknown, disabled and deleted links answer 404, and need no key."""
    made = link(lab, enabled=False)
    assert lab.call("GET", "/r/nowhere").status == 404
    assert lab.call("GET", "/r/new").status == 404
    lab.data("PATCH", f"/api/links/{made}", {"enabled": True}, **ALL)
    assert lab.call("GET", "/r/new").status == 302
    lab.data("DELETE", f"/api/links/{made}", **ALL)
    assert lab.call("GET", "/r/new").status == 404


def test_the_query_is_handed_on(lab: Laboratory) -> None:
    """A link hands on everything but the lesson's own; what its address holds stays."""
    link(lab, destinationUrl="https://example.com/a?utm_source=mine#top")
    answer = lab.call("GET", "/r/new?utm_source=theirs&x=1&sandbox_country=DE&lw_cid=forged")
    found = query(answer)
    assert (found["utm_source"], found["x"]) == (["mine"], ["1"])
    assert set(found) == {"utm_source", "x", "lw_cid"}
    assert found["lw_cid"] == [answer.header("X-Click-Id")]
    assert str(answer.header("Location")).endswith("#top")


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({}, {"lw_cid"}),
        ({"forwardUtms": True}, {"lw_cid", "utm_source"}),
        ({"preserveQueryParams": True}, {"lw_cid", "utm_source", "x"}),
    ],
)
def test_a_rule_says_what_is_handed_on(
    lab: Laboratory, fields: dict[str, bool], names: set[str]
) -> None:
    """A rule hands on nothing, the marks of a campaign, or everything."""
    if fields:
        lab.data("PUT", "/api/rules/rule_mobile", fields, **ALL)
    answer = lab.call("GET", f"/r/spring?utm_source=mail&x=1&{MOBILE_IN_GERMANY}")
    assert set(query(answer)) == names


def test_phones_open_the_app(lab: Laboratory) -> None:
    """A deep link is for its own system; anyone else gets the page."""
    assert place(lab.call("GET", "/r/app", user_agent=PHONE)) == "https://apps.example/acme"
    assert place(lab.call("GET", "/r/app?sandbox_os=Android")) == "https://play.example/acme"
    assert place(lab.call("GET", "/r/app")) == "https://acme.example/app"


def test_headers_tell_of_the_visitor(lab: Laboratory) -> None:
    """Device, language and referrer are read from what a browser sends; a lesson may add."""
    body = {"linkId": link(lab), "name": "R", "destinationUrl": "https://example.com/hit"}
    tests = [
        {"field": "browser", "operator": "equals", "value": "Safari"},
        {"field": "osVersion", "operator": "greater_than", "value": "17.1"},
        {"field": "referrerDomain", "operator": "equals", "value": "news.example"},
        {"field": "city", "operator": "equals", "value": "Köln"},
    ]
    lab.data("POST", "/api/rules", {**body, "conditions": tests}, **ALL)
    sent = {"user_agent": PHONE, "referer": "https://news.example/1"}
    assert place(lab.call("GET", "/r/new", **sent)) == "https://example.com/a"
    found = lab.call("GET", "/r/new", **sent, x_sandbox_visitor="city=K%C3%B6ln")
    assert place(found) == "https://example.com/hit"


@pytest.mark.parametrize(
    "facts", ["sandbox_colour=red", "sandbox_timezone=Mars/Base", "x=%FF", "a=1&" * 200]
)
def test_a_lesson_cannot_invent_facts(lab: Laboratory, facts: str) -> None:
    """A fact that no rule knows is refused, not ignored."""
    assert lab.call("GET", f"/r/spring?{facts}").status == 400


def test_a_new_visitor_returns(lab: Laboratory) -> None:
    """Who opened a link before is a returning visitor of it."""
    body = {"linkId": link(lab), "name": "R", "destinationUrl": "https://example.com/again"}
    state = {"type": "visitor_state", "conditions": {"state": "returning"}}
    lab.data("POST", "/api/rules", {**body, **state}, **ALL)
    found = [place(lab.call("GET", "/r/new?sandbox_visitor=ann")) for _ in range(2)]
    assert found == ["https://example.com/a", "https://example.com/again"]


def test_a_custom_domain_stands_before_the_code(lab: Laboratory) -> None:
    """A link on a domain of one's own is opened under that domain only."""
    link(lab, domainId="dom_go")
    assert lab.call("GET", "/r/new").status == 404
    assert place(lab.call("GET", "/r/go.acme.example/new")) == "https://example.com/a"


def test_a_domain_takes_its_visitors_elsewhere(lab: Laboratory) -> None:
    """To one page for what it never had, to another for what has expired; not unverified."""
    pages = {"notFoundUrl": "https://acme.example/404", "expiredUrl": "https://acme.example/over"}
    domain = lab.data("POST", "/api/domains", {"domain": "to.acme.example", **pages}, **ALL)["id"]
    assert lab.call("GET", "/r/to.acme.example/none").status == 404
    lab.data("POST", f"/api/domains/{domain}/verify", **ALL)
    until = {"domainId": domain, "shortCode": "sale", "expiresAt": "2026-03-01T12:00:10Z"}
    body = {"destinationUrl": "https://acme.example/sale", **until}
    lab.data("POST", "/api/links", body, **ALL)
    assert place(lab.call("GET", "/r/to.acme.example/none")) == pages["notFoundUrl"]
    assert place(lab.call("GET", "/r/to.acme.example/sale")) == body["destinationUrl"]
    lab.control("PUT", "clock", {"advance": 10})
    assert place(lab.call("GET", "/r/to.acme.example/sale")) == pages["expiredUrl"]


def test_the_same_clicks_give_the_same_ids() -> None:
    """Same seed and clock, same answers, ids included."""
    answers = []
    for _ in range(2):
        lab = Laboratory()
        assert lab.sandbox.clock.now() == NOON
        answers.append([lab.call("GET", "/r/spring").body for _ in range(2)])
        lab.sandbox.close()
    assert answers[0] == answers[1]
