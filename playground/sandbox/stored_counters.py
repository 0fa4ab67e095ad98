"""Counters in PostgreSQL: whatever worker a request comes to, it is counted once, and at once."""

from datetime import datetime

from sqlalchemy import BigInteger, Column, Integer, String, Table, bindparam, case, select
from sqlalchemy.dialects.postgresql import insert

from playground.sandbox.counters import ends
from playground.sandbox.store import Store
from playground.sandbox.tables import METADATA, key

__all__ = ["StoredCounters"]

_counters = Table(
    "counters",
    METADATA,
    key("tenant"),
    Column("what", String(256), primary_key=True),
    Column("ends_at", BigInteger, nullable=False),
    Column("count", Integer, nullable=False),
)
_NEW = insert(_counters).values(
    tenant=bindparam("in_tenant"), what=bindparam("of"), ends_at=bindparam("end"), count=1
)
_TAKE = _NEW.on_conflict_do_update(
    index_elements=["tenant", "what"],
    set_={
        "count": case(
            (_counters.c.ends_at == _NEW.excluded.ends_at, _counters.c.count + 1), else_=1
        ),
        "ends_at": _NEW.excluded.ends_at,
    },
).returning(_counters.c.count)
_SEEN = select(_counters.c["count"]).where(
    _counters.c.tenant == bindparam("in_tenant"),
    _counters.c.what == bindparam("is_what"),
    _counters.c.ends_at == bindparam("is_end"),
)
_FORGET = _counters.delete().where(_counters.c.tenant == bindparam("in_tenant"))
_SWEEP = _FORGET.where(_counters.c.ends_at <= bindparam("before"))


class StoredCounters:
    """
    Counters that all workers share.

    Each count stands for itself: it outlives the request's transaction, and does not wait for
    the disk, because a crash of the server may cost the counts of its last moments.
    """

    def __init__(self, hasty: Store) -> None:
        self._store = hasty

    def take(self, *, tenant: str, what: str, span: int, now: datetime) -> int:
        """Count one *what* in the *span* of seconds that *now* is in; how many that makes."""
        with self._store.reading(tenant=tenant) as store:
            row = store.row(_TAKE, of=what[:256], end=ends(now, span))
            count = int(row.count) if row else 1
            if count == 1:
                store.run(_SWEEP, before=int(now.timestamp()))
        return count

    def seen(self, *, tenant: str, what: str, span: int, now: datetime) -> int:
        """Return how many *what* were counted in that span, and count none."""
        with self._store.reading(tenant=tenant) as store:
            row = store.row(_SEEN, is_what=what[:256], is_end=ends(now, span))
        return int(row[0]) if row else 0

    def forget(self, tenant: str) -> None:
        """Begin every count of *tenant* anew."""
        with self._store.reading(tenant=tenant) as store:
            store.run(_FORGET)
