"""Errands that are on their way: noted until they are back, so that a crash loses none."""

from sqlalchemy import BigInteger, Column, String, Table, bindparam, delete, select

from playground.sandbox.prepared import Record
from playground.sandbox.store import Store, Transaction
from playground.sandbox.tables import METADATA, key

__all__ = ["arrived", "leave", "stranded"]

_LONGEST_SECONDS = 60

_underway = Table(
    "underway",
    METADATA,
    key("tenant"),
    key("id"),
    Column("until", BigInteger, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("workspace", String(128), nullable=False),
    Column("subject", String(128), nullable=False),
)
_columns = _underway.c
_ARRIVED = delete(_underway).where(
    _columns.tenant == bindparam("in_tenant"), _columns.id == bindparam("is_id")
)
_LATE = select(_columns.tenant).where(_columns.until < bindparam("before")).distinct()
_TAKE_BACK = (
    delete(_underway)
    .where(_columns.tenant == bindparam("in_tenant"), _columns.until < bindparam("before"))
    .returning(_columns.id, _columns.due_at, _columns.kind, _columns.workspace, _columns.subject)
)


def leave(store: Transaction, entry: Record, *, at: float) -> None:
    """Note that the errand of *entry* leaves *at* a real time, in Unix seconds."""
    row = {name: getattr(entry, name) for name in ("id", "due_at", "kind", "workspace", "subject")}
    store.add(_underway, {"until": int(at) + _LONGEST_SECONDS, **row})


def arrived(store: Transaction, entry: Record) -> bool:
    """Note that the errand of *entry* is back; False where nobody waits for it any more."""
    return store.run(_ARRIVED, is_id=entry.id) > 0


def stranded(store: Store, agenda: Table, *, before: float) -> None:
    """
    Put every errand that should have been back *before* a real time back on the *agenda*.

    Args:
        store: of all tenants.
        agenda: the table of what is to be done.
        before: in Unix seconds.
    """
    with store.reading(tenant="") as look:
        late = look.rows(_LATE, before=int(before))
    for row in late:
        with store.transaction(tenant=row.tenant) as transaction:
            back = transaction.rows(_TAKE_BACK, before=int(before))
            transaction.add(agenda, *(entry._asdict() for entry in back))
