"""What an export holds: the rows of each type, and the columns that they have."""

from collections.abc import Callable, Iterator, Mapping
import json
from typing import Any, TypeAlias

from sqlalchemy import Select, Table, bindparam, select

from playground.sandbox import tables
from playground.sandbox.clock import milliseconds, read
from playground.sandbox.store import Transaction

__all__ = ["COLUMNS", "Row", "rows"]

Row: TypeAlias = dict[str, Any]

_PERSON = ("id", "name", "email", "status", "createdAt")
_MONEY = ("id", "partnerId", "amount", "currency", "status", "createdAt")
_LINK = """
    id shortCode shortUrl destinationUrl title campaignId externalId enabled expiresAt clicksLimit
    tags clicks uniqueClicks conversions revenue createdAt updatedAt
"""
_EVENT = "type id timestamp linkId campaignId country deviceType event value currency orderId"

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "links": tuple(_LINK.split()),
    "events": tuple(_EVENT.split()),
    "partners": _PERSON,
    "commissions": _MONEY,
}


def rows(store: Transaction, workspace: str, kind: str, filters: Mapping[str, str]) -> list[Row]:
    """Return what an export of *kind* holds, the oldest first, as far as *filters* let it."""
    found = _SOURCES[kind](store, workspace) if kind in _SOURCES else ()
    return [row for row in found if _passes(row, filters)]


def _links(store: Transaction, workspace: str) -> Iterator[Row]:
    for row in store.rows(_ALL_LINKS, in_workspace=workspace):
        yield json.loads(row.document)


def _events(store: Transaction, workspace: str) -> Iterator[Row]:
    clicks = store.rows(_CLICKS, in_workspace=workspace)
    conversions = store.rows(_CONVERSIONS, in_workspace=workspace)
    told = [("click", row) for row in clicks] + [("conversion", row) for row in conversions]
    for kind, row in sorted(told, key=lambda entry: (entry[1].at, entry[1].position)):
        places = {"linkId": row.link or None, "campaignId": row.campaign}
        yield {**json.loads(row.document), "type": kind, "id": row.id, **places}


def _passes(row: Row, filters: Mapping[str, str]) -> bool:
    at = read(row.get("timestamp") or row["createdAt"])
    begin, end = (read(filters[name]) if name in filters else None for name in ("start", "end"))
    link = row["id"] if "shortCode" in row else row["linkId"]
    return (
        filters.get("campaignId") in {None, row["campaignId"]}
        and filters.get("linkId") in {None, link}
        and (begin is None or at is None or milliseconds(at) >= milliseconds(begin))
        and (end is None or at is None or milliseconds(at) < milliseconds(end))
    )


def _recorded(table: Table) -> Select[Any]:
    columns = table.c
    named = (columns.id, columns.position, columns.at, columns.link, columns.campaign)
    return select(*named, columns.document).where(
        columns.tenant == bindparam("in_tenant"), columns.workspace == bindparam("in_workspace")
    )


_CLICKS, _CONVERSIONS = _recorded(tables.clicks), _recorded(tables.conversions)
_ALL_LINKS = (
    select(tables.links.c.document)
    .where(
        tables.links.c.tenant == bindparam("in_tenant"),
        tables.links.c.workspace == bindparam("in_workspace"),
        tables.links.c.deleted_at.is_(None),
    )
    .order_by(tables.links.c.position)
)
# Partners and commissions have no endpoints: nobody can make one, so there are none.
_SOURCES: Mapping[str, Callable[[Transaction, str], Iterator[Row]]] = {
    "links": _links,
    "events": _events,
}
