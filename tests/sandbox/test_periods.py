"""Figures are of a period: what lies in it, how it is cut, and by whose clock."""

import pytest

from tests.sandbox.laboratory import Laboratory

ALL = {"key": "analytics-reader"}
EVERYTHING = {"key": "everything"}
ROOT = "/api/analytics"
PERIODS = [
    ("start=2026-02-20&end=2026-02-10", "start=2026-02-10&end=2026-02-20"),
    ("start=0001-01-01&end=9999-12-31", "start=1970-01-01&end=2200-01-01"),
    ("start=0001-01-01T00:00:00Z&end=2026-03-01", "start=1970-01-01T00:00:00Z&end=2026-03-01"),
]


@pytest.mark.parametrize(("odd", "plain"), PERIODS)
def test_a_period_is_what_lies_between_two_moments(lab: Laboratory, odd: str, plain: str) -> None:
    """In either order; and nothing happened before 1970, or will after 2200."""
    path = "/api/analytics/workspace/timeseries"
    found = lab.data("GET", f"{path}?{odd}", key="everything")
    assert found == lab.data("GET", f"{path}?{plain}", key="everything")
    assert found["timeseries"]


def test_what_happens_now_is_in_the_figures(lab: Laboratory) -> None:
    """Also where the clock stands still: the last days end with this very moment."""
    link = lab.data("POST", "/api/links", {"destinationUrl": "https://example.com"}, **EVERYTHING)
    assert lab.call("GET", f"/r/{link['shortCode']}").status == 302
    assert lab.data("GET", f"{ROOT}/{link['id']}/summary", **ALL)["clicks"] == 1
    series = lab.data("GET", f"{ROOT}/{link['id']}/timeseries", **ALL)["timeseries"]
    assert series[-1]["clicks"] == 1


def test_figures_follow_what_the_workspace_has_set(lab: Laboratory) -> None:
    """Its time zone and currency count, unless a call asks for others."""
    set_to = {"timezone": "Pacific/Auckland", "defaultCurrency": "EUR"}
    lab.data("PATCH", "/api/workspaces/ws_acme", set_to, **lab.signed_in("user_ada"))
    days = f"{ROOT}/workspace/timeseries?start=2026-02-01&end=2026-02-02"
    here = lab.data("GET", days, **ALL)
    assert here == lab.data("GET", f"{days}&timezone=Pacific/Auckland&currency=EUR", **ALL)
    assert here["currency"] == "EUR"
    assert lab.data("GET", f"{days}&currency=USD", **ALL)["currency"] == "USD"
    there = lab.data("GET", f"{days}&timezone=UTC", **ALL)
    assert [row["clicks"] for row in there["timeseries"]] != [
        row["clicks"] for row in here["timeseries"]
    ]


def test_too_many_buckets_become_longer_ones(lab: Laboratory) -> None:
    """The answer says which; the same clicks are in them."""
    path = "/api/analytics/workspace/timeseries?start=1990-01-01&end=2030-01-01"
    fine = lab.data("GET", f"{path}&granularity=hour", key="everything")
    assert fine["granularity"] == "month"
    rough = lab.data("GET", f"{path}&granularity=month", key="everything")
    assert fine == rough
