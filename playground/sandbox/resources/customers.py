"""Customers: listed, searched, made or changed by one's own ID, wiped when deleted."""

from typing import Any

from sqlalchemy import Select, bindparam, func, select

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.resources.customer import (
    CUSTOMERS,
    customer_document,
    found,
    identity,
    loaded,
    valued,
    visitor_of,
    with_external_id,
)
from playground.sandbox.resources.customer_tables import customers

__all__ = ["HANDLERS"]

_CREATED = 201
_WIPED: dict[str, Any] = {
    "externalId": None,
    "email": None,
    "name": None,
    "clickId": None,
    "metadata": {},
}

_c = customers.c
_MATCHING = (
    _c.tenant == bindparam("in_tenant"),
    _c.workspace == bindparam("in_workspace"),
    _c.deleted_at.is_(None),
    _c.searched.like(bindparam("like"), escape="\\"),
)
_COUNT = select(func.count()).select_from(customers).where(*_MATCHING)


def _listing(order: Any) -> Select[Any]:
    rows = select(_c.document).where(*_MATCHING).order_by(order)
    return rows.limit(bindparam("limit")).offset(bindparam("offset"))


_ROWS = {"asc": _listing(_c.position.asc()), "desc": _listing(_c.position.desc())}


def list_customers(call: Call) -> Reply:
    """Return a page of customers, the newest first, or those that a search finds."""
    number, limit = call.params["page"], call.params["limit"]
    where = {"in_workspace": call.workspace.id, "like": _like(call.params.get("search", ""))}
    rows = call.store.rows(
        _ROWS[call.params["sortOrder"]], limit=limit, offset=(number - 1) * limit, **where
    )
    total = _total(call, call.params.get("search", ""))
    return page([row.document for row in rows], total=total, number=number, limit=limit)


def count_customers(call: Call) -> Reply:
    """Count them, or those that a search finds."""
    return Reply(encoded({"count": _total(call, call.params.get("search", ""))}))


def get_customer(call: Call) -> Reply:
    """Return a customer by ID, or by `ext_` and the caller's own ID."""
    return Reply(found(call, call.params["customerId"]).document)


def upsert_customer(call: Call) -> Reply:
    """Change the customer with this `externalId`, or make one."""
    row = with_external_id(call, call.body["externalId"])
    if row is not None:
        return Reply(_changed(call, row.id, loaded(row), row.visitor))
    key = call.id("cust_")
    visitor = visitor_of(call, call.body["clickId"]) if call.body.get("clickId") else None
    document = valued(call, customer_document(call.body, key=key, time=call.time), visitor)
    text = CUSTOMERS.add(
        call.store,
        call.workspace.id,
        document,
        id=key,
        position=call.ids.number(),
        live_external=document["externalId"],
        searched=identity(document),
        visitor=visitor,
        created_at=call.at,
    )
    return Reply(text, status=_CREATED)


def update_customer(call: Call) -> Reply:
    """Change what is named, and nothing else."""
    row = found(call, call.params["customerId"])
    return Reply(_changed(call, row.id, loaded(row), row.visitor))


def delete_customer(call: Call) -> Reply:
    """Wipe what names a person; what they did stays, and is nobody's."""
    row = found(call, call.params["customerId"])
    CUSTOMERS.write(
        call.store,
        call.workspace.id,
        row.id,
        loaded(row) | _WIPED | {"updatedAt": call.time},
        live_external=None,
        searched="",
        visitor=None,
        deleted_at=call.at,
    )
    return Reply(encoded({"id": row.id, "deleted": True}))


def recalculate_customer_ltv(call: Call) -> Reply:
    """Add up the worth of every conversion until now."""
    row = found(call, call.params["customerId"])
    document = valued(call, loaded(row), row.visitor) | {"updatedAt": call.time}
    return Reply(CUSTOMERS.write(call.store, call.workspace.id, row.id, document))


def _changed(call: Call, key: str, document: dict[str, Any], visitor: str | None) -> str:
    if call.body.get("clickId"):
        visitor = visitor_of(call, call.body["clickId"])
    document |= {**call.body, "updatedAt": call.time}
    document = valued(call, document, visitor)
    columns = {"searched": identity(document), "visitor": visitor}
    return CUSTOMERS.write(call.store, call.workspace.id, key, document, **columns)


def _total(call: Call, search: str) -> int:
    row = call.store.row(_COUNT, in_workspace=call.workspace.id, like=_like(search))
    return int(row[0]) if row else 0


def _like(search: str) -> str:
    """Return the pattern that finds *search* anywhere, whatever is in it."""
    escaped = search.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


HANDLERS: dict[str, Handler] = {
    "listCustomers": list_customers,
    "countCustomers": count_customers,
    "getCustomer": get_customer,
    "upsertCustomer": upsert_customer,
    "updateCustomer": update_customer,
    "deleteCustomer": delete_customer,
    "recalculateCustomerLtv": recalculate_customer_ltv,
}
