"""Recorded clicks and conversions, read from the store for one period or one visitor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
import json
from typing import Any

from sqlalchemy import Select, Table, bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.prepared import Record
from playground.sandbox.resources.conversion import kind_of

__all__ = [
    "Click",
    "Conversion",
    "clicks",
    "clicks_of",
    "conversions",
    "conversions_of",
    "read_click",
    "read_conversion",
]

_clicks, _conversions = tables.clicks.c, tables.conversions.c


@dataclass(frozen=True, slots=True, kw_only=True)
class Click:
    """One click; `at` is in milliseconds since 1970, `facts` is what is remembered of it."""

    id: str
    link: str
    campaign: str | None
    visitor: str
    at: int
    facts: dict[str, Any] = field(default_factory=dict)

    def fact(self, name: str) -> str:
        """Return what is known of *name*; empty = nothing."""
        return str(self.facts.get(name) or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """One conversion, worth so many US dollars; `kind` is `lead`, `sale` or `custom`."""

    id: str
    click: str
    link: str
    campaign: str | None
    dollars: float
    at: int
    kind: str
    document: dict[str, Any] = field(default_factory=dict)


def clicks(call: Call, *, start: int, end: int, **equal: str | None) -> list[Click]:
    """Return the workspace's clicks from *start* until before *end*, oldest first."""
    return [read_click(row) for row in _recorded(call, tables.clicks, start, end, equal)]


def conversions(call: Call, *, start: int, end: int, **equal: str | None) -> list[Conversion]:
    """Return the workspace's conversions from *start* until before *end*, oldest first."""
    return [read_conversion(row) for row in _recorded(call, tables.conversions, start, end, equal)]


def clicks_of(call: Call, visitor: str) -> list[Click]:
    """Return every click of *visitor*, a fingerprint, oldest first."""
    rows = call.store.rows(_OF_VISITOR, in_workspace=call.workspace.id, is_visitor=visitor)
    return [read_click(row) for row in rows]


def conversions_of(call: Call, visitor: str) -> list[Conversion]:
    """Return every conversion that followed a click of *visitor*, oldest first."""
    rows = call.store.rows(_AFTER_CLICKS, in_workspace=call.workspace.id, is_visitor=visitor)
    return [read_conversion(row) for row in rows]


def _recorded(
    call: Call, table: Table, start: int, end: int, equal: dict[str, str | None]
) -> list[Record]:
    names = tuple(sorted(name for name, value in equal.items() if value is not None))
    given = {f"is_{name}": equal[name] for name in names}
    bounds = {"from_at": start, "to_at": end}
    return call.store.rows(_within(table, names), in_workspace=call.workspace.id, **bounds, **given)


@cache
def _within(table: Table, names: Sequence[str]) -> Select[Any]:
    columns = table.c
    return (
        select(*_columns(table))
        .where(
            columns.tenant == bindparam("in_tenant"),
            columns.workspace == bindparam("in_workspace"),
            columns.at >= bindparam("from_at"),
            columns.at < bindparam("to_at"),
            *(columns[name] == bindparam(f"is_{name}") for name in names),
        )
        .order_by(columns.at, columns.position)
    )


def _columns(table: Table) -> list[Any]:
    names = ("id", "click", "link", "campaign", "visitor", "dollars", "at", "document")
    return [table.c[name] for name in names if name in table.c]


_OF_VISITOR = (
    select(*_columns(tables.clicks))
    .where(
        _clicks.tenant == bindparam("in_tenant"),
        _clicks.workspace == bindparam("in_workspace"),
        _clicks.visitor == bindparam("is_visitor"),
    )
    .order_by(_clicks.at, _clicks.position)
)
_AFTER_CLICKS = (
    select(*_columns(tables.conversions))
    .join_from(
        tables.conversions,
        tables.clicks,
        (_clicks.tenant == _conversions.tenant)
        & (_clicks.workspace == _conversions.workspace)
        & (_clicks.id == _conversions.click),
    )
    .where(
        _conversions.tenant == bindparam("in_tenant"),
        _conversions.workspace == bindparam("in_workspace"),
        _clicks.visitor == bindparam("is_visitor"),
    )
    .order_by(_conversions.at, _conversions.position)
)


def read_click(row: Record) -> Click:
    """Return the click that *row* holds."""
    return Click(
        id=row.id,
        link=row.link,
        campaign=row.campaign,
        visitor=row.visitor,
        at=row.at,
        facts=json.loads(row.document),
    )


def read_conversion(row: Record) -> Conversion:
    """Return the conversion that *row* holds."""
    document = json.loads(row.document)
    return Conversion(
        id=row.id,
        click=row.click,
        link=row.link,
        campaign=row.campaign,
        dollars=row.dollars,
        at=row.at,
        kind=kind_of(document["event"]),
        document=document,
    )
