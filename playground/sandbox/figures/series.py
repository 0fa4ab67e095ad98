"""Figures over time, as the API publishes them: one row a bucket, empty ones included."""

from collections.abc import Sequence
from typing import Any

from playground.sandbox.figures.breakdown import unique
from playground.sandbox.figures.events import Conversion
from playground.sandbox.figures.period import buckets, by_bucket, fitting
from playground.sandbox.figures.scope import Scope, revenue

__all__ = ["series"]


def series(
    scope: Scope, length: str, *, made: Sequence[Conversion] | None = None
) -> dict[str, Any]:
    """
    Return the time series of *scope* in buckets of *length*: `hour`, `day` or `month`.

    Where those would be too many they are longer, as `granularity` of the answer says.
    Conversions are those of the scope, or *made* alone.
    """
    conversions = scope.conversions if made is None else made
    length = fitting(scope.period, length)
    clicked = by_bucket(scope.clicks, length, scope.zone)
    converted = by_bucket(conversions, length, scope.zone)
    rows = [
        {
            "timestamp": name,
            "clicks": len(clicked[name]),
            "uniqueVisitors": unique(clicked[name]),
            "conversions": len(converted[name]),
            "revenue": revenue(converted[name], scope.currency),
        }
        for name in buckets(scope.period, length, scope.zone)
    ]
    return {"timeseries": rows, "granularity": length, "currency": scope.currency}
