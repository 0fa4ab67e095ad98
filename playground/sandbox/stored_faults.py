"""Faults in PostgreSQL: whatever worker was told of them, each fails as often as was asked."""

from collections.abc import Mapping
import json
from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text, bindparam, or_, select, update

from playground.sandbox.envelope import encoded
from playground.sandbox.faults import Fault, fault_of
from playground.sandbox.store import Store
from playground.sandbox.tables import METADATA, key

__all__ = ["LEFT", "StoredFaults", "faults"]

faults = Table(
    "faults",
    METADATA,
    key("tenant"),
    Column("operation", String(128), primary_key=True),
    Column("document", Text, nullable=False),
    Column("times", Integer),
)
LEFT = (
    faults.c.tenant == bindparam("in_tenant"),
    or_(faults.c.times.is_(None), faults.c.times > 0),
)
"""Where a fault is that has not happened often enough yet."""

_ALL = select(faults.c.operation, faults.c.document, faults.c.times).where(*LEFT)
_NEXT = (
    update(faults)
    .where(*LEFT, faults.c.operation == bindparam("is_operation"))
    .values(times=faults.c.times - 1)
    .returning(faults.c.document)
)
_CLEAR = faults.delete().where(faults.c.tenant == bindparam("in_tenant"))


class StoredFaults:
    """The faults of one tenant."""

    def __init__(self, store: Store, *, tenant: str) -> None:
        self._store = store
        self._tenant = tenant

    def put(self, faults_by_operation: Mapping[str, Fault]) -> None:
        """Have these faults, and no other ones."""
        with self._store.transaction(tenant=self._tenant) as store:
            store.run(_CLEAR)
            store.add(faults, *(_row(*item) for item in faults_by_operation.items()))

    def next(self, operation: str) -> Fault | None:
        """Return what goes wrong with the next request of *operation*, None if all is well."""
        with self._store.reading(tenant=self._tenant) as store:
            row = store.row(_NEXT, is_operation=operation)
        return None if row is None else fault_of(operation, json.loads(row.document))

    def as_dict(self) -> dict[str, Any]:
        """Return every fault as it was asked for, with the times that are left."""
        with self._store.reading(tenant=self._tenant) as store:
            rows = store.rows(_ALL)
        return {row.operation: _told(row) for row in sorted(rows)}


def _row(operation: str, fault: Fault) -> dict[str, Any]:
    return {
        "operation": operation,
        "document": encoded(fault.as_dict()),
        "times": fault.times,
    }


def _told(row: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(row.document)
    return told if row.times is None else {**told, "times": row.times}
