"""One customer: who it is, whose clicks are theirs, and what they were worth so far."""

import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.clock import instant, stamp
from playground.sandbox.collection import Collection
from playground.sandbox.figures.events import conversions_of
from playground.sandbox.money import DOLLARS
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import not_found
from playground.sandbox.resources.customer_tables import customers

__all__ = [
    "CUSTOMERS",
    "customer_document",
    "found",
    "identity",
    "loaded",
    "valued",
    "visitor_of",
    "with_external_id",
]

CUSTOMERS = Collection(customers)
_PERSONAL = ("externalId", "email", "name")

_DEFAULTS: dict[str, Any] = {
    "externalId": None,
    "email": None,
    "name": None,
    "clickId": None,
    "metadata": {},
    "ltv": 0,
    "currency": DOLLARS,
    "conversions": 0,
    "lastSeenAt": None,
}
_mine = (
    customers.c.tenant == bindparam("in_tenant"),
    customers.c.workspace == bindparam("in_workspace"),
    customers.c.deleted_at.is_(None),
)
_COLUMNS = (customers.c.id, customers.c.visitor, customers.c.document)
_BY_ID = select(*_COLUMNS).where(*_mine, customers.c.id == bindparam("is_id"))
_BY_EXTERNAL = select(*_COLUMNS).where(
    *_mine, customers.c.live_external == bindparam("is_external")
)
_VISITOR = select(tables.clicks.c.visitor).where(
    tables.clicks.c.tenant == bindparam("in_tenant"),
    tables.clicks.c.workspace == bindparam("in_workspace"),
    tables.clicks.c.id == bindparam("is_click"),
)


def customer_document(given: dict[str, Any], *, key: str, time: str) -> dict[str, Any]:
    """Return a whole customer of what was *given* for it."""
    return {"id": key, **_DEFAULTS, **given, "createdAt": time, "updatedAt": time}


def found(call: Call, key: str) -> Record:
    """
    Return ID, visitor and document of the customer *key*, an ID or `ext_` and an own ID.

    Raises:
        Refusal: the workspace has none (404; the same for another workspace's).
    """
    workspace = call.workspace.id
    row = call.store.row(_BY_ID, in_workspace=workspace, is_id=key)
    if row is None and key.startswith("ext_"):
        row = with_external_id(call, key.removeprefix("ext_"))
    if row is None:
        raise not_found("Customer", elsewhere=CUSTOMERS.is_elsewhere(call.store, workspace, key))
    return row


def with_external_id(call: Call, external: str) -> Record | None:
    """Return the customer that carries the caller's own ID for it."""
    return call.store.row(_BY_EXTERNAL, in_workspace=call.workspace.id, is_external=external)


def visitor_of(call: Call, click: str) -> str:
    """Return the visitor who made *click*, which the workspace must have."""
    row = call.store.row(_VISITOR, in_workspace=call.workspace.id, is_click=click)
    if row is None:
        raise not_found("Click", pointer="/clickId")
    return str(row.visitor)


def identity(document: dict[str, Any]) -> str:
    """Return the text that a search looks into."""
    return "\n".join(str(document[name]).lower() for name in _PERSONAL if document[name])


def valued(call: Call, document: dict[str, Any], visitor: str | None) -> dict[str, Any]:
    """Return *document* with the worth of every conversion of *visitor* until now."""
    made = conversions_of(call, visitor) if visitor else []
    return {
        **document,
        "ltv": round(sum(conversion.dollars for conversion in made), 2),
        "conversions": len(made),
        "lastSeenAt": stamp(instant(made[-1].at)) if made else document["lastSeenAt"],
    }


def loaded(row: Record) -> dict[str, Any]:
    """Return the document of a row."""
    return dict(json.loads(row.document))
