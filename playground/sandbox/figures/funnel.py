"""From a click to a lead to a sale: the figures that span clicks and conversions."""

from collections.abc import Sequence
from typing import Any

from playground.sandbox.clock import stamp
from playground.sandbox.figures.breakdown import percentage, unique
from playground.sandbox.figures.events import Conversion
from playground.sandbox.figures.period import buckets, by_bucket, fitting
from playground.sandbox.figures.scope import Scope, revenue

__all__ = ["composite", "funnel", "of_kind", "overview"]


def of_kind(made: Sequence[Conversion], kind: str) -> list[Conversion]:
    """Return the conversions of *kind*: `lead`, `sale` or `custom`."""
    return [conversion for conversion in made if conversion.kind == kind]


def overview(scope: Scope) -> dict[str, Any]:
    """Return clicks, leads, sales and their worth beside each other."""
    made = scope.conversions
    return {
        "clicks": len(scope.clicks),
        "uniqueVisitors": unique(scope.clicks),
        "leads": len(of_kind(made, "lead")),
        "sales": len(of_kind(made, "sale")),
        "conversions": len(made),
        "revenue": revenue(made, scope.currency),
        "conversionRate": percentage(len(made), len(scope.clicks)),
        "currency": scope.currency,
        "start": stamp(scope.period.start),
        "end": stamp(scope.period.end),
    }


def composite(scope: Scope, length: str) -> dict[str, Any]:
    """Return the same over time, in buckets of *length*, or longer ones if those are too many."""
    length = fitting(scope.period, length)
    clicked = by_bucket(scope.clicks, length, scope.zone)
    converted = by_bucket(scope.conversions, length, scope.zone)
    rows = [
        {
            "timestamp": name,
            "clicks": len(clicked[name]),
            "uniqueVisitors": unique(clicked[name]),
            "leads": len(of_kind(converted[name], "lead")),
            "sales": len(of_kind(converted[name], "sale")),
            "revenue": revenue(converted[name], scope.currency),
        }
        for name in buckets(scope.period, length, scope.zone)
    ]
    return {"series": rows, "granularity": length, "currency": scope.currency}


def funnel(scope: Scope) -> list[dict[str, Any]]:
    """Return how many visitors of the period took each step; conversions count by their click."""
    visitors = {click.id: click.visitor for click in scope.clicks}
    everybody = set(visitors.values())
    steps = [("click", len(scope.clicks), everybody)]
    for kind in ("lead", "sale"):
        made = of_kind(scope.conversions, kind)
        steps.append((kind, len(made), {visitors[c.click] for c in made if c.click in visitors}))
    return [
        {
            "step": name,
            "count": count,
            "visitors": len(who),
            "rate": percentage(len(who), len(everybody)),
        }
        for name, count, who in steps
    ]
