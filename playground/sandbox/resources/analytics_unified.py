"""Clicks, leads and sales together: headline figures, series, breakdowns, funnel, single rows."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.figures.breakdown import UNKNOWN, percentage, source
from playground.sandbox.figures.events import Click, Conversion
from playground.sandbox.figures.funnel import composite, funnel, of_kind, overview
from playground.sandbox.figures.period import granularity, period
from playground.sandbox.figures.scope import Scope, revenue, scoped
from playground.sandbox.figures.series import series
from playground.sandbox.resources.analytics_paths import click_path

__all__ = ["HANDLERS"]

_TOLD = ("conversionId", "clickId", "linkId", "campaignId", "event")
_WORTH = ("value", "currency", "orderId", "source", "timestamp")


def get_unified_overview(call: Call) -> Reply:
    """Return the headline figures of a period."""
    return Reply(encoded(overview(scoped(call))))


def get_analytics(call: Call) -> Reply:
    """Return the same in the older form: from one day to another."""
    return Reply(encoded(overview(scoped(call, span=period(call, first="from", last="to")))))


def list_clicks(call: Call) -> Reply:
    """List single clicks, the newest first, in the older form."""
    clicks = scoped(call, span=period(call, first="from", last="to")).clicks[::-1]
    return _paged(call, [click_path(click) for click in clicks])


def list_conversion_details(call: Call) -> Reply:
    """List single conversions, the newest first."""
    return _paged(call, [_detail(made) for made in reversed(scoped(call).conversions)])


def get_composite(call: Call) -> Reply:
    """Return clicks, leads, sales and revenue over time."""
    return Reply(encoded(composite(scoped(call), granularity(call))))


def get_funnel(call: Call) -> Reply:
    """Return how many visitors took each step."""
    return Reply(encoded(funnel(scoped(call))))


def _summed(kind: str) -> Handler:
    """Return the handler that sums up conversions of *kind*."""

    def handler(call: Call) -> Reply:
        scope = scoped(call)
        made = of_kind(scope.conversions, kind)
        worth = revenue(made, scope.currency)
        visitors = {click.id: click.visitor for click in scope.clicks}
        figures = {
            "count": len(made),
            "uniqueVisitors": len({visitors.get(c.click, c.click) for c in made}),
            "revenue": worth,
            "averageValue": round(worth / len(made), 2) if made else 0,
            "rate": percentage(len(made), len(scope.clicks)),
            "currency": scope.currency,
        }
        return Reply(encoded(figures))

    return handler


def _over_time(kind: str) -> Handler:
    """Return the handler that shows conversions of *kind* over time."""

    def handler(call: Call) -> Reply:
        scope = scoped(call)
        made = of_kind(scope.conversions, kind)
        return Reply(encoded(series(scope, granularity(call), made=made)))

    return handler


def _broken_down(kind: str) -> Handler:
    """Return the handler that groups conversions of *kind*."""

    def handler(call: Call) -> Reply:
        scope = scoped(call)
        made = of_kind(scope.conversions, kind)
        groups = _grouped(scope, made, _GROUPS[call.params["groupBy"]])
        rows = [
            {
                "name": name,
                "count": len(group),
                "revenue": revenue(group, scope.currency),
                "percentage": percentage(len(group), len(made)),
            }
            for name, group in groups
        ]
        return Reply(encoded(rows[: call.params["limit"]]))

    return handler


_GROUPS: dict[str, Callable[[Conversion, Click | None], str | None]] = {
    "event": lambda made, _: str(made.document["event"]),
    "country": lambda _, click: click.fact("country") if click else None,
    "device": lambda _, click: click.fact("deviceType") if click else None,
    "source": lambda _, click: source(click) if click else None,
    "link": lambda made, _: made.link,
    "campaign": lambda made, _: made.campaign,
}


def _grouped(
    scope: Scope, made: list[Conversion], name: Callable[[Conversion, Click | None], str | None]
) -> list[tuple[str, list[Conversion]]]:
    """Return conversions by name, the most first; a click before the period is not known."""
    clicks = {click.id: click for click in scope.clicks}
    found: dict[str, list[Conversion]] = defaultdict(list)
    for conversion in made:
        found[name(conversion, clicks.get(conversion.click)) or UNKNOWN].append(conversion)
    return sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))


def _detail(made: Conversion) -> dict[str, Any]:
    document = made.document
    told = {name: document[name] for name in _TOLD}
    return {**told, "class": made.kind, **{name: document[name] for name in _WORTH}}


def _paged(call: Call, rows: list[dict[str, Any]]) -> Reply:
    number, limit = call.params["page"], call.params["limit"]
    shown = rows[(number - 1) * limit : number * limit]
    return page([encoded(row) for row in shown], total=len(rows), number=number, limit=limit)


HANDLERS: dict[str, Handler] = {
    "getUnifiedOverview": get_unified_overview,
    "listConversionDetails": list_conversion_details,
    "getLeads": _summed("lead"),
    "getLeadsTimeseries": _over_time("lead"),
    "getLeadsBreakdown": _broken_down("lead"),
    "getSales": _summed("sale"),
    "getSalesTimeseries": _over_time("sale"),
    "getSalesBreakdown": _broken_down("sale"),
    "getComposite": get_composite,
    "getFunnel": get_funnel,
    "getAnalytics": get_analytics,
    "getLinkAnalytics": get_analytics,
    "listClicks": list_clicks,
}
