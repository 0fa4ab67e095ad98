"""Clicks, grouped: by place, by device, by whatever a function tells of each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from playground.sandbox.figures.continents import continent
from playground.sandbox.figures.events import Click

__all__ = [
    "UNKNOWN",
    "coordinates",
    "grouped",
    "percentage",
    "places",
    "shares",
    "source",
    "unique",
]

UNKNOWN = "unknown"


def unique(clicks: Iterable[Click]) -> int:
    """Return how many different visitors made *clicks*."""
    return len({click.visitor for click in clicks})


def percentage(part: float, whole: float) -> float:
    """Return which share of *whole* a *part* is, to one place; of nothing, none."""
    return round(100 * part / whole, 1) if whole else 0.0


def source(click: Click) -> str:
    """Return what a click came from: a marked source, the referring domain, or `direct`."""
    return click.fact("utmSource") or click.fact("referrerDomain") or "direct"


def grouped(
    clicks: Iterable[Click], names: Callable[[Click], Iterable[Any]]
) -> list[tuple[Any, list[Click]]]:
    """Return *clicks* by each of their *names*, the most first; of as many, in order of name."""
    found: dict[Any, list[Click]] = defaultdict(list)
    for click in clicks:
        for name in names(click):
            found[name].append(click)
    return sorted(found.items(), key=lambda entry: (-len(entry[1]), str(entry[0])))


def shares(
    clicks: Sequence[Click], names: Callable[[Click], Iterable[str]], *, limit: int
) -> list[dict[str, Any]]:
    """Return *clicks* by *names* as the API shows shares."""
    return [
        {
            "name": name,
            "clicks": len(group),
            "uniqueClicks": unique(group),
            "percentage": percentage(len(group), len(clicks)),
        }
        for name, group in grouped(clicks, names)[:limit]
    ]


def places(clicks: Sequence[Click], kind: str, *, limit: int) -> list[dict[str, Any]]:
    """Return *clicks* by place; *kind* is `country`, `region`, `city` or `continent`."""

    def named(click: Click) -> list[tuple[str | None, str]]:
        country = click.fact("country").upper() or None
        if kind == "continent":
            return [(None, continent(country or ""))]
        return [(country, (country if kind == "country" else click.fact(kind)) or UNKNOWN)]

    return [
        {
            "country": country,
            "dimension": dimension,
            "clicks": len(group),
            "unique_clicks": unique(group),
            "percentage": percentage(len(group), len(clicks)),
        }
        for (country, dimension), group in grouped(clicks, named)[:limit]
    ]


def coordinates(clicks: Iterable[Click], *, limit: int) -> list[dict[str, Any]]:
    """Return the points on the map that *clicks* came from, as far as they are known."""
    return [
        {
            "latitude": latitude,
            "longitude": longitude,
            "country": group[0].fact("country").upper() or None,
            "city": group[0].fact("city") or None,
            "clicks": len(group),
            "unique_clicks": unique(group),
        }
        for (latitude, longitude), group in grouped(clicks, _point)[:limit]
    ]


def _point(click: Click) -> list[tuple[float, float]]:
    try:
        point = float(click.fact("latitude")), float(click.fact("longitude"))
    except ValueError:
        return []
    is_on_earth = abs(point[0]) <= 90 and abs(point[1]) <= 180  # noqa: PLR2004  degrees
    return [point] if is_on_earth else []
