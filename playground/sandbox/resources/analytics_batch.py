"""Figures handed out in other shapes: several at once, as a file, for a widget."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Attachment, Reply, encoded
from playground.sandbox.figures.breakdown import UNKNOWN, places, shares, unique
from playground.sandbox.figures.events import Click
from playground.sandbox.figures.funnel import composite, funnel, overview
from playground.sandbox.figures.period import granularity
from playground.sandbox.figures.scope import Scope, scoped
from playground.sandbox.figures.series import series
from playground.sandbox.redirect.visitor import FIELDS
from playground.sandbox.refusal import invalid
from playground.sandbox.resources.rows_file import MEDIA_TYPES, written

__all__ = ["HANDLERS"]

_ROWS = 50
_SHARE = ("name", "clicks", "uniqueClicks", "percentage")  # only these rows may be none


def run_analytics_batch(call: Call) -> Reply:
    """Answer each question as its own operation would; one wrong question refuses all."""
    results = []
    for number, item in enumerate(call.body["requests"]):
        asked = replace(call, params={"days": 30, "limit": _ROWS, **item})
        figures = _figures(asked, item["type"])
        key = item.get("id", str(number))
        results.append({"id": key, "type": item["type"], "data": figures})
    return Reply(encoded({"results": results}))


def export_analytics(call: Call) -> Reply:
    """Write figures as a CSV file, or give the same rows as JSON."""
    kind, form = call.params.get("type", "clicks"), call.params["format"]
    rows = _exported(call, kind)
    if form == "json":
        return Reply(encoded({"type": kind, "rows": rows}))
    return Attachment(
        written(rows, list(rows[0]) if rows else _SHARE, form=form),
        media_type=MEDIA_TYPES[form],
        filename=f"linquid-{call.now:%Y-%m-%d}.{form}",
    )


def get_embed_data(call: Call) -> Reply:
    """Return what a widget on another page shows."""
    widget, scope = call.params["widgetType"], scoped(call)
    if widget == "stats":
        data: Any = overview(scope)
    elif widget == "timeseries":
        data = series(scope, "day")
    else:
        data = shares(scope.clicks, _referrer, limit=call.params["limit"])
    return Reply(encoded({"widgetType": widget, "dataset": f"embed_{widget}", "data": data}))


def _figures(call: Call, kind: str) -> Any:
    """Return the figures that a question of *kind* asks for."""
    scope = scoped(call)
    if kind.startswith("qr_"):
        clicks = tuple(click for click in scope.clicks if click.fact("trigger") == "qr")
        scope = replace(scope, clicks=clicks, conversions=_after(scope, clicks))
    if kind == "overview":
        return overview(scope)
    if kind == "qr_analytics":
        return {"scans": len(scope.clicks), "uniqueScans": unique(scope.clicks)}
    if kind.endswith("timeseries"):
        return series(scope, granularity(call))
    place = "city" if kind == "city_breakdown" else "country"
    return places(scope.clicks, place, limit=call.params["limit"])


def _after(scope: Scope, clicks: Iterable[Click]) -> tuple[Any, ...]:
    ids = {click.id for click in clicks}
    return tuple(made for made in scope.conversions if made.click in ids)


def _exported(call: Call, kind: str) -> list[dict[str, Any]]:
    scope = scoped(call)
    if kind == "timeseries":
        return list(series(scope, granularity(call))["timeseries"])
    if kind == "composite":
        return list(composite(scope, granularity(call))["series"])
    if kind == "funnel":
        return funnel(scope)
    fact = call.params.get("dimension", "utmSource" if kind == "utm_breakdown" else "country")
    if fact not in FIELDS:
        raise invalid("/query/dimension", f"must be one of {', '.join(sorted(FIELDS))}")
    return shares(scope.clicks, lambda click: [click.fact(fact) or UNKNOWN], limit=10_000)


def _referrer(click: Click) -> list[str]:
    return [click.fact("referrerDomain") or "direct"]


HANDLERS: dict[str, Handler] = {
    "runAnalyticsBatch": run_analytics_batch,
    "exportAnalytics": export_analytics,
    "getEmbedData": get_embed_data,
}
