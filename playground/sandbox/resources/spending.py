"""What a workspace has spent, counted anew from what was recorded, and what it has left."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    Table,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from playground.sandbox import tables
from playground.sandbox.clock import milliseconds
from playground.sandbox.resources import ledger
from playground.sandbox.resources.tariff import COSTS, PRICES
from playground.sandbox.store import Transaction

__all__ = ["Left", "costs", "counted", "is_surely_solvent", "left"]

_MOMENT = timedelta(milliseconds=1)


def _counting(table: Table) -> Select[Any]:
    begin: BindParameter[int] = bindparam("is_from")
    end: BindParameter[int] = bindparam("is_until")
    return (
        select(func.count())
        .select_from(table)
        .where(
            table.c.tenant == bindparam("in_tenant"),
            table.c.workspace == bindparam("in_workspace"),
            table.c.at >= begin,
            table.c.at < end,
        )
    )


_COUNTS = {table: _counting(table) for table in (tables.clicks, tables.conversions)}
# Every click is checked for fraud.
_COUNTED = {
    "clicks": tables.clicks,
    "conversions": tables.conversions,
    "fraudChecks": tables.clicks,
}


_CLICK = COSTS["clicks"] + COSTS["fraudChecks"]


def _further(table: Table, name: str) -> ColumnElement[bool]:
    """Return whether *table* has more rows than so many; it looks at no further one."""
    rows = select(table.c.id).where(
        table.c.tenant == bindparam("in_tenant"), table.c.workspace == bindparam("in_workspace")
    )
    skipped: BindParameter[int] = bindparam(name)
    return exists(rows.limit(1).offset(skipped))


_MORE = select(or_(_further(tables.clicks, "clicks"), _further(tables.conversions, "made")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """Credits that are left, in micro-dollars: those of the plan are spent first."""

    plan: int
    purchased: int

    @property
    def total(self) -> int:
        """All of them together."""
        return self.plan + self.purchased


def counted(
    store: Transaction, workspace: str, table: Table, *, begin: datetime, end: datetime
) -> int:
    """Return how many rows of *table* the workspace got in a period; the end is not in it."""
    between = {"is_from": milliseconds(begin), "is_until": milliseconds(end)}
    row = store.row(_COUNTS[table], in_workspace=workspace, **between)
    return int(row[0]) if row else 0


def costs(
    store: Transaction, workspace: str, *, begin: datetime, end: datetime
) -> dict[str, dict[str, int]]:
    """Return how much was used in a period, and what it cost; the end is not in the period."""
    counts = {table: counted(store, workspace, table, begin=begin, end=end) for table in _COUNTS}
    return {
        name: {"count": counts[table], "costMicros": counts[table] * COSTS[name]}
        for name, table in _COUNTED.items()
    }


def is_surely_solvent(store: Transaction, workspace: str, *, plan: str) -> bool:
    """Whether all that was ever recorded costs less than *plan* gives for one period."""
    half = PRICES[plan].credits // 2
    most = {"clicks": half // _CLICK - 1, "made": half // COSTS["conversions"] - 1}
    row = store.row(_MORE, in_workspace=workspace, **most)
    return row is not None and not row[0]


def left(store: Transaction, subscription: Mapping[str, Any], *, now: datetime) -> Left:
    """Return what is left of the plan's credits of this period, and of the purchased ones."""
    workspace, allowance = subscription["workspaceId"], PRICES[subscription["plan"]].credits
    begin = datetime.fromisoformat(subscription["currentPeriodStart"])
    used = costs(store, workspace, begin=begin, end=now + _MOMENT)
    spent = sum(share["costMicros"] for share in used.values())
    bought = ledger.balance(store, workspace)
    return Left(
        plan=max(allowance - spent, 0), purchased=max(bought - max(spent - allowance, 0), 0)
    )
