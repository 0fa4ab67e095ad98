"""Rows that a tenant has, and that are written only when somebody asks for their table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table

__all__ = ["Debt", "Debts"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """Tuples of `columns`, in the order of the table's; tenants may share them."""

    columns: Sequence[str]
    values: Sequence[tuple[Any, ...]]


class Debts:
    """By tenant and table; only for a store that is forgotten with its process."""

    def __init__(self) -> None:
        self._debts: dict[str, Mapping[Table, Debt]] = {}

    def of(self, tenant: str) -> Mapping[Table, Debt]:
        """Return everything that is owed to *tenant*; it does not change any more."""
        return self._debts.get(tenant, {})

    def restore(self, tenant: str, owed: Mapping[Table, Debt]) -> None:
        """Have exactly *owed* owed to *tenant*: what happened since was undone."""
        self._debts[tenant] = owed

    def owe(self, table: Table, debt: Debt, *, tenant: str) -> None:
        """Have *debt* written when *tenant* needs *table*."""
        self._debts[tenant] = {**self.of(tenant), table: debt}

    def due(self, tables: Iterable[Table], *, tenant: str) -> Mapping[Table, Debt]:
        """Return what *tenant* needs before it looks at *tables*; it is owed no more."""
        owed = self._debts.get(tenant)
        if not owed:
            return {}
        due = {table: owed[table] for table in tables if table in owed}
        self._debts[tenant] = {table: debt for table, debt in owed.items() if table not in due}
        return due
