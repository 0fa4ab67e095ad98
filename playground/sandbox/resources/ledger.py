"""The ledger of a workspace: invoices, and credits bought or used."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.collection import Collection
from playground.sandbox.ids import Ids
from playground.sandbox.resources.billing_tables import ledger
from playground.sandbox.store import Transaction

__all__ = ["LEDGER", "balance", "credit_entries", "written"]

LEDGER = Collection(ledger)

_HERE = (ledger.c.tenant == bindparam("in_tenant"), ledger.c.workspace == bindparam("in_workspace"))
_BALANCE = select(func.sum(ledger.c.credits)).where(*_HERE)
_OF_CREDITS = (*_HERE, or_(ledger.c.kind == "purchase", ledger.c.kind == "usage"))
_CREDITS = (
    select(ledger.c.document)
    .where(*_OF_CREDITS)
    .order_by(ledger.c.position.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT = select(func.count()).select_from(ledger).where(*_OF_CREDITS)


def written(
    store: Transaction,
    ids: Ids,
    *,
    workspace: str,
    now: datetime,
    kind: str,
    text: str,
    charged: int = 0,
    credits: int = 0,  # noqa: A002  what they are called
) -> dict[str, Any]:
    """Write an entry of *kind* (`invoice`, `purchase` or `usage`), and return it."""
    prefix = "bill_" if kind == "invoice" else "txn_"
    entry = {
        "id": ids.make(prefix, now=now),
        "type": kind,
        "description": text,
        "amountMicros": charged,
        "creditsMicros": credits,
        "currency": "USD",
        "status": "paid",
        "createdAt": stamp(now),
    }
    LEDGER.add(
        store,
        workspace,
        entry,
        id=entry["id"],
        position=ids.number(),
        kind=kind,
        at=milliseconds(now),
        charged=charged,
        credits=credits,
    )
    return entry


def balance(store: Transaction, workspace: str) -> int:
    """Return the purchased credits that are left, in micro-dollars."""
    row = store.row(_BALANCE, in_workspace=workspace)
    return int(row[0] or 0) if row else 0


def credit_entries(
    store: Transaction, workspace: str, *, offset: int, limit: int
) -> tuple[list[str], int]:
    """Return a page of what moved credits, as JSON texts, and how many entries there are."""
    rows = store.rows(_CREDITS, in_workspace=workspace, offset=offset, limit=limit)
    count = store.row(_COUNT, in_workspace=workspace)
    return [row.document for row in rows], int(count[0]) if count else 0
