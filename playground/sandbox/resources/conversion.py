"""One conversion: of which click, worth what, and counted where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.clock import instant, stamp
from playground.sandbox.envelope import encoded
from playground.sandbox.money import in_dollars
from playground.sandbox.prepared import Record
from playground.sandbox.resources.delivery import announce
from playground.sandbox.resources.lookup import LINKS

__all__ = ["DOLLARS", "WINDOW", "Report", "kind_of", "recorded", "with_order"]

DOLLARS = "USD"
WINDOW = 30 * 24 * 3600 * 1000

# The guides' families of events; what is in neither is a custom conversion.
_LEADS = frozenset({"lead", "signup", "registration", "form_submit", "inquiry"})
_SALES = frozenset({"purchase", "sale", "order", "checkout"})

_conversions = tables.conversions.c
_ORDER = select(_conversions.id, _conversions.document).where(
    _conversions.tenant == bindparam("in_tenant"),
    _conversions.workspace == bindparam("in_workspace"),
    _conversions.order_id == bindparam("is_order"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What somebody tells of a click; `at` is in milliseconds since 1970."""

    at: int
    event: str
    value: float | None
    currency: str
    order: str | None
    source: str
    metadata: Mapping[str, Any] = field(default_factory=dict)
    is_attributed: bool = True


_GROUPS = {"lead": ("leads",), "sale": ("sales",)}


def kind_of(event: str) -> str:
    """Return the class of *event*: `lead`, `sale` or `custom`."""
    if event in _LEADS:
        return "lead"
    return "sale" if event in _SALES else "custom"


def with_order(call: Call, workspace: str, order: str | None) -> Record | None:
    """Return ID and document of the conversion that *order* was recorded with."""
    if order is None:
        return None
    return call.store.row(_ORDER, in_workspace=workspace, is_order=order)


def recorded(call: Call, report: Report, click: Record) -> dict[str, Any]:
    """
    Record *report* of *click*, count it on the click's link, and return its document.

    Where the click is too old to have led to it, no link and no campaign counts it.
    """
    dollars = in_dollars(report.value or 0, report.currency)
    link = click.link if report.is_attributed else ""
    campaign = click.campaign if report.is_attributed else None
    document = {
        "conversionId": call.id("conv_"),
        "clickId": click.id,
        "event": report.event,
        "value": report.value,
        "currency": report.currency,
        "orderId": report.order,
        "tracked": True,
        "timestamp": stamp(instant(report.at)),
        "metadata": dict(report.metadata),
        "source": report.source,
        "attributed": report.is_attributed,
        "linkId": link or None,
        "campaignId": campaign,
    }
    row = {
        "workspace": click.workspace,
        "id": document["conversionId"],
        "position": call.ids.number(),
        "click": click.id,
        "link": link,
        "campaign": campaign,
        "dollars": dollars,
        "order_id": report.order,
        "at": report.at,
        "document": encoded(document),
    }
    call.store.add(tables.conversions, row)
    _count(call, click.workspace, link, dollars)
    _announce(call, click.workspace, document, position=row["position"])
    return document


def _announce(call: Call, workspace: str, document: dict[str, Any], *, position: int) -> None:
    names = ("conversion", *_GROUPS.get(kind_of(document["event"]), ()))
    announce(
        call.store,
        workspace,
        events=dict.fromkeys(names, document),
        link=document["linkId"] or "",
        key=document["conversionId"],
        position=position,
        now=call.now,
    )


def _count(call: Call, workspace: str, link: str, dollars: float) -> None:
    """Add the conversion to the totals of its link, unless that is deleted."""
    text = LINKS.text(call.store, workspace, link)
    if text is not None:
        document = json.loads(text)
        document["conversions"] += 1
        document["revenue"] = round(document["revenue"] + dollars, 2)
        LINKS.write(call.store, workspace, link, document)
