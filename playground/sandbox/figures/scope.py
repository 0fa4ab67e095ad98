"""What a call's figures are about: a period, perhaps one link or campaign, and what happened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from playground.sandbox.call import Call
from playground.sandbox.figures.events import Click, Conversion, clicks, conversions
from playground.sandbox.figures.period import Period, period, zone
from playground.sandbox.figures.preference import preferred_currency
from playground.sandbox.money import DOLLARS, KNOWN, shown
from playground.sandbox.resources.lookup import LINKS, wanted_text

__all__ = ["Scope", "revenue", "scoped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The clicks and conversions of one period, oldest first, and how to show them."""

    period: Period
    zone: ZoneInfo
    currency: str
    clicks: tuple[Click, ...]
    conversions: tuple[Conversion, ...]


def scoped(call: Call, *, span: Period | None = None) -> Scope:
    """
    Return what *call* asks figures of; a link in its path or query must be the workspace's.

    Raises:
        Refusal: there is no such link, or the period makes no sense.
    """
    span = span or period(call)
    link = call.params.get("linkId")
    if link is not None:
        wanted_text(call, LINKS, link)
    where: dict[str, Any] = {
        **span.bounds(),
        "link": link,
        "campaign": call.params.get("campaignId"),
    }
    asked = preferred_currency(call)
    return Scope(
        period=span,
        zone=zone(call),
        currency=asked if asked in KNOWN else DOLLARS,
        clicks=tuple(clicks(call, **where)),
        conversions=tuple(conversions(call, **where)),
    )


def revenue(made: Sequence[Conversion], currency: str) -> float:
    """Return what conversions were worth, in *currency*."""
    return shown(sum(conversion.dollars for conversion in made), currency)
