"""What one listener is owed: each event of the workspace once, in the order of recording."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Table, bindparam, func, select

from playground.sandbox import tables
from playground.sandbox.figures.events import read_click, read_conversion
from playground.sandbox.resources.live_events import Event, click_event, conversion_event, named
from playground.sandbox.store import Transaction

__all__ = ["MOST", "Feed", "owed"]

MOST = 100
"""How many events are told at once; whoever has more to hear is too far behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """New events, and the position that they reach; `is_late` = there are more than that."""

    events: tuple[Event, ...] = ()
    reached: int = 0
    is_late: bool = False


def owed(store: Transaction, workspace: str, *, after: int | None) -> Feed:
    """
    Return what was recorded past position *after*.

    Nothing is owed to whoever comes new (None), or was here before everything began anew.
    """
    newest = max(_newest(store, workspace, statement) for statement in _NEWEST)
    if after is None or newest <= after:
        return Feed(reached=newest)
    here = {"in_workspace": workspace, "is_after": after, "most": MOST + 1}
    clicks = [(r.position, click_event(read_click(r))) for r in store.rows(_CLICKS, **here)]
    made = store.rows(_CONVERSIONS, **here)
    conversions = [(r.position, conversion_event(read_conversion(r))) for r in made]
    new = sorted([*clicks, *conversions], key=lambda entry: entry[0])
    told = new[:MOST]
    return Feed(
        events=tuple(named(store, workspace, event) for _, event in told),
        reached=told[-1][0],
        is_late=len(new) > MOST,
    )


def _newest(store: Transaction, workspace: str, statement: Select[Any]) -> int:
    row = store.row(statement, in_workspace=workspace)
    return int(row[0] or 0) if row else 0


def _here(table: Table) -> tuple[Any, ...]:
    columns = table.c
    return (
        columns.tenant == bindparam("in_tenant"),
        columns.workspace == bindparam("in_workspace"),
    )


def _past(table: Table) -> Select[Any]:
    position = table.c.position
    return (
        select(table)
        .where(*_here(table), position > bindparam("is_after"))
        .order_by(position)
        .limit(bindparam("most"))
    )


_TABLES = (tables.clicks, tables.conversions)
_NEWEST = tuple(select(func.max(table.c.position)).where(*_here(table)) for table in _TABLES)
_CLICKS, _CONVERSIONS = map(_past, _TABLES)
