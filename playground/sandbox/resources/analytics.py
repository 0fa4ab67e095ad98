"""Headline figures and figures over time, of the workspace or of one link."""

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import instant, stamp
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.figures.breakdown import percentage, unique
from playground.sandbox.figures.period import granularity
from playground.sandbox.figures.scope import revenue, scoped
from playground.sandbox.figures.series import series
from playground.sandbox.resources.lookup import LINKS, wanted

__all__ = ["HANDLERS"]


def get_workspace_overview(call: Call) -> Reply:
    """Return the headline figures of a period."""
    scope = scoped(call)
    overview = {
        "clicks": len(scope.clicks),
        "uniqueVisitors": unique(scope.clicks),
        "conversions": len(scope.conversions),
        "revenue": revenue(scope.conversions, scope.currency),
        "activeLinks": len({click.link for click in scope.clicks}),
        "currency": scope.currency,
        "start": stamp(scope.period.start),
        "end": stamp(scope.period.end),
    }
    return Reply(encoded(overview))


def get_timeseries(call: Call) -> Reply:
    """Return the same figures for each hour, day or month of a period, empty ones included."""
    return Reply(encoded(series(scoped(call), granularity(call))))


def get_link_summary(call: Call) -> Reply:
    """Return the headline figures of one link."""
    scope, link = scoped(call), wanted(call, LINKS, call.params["linkId"])
    summary = {
        "linkId": link["id"],
        "title": link["title"],
        "clicks": len(scope.clicks),
        "uniqueVisitors": unique(scope.clicks),
        "conversions": len(scope.conversions),
        "revenue": revenue(scope.conversions, scope.currency),
        "conversionRate": percentage(len(scope.conversions), len(scope.clicks)),
        "currency": scope.currency,
        "lastClickedAt": stamp(instant(scope.clicks[-1].at)) if scope.clicks else None,
        "start": stamp(scope.period.start),
        "end": stamp(scope.period.end),
    }
    return Reply(encoded(summary))


def get_workspace_counters(call: Call) -> Reply:
    """Count what happened in a period."""
    scope = scoped(call)
    kinds = [made.kind for made in scope.conversions]
    counters = {
        "clicks": len(scope.clicks),
        "leads": kinds.count("lead"),
        "sales": kinds.count("sale"),
        "conversions": len(kinds),
        "start": stamp(scope.period.start),
        "end": stamp(scope.period.end),
    }
    return Reply(encoded(counters))


HANDLERS: dict[str, Handler] = {
    "getWorkspaceOverview": get_workspace_overview,
    "getWorkspaceTimeseries": get_timeseries,
    "getWorkspaceCounters": get_workspace_counters,
    "getLinkSummary": get_link_summary,
    "getLinkTimeseries": get_timeseries,
}
