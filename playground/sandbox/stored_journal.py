"""The decision log in PostgreSQL: one log, whatever worker judged."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import datetime
import json
from threading import Lock
from typing import Any

from sqlalchemy import BigInteger, Column, Identity, Table, Text, bindparam, delete, func, select

from playground.sandbox.envelope import encoded
from playground.sandbox.journal import LENGTH, Entry
from playground.sandbox.store import Store
from playground.sandbox.tables import METADATA, key

__all__ = ["StoredJournal"]

_MOST_AT_ONCE = 50
_TRIMMED_EVERY = 500
_FIELDS = [field.name for field in fields(Entry)]

_decisions = Table(
    "decisions",
    METADATA,
    key("tenant"),
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("document", Text, nullable=False),
)
_HERE = _decisions.c.tenant == bindparam("in_tenant")
_NEWEST = (
    select(_decisions.c.number, _decisions.c.document)
    .where(_HERE)
    .order_by(_decisions.c.number.desc())
    .limit(LENGTH)
)
_COUNT = select(func.count()).select_from(_NEWEST.subquery())
_LAST_KEPT = _NEWEST.with_only_columns(_decisions.c.number).limit(1).offset(LENGTH - 1)
_TRIM = delete(_decisions).where(_HERE, _decisions.c.number < _LAST_KEPT.scalar_subquery())
_CLEAR = delete(_decisions).where(_HERE)


class StoredJournal:
    """
    A ring of entries that all workers write; a crash may cost the last few.

    Requests that a worker answers at the same time have their entries written together.
    """

    def __init__(self, hasty: Store, *, tenant: str) -> None:
        self._store = hasty
        self._tenant = tenant
        self._waiting: list[Entry] = []
        self._turn = Lock()
        self._open = 0
        self._untrimmed = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """Take entries; the last to leave writes them, or whoever finds that there are many."""
        with self._turn:
            self._open += 1
        try:
            yield
        finally:
            with self._turn:
                self._open -= 1
                is_last = self._open == 0
            if is_last or len(self._waiting) >= _MOST_AT_ONCE:
                self._settle()

    def write(self, entry: Entry) -> None:
        """Add *entry*."""
        with self._turn:
            self._waiting.append(entry)

    def entries(self) -> list[Entry]:
        """Return what is kept, oldest first."""
        self._settle()
        with self._store.reading(tenant=self._tenant) as store:
            rows = store.rows(_NEWEST)
        return [_entry(json.loads(row.document)) for row in reversed(rows)]

    def clear(self) -> None:
        """Forget everything."""
        with self._turn:
            self._waiting = []
        with self._store.reading(tenant=self._tenant) as store:
            store.run(_CLEAR)

    def __len__(self) -> int:
        self._settle()
        with self._store.reading(tenant=self._tenant) as store:
            row = store.row(_COUNT)
        return int(row[0]) if row else 0

    def _settle(self) -> None:
        """Write what waits, and now and then drop the oldest where there is no room."""
        with self._turn:
            waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        with self._store.reading(tenant=self._tenant) as store:
            store.add(_decisions, *({"document": _document(entry)} for entry in waiting))
            self._untrimmed += len(waiting)
            if self._untrimmed >= _TRIMMED_EVERY:
                self._untrimmed = 0
                store.run(_TRIM)


def _document(entry: Entry) -> str:
    told = {name: getattr(entry, name) for name in _FIELDS}
    return encoded({**told, "at": entry.at.isoformat()})


def _entry(told: dict[str, Any]) -> Entry:
    return Entry(**{**told, "at": datetime.fromisoformat(told["at"])})
