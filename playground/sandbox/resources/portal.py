"""The page of the payment provider, simulated: a plan and its invoices, to look at."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox.clock import milliseconds
from playground.sandbox.envelope import responded
from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import not_found
from playground.sandbox.resources import ledger, subscription
from playground.sandbox.resources.billing_tables import visits
from playground.sandbox.store import Transaction
from playground.sandbox.values import digest

__all__ = ["PATH", "portal"]

PATH = "/_provider/portal/"

_VISIT = select(visits.c.workspace).where(
    visits.c.tenant == bindparam("in_tenant"),
    visits.c.digest == bindparam("is_digest"),
    visits.c.expires_at > bindparam("is_now"),
)
_MOST = 100


def portal(request: Request, store: Transaction, now: datetime) -> Response:
    """
    Return the page that a portal address leads to.

    Raises:
        Refusal: the address is unknown or too old (404).
    """
    value = request.target.removeprefix(PATH).partition("?")[0]
    row = store.row(_VISIT, is_digest=digest(value), is_now=milliseconds(now))
    if row is None:
        raise not_found("Portal visit")
    found = subscription.opened(store, row.workspace, now=now)
    entries = ledger.LEDGER.texts(store, row.workspace, offset=0, limit=_MOST, kind="invoice")
    body = _page(found, [json.loads(text) for text in entries]).encode()
    return responded(200, body, now=now, media_type="text/html; charset=utf-8")


def _page(found: Mapping[str, Any], invoices: list[dict[str, Any]]) -> str:
    rows = "".join(map(_row, invoices))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<title>Payment provider (simulated)</title></head><body>"
        "<h1>Payment provider (simulated)</h1>"
        f"<p>Plan {escape(found['plan'])}, {escape(found['period'])},"
        f" until {escape(found['currentPeriodEnd'])}. Nothing is charged here.</p>"
        "<table><caption>Invoices</caption><thead><tr><th scope='col'>Date</th>"
        "<th scope='col'>For</th><th scope='col'>US dollars</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></body></html>"
    )


def _row(invoice: Mapping[str, Any]) -> str:
    dollars = f"{invoice['amountMicros'] / 1_000_000:.2f}"
    cells = (invoice["createdAt"], invoice["description"], dollars)
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
