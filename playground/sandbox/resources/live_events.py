"""Events as the live views tell them, out of recorded clicks and conversions."""

from collections.abc import Mapping
import json
from typing import Any

from playground.sandbox.clock import instant, stamp
from playground.sandbox.figures.events import Click, Conversion
from playground.sandbox.resources.lookup import CAMPAIGNS, LINKS
from playground.sandbox.store import Transaction

__all__ = ["TYPES", "Event", "click_event", "conversion_event", "named"]

Event = Mapping[str, Any]

TYPES = ("click", "qr_scan", "conversion")


def click_event(click: Click) -> Event:
    """Return *click* as an event, without the names of what it touched."""
    return {
        "type": "qr_scan" if click.fact("trigger") == "qr" else "click",
        "id": click.id,
        "timestamp": stamp(instant(click.at)),
        "linkId": click.link,
        "campaignId": click.campaign,
        "country": click.fact("country") or None,
        "event": None,
    }


def conversion_event(made: Conversion) -> Event:
    """Return *made* as an event, without the names of what it touched."""
    return {
        "type": "conversion",
        "id": made.id,
        "timestamp": stamp(instant(made.at)),
        "linkId": made.link or None,
        "campaignId": made.campaign,
        "country": None,
        "event": made.document["event"],
    }


def named(store: Transaction, workspace: str, event: Event) -> Event:
    """Return *event* with the names of its link and campaign; None for what is gone."""
    link = LINKS.text(store, workspace, event["linkId"] or "")
    campaign = CAMPAIGNS.text(store, workspace, event["campaignId"] or "")
    names = {
        "linkTitle": json.loads(link)["title"] if link else None,
        "campaignName": json.loads(campaign)["name"] if campaign else None,
    }
    return {**event, **names}
