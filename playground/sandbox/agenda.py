"""What is to be done later: it happens at its virtual time, whenever the clock gets past it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
import logging
from threading import Event
from time import time
from typing import Any, TypeAlias

from sqlalchemy import BigInteger, Column, Index, String, Table, bindparam, delete, select

from playground.sandbox import underway
from playground.sandbox.clock import instant, milliseconds
from playground.sandbox.couriers import Couriers
from playground.sandbox.ids import Ids
from playground.sandbox.prepared import Record
from playground.sandbox.store import Store, Transaction
from playground.sandbox.tables import METADATA, key
from playground.scopes.vocabulary import Vocabulary

__all__ = [
    "Agenda",
    "Errand",
    "Task",
    "Work",
    "bring_home",
    "due_tenants",
    "entries",
    "forget",
    "plan",
]

_LOG = logging.getLogger(__name__)
_NEVER = 2.0**62

entries = Table(
    "agenda",
    METADATA,
    key("tenant"),
    key("id"),
    Column("due_at", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("workspace", String(128), nullable=False),
    Column("subject", String(128), nullable=False),
    Index("agenda_in_time", "tenant", "due_at"),
)
_entries = entries.c
_FIRST = (
    select(entries)
    .where(_entries.tenant == bindparam("in_tenant"))
    .order_by(_entries.due_at, _entries.id)
    .limit(1)
)
# Whoever deletes the entry does the work: two processes never do it both.
_CLAIM = delete(entries).where(
    _entries.tenant == bindparam("in_tenant"), _entries.id == bindparam("is_id")
)
_DUE = select(_entries.tenant).where(_entries.due_at <= bindparam("until")).distinct()
_FORGET = delete(entries).where(
    _entries.tenant == bindparam("in_tenant"),
    _entries.workspace == bindparam("in_workspace"),
    _entries.kind == bindparam("is_kind"),
    _entries.subject == bindparam("is_subject"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """
    One entry whose time has come; `now` is that time, not the time of the request.

    `clock` tells the virtual time, for whatever takes some of it.
    """

    workspace: str
    subject: str
    now: datetime
    store: Transaction
    ids: Ids
    vocabulary: Vocabulary
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is done outside of every transaction, in a thread, and what is then written down."""

    run: Callable[[], Any]
    settle: Callable[[Task, Any], None]


Work: TypeAlias = Callable[[Task], Errand | None]


def plan(
    store: Transaction, key: str, *, at: datetime, kind: str, workspace: str, subject: str
) -> None:
    """Have work of *kind* done *at* a time; *key* is a new id."""
    row = {"id": key, "due_at": milliseconds(at), "kind": kind}
    store.add(entries, {**row, "workspace": workspace, "subject": subject})


def forget(store: Transaction, *, kind: str, workspace: str, subject: str) -> None:
    """Take what is planned for *subject* off the agenda."""
    store.run(_FORGET, in_workspace=workspace, is_kind=kind, is_subject=subject)


def bring_home(store: Store, *, everything: bool) -> None:
    """Put errands that a crash has cut off back, or *everything* that is underway."""
    underway.stranded(store, entries, before=_NEVER if everything else time())


def due_tenants(store: Store, *, now: datetime) -> list[str]:
    """Return the tenants that have something to do *now*."""
    with store.reading(tenant="") as look:
        return [row.tenant for row in look.rows(_DUE, until=milliseconds(now))]


class Agenda:
    """The entries of one tenant, worked off in the order of their times."""

    def __init__(
        self,
        store: Store,
        works: Mapping[str, Work],
        *,
        tenant: str,
        ids: Ids,
        vocabulary: Vocabulary,
        couriers: Couriers,
        clock: Callable[[], datetime],
    ) -> None:
        self._couriers = couriers
        self._store = store
        self._works = works
        self._tenant = tenant
        self._ids = ids
        self._vocabulary = vocabulary
        self._clock = clock
        self._next: int | None = 0
        self._is_changed = Event()

    def look_again(self) -> None:
        """Expect new entries: something was written."""
        self._is_changed.set()

    @property
    def has_news(self) -> bool:
        """Whether new entries are expected."""
        return self._is_changed.is_set()

    def wait(self) -> None:
        """Wait until every errand that was begun is settled."""
        self._couriers.wait(self._tenant)

    def catch_up(self, now: datetime) -> None:
        """Do everything whose time has come by *now*, each in a transaction of its own."""
        if self._is_changed.is_set():
            self._is_changed.clear()
            self._next = 0
        while self._next is not None and self._next <= milliseconds(now):
            with self._store.transaction(tenant=self._tenant) as store:
                row = store.row(_FIRST)
            if row is None or row.due_at > milliseconds(now):
                self._next = None if row is None else int(row.due_at)
            else:
                self._try(row)

    def _try(self, row: Record) -> None:
        """Do what *row* says; what fails is dropped, so that the rest is still done."""
        try:
            with self._ids.writing(self._store) as store:
                errand = self._done(row, store)
        except Exception:  # noqa: BLE001  whatever it is, the agenda must go on
            _LOG.exception("What was planned for later failed unexpectedly")
            with self._store.transaction(tenant=self._tenant) as store:
                store.run(_CLAIM, is_id=row.id)
        else:
            if errand is not None:
                self._couriers.send(self._tenant, lambda: self._run(errand, row))

    def _done(self, row: Record, store: Transaction) -> Errand | None:
        if not store.run(_CLAIM, is_id=row.id):
            return None
        errand = self._works[row.kind](self._task(row, store))
        if errand is not None:
            underway.leave(store, row, at=time())
        return errand

    def _run(self, errand: Errand, row: Record) -> None:
        """Run *errand*, and write down what came of it, unless a crash or a reset was before."""
        try:
            outcome = errand.run()
            if self._couriers.is_closed:
                return
            with self._store.transaction(tenant=self._tenant) as store:
                if underway.arrived(store, row):
                    errand.settle(self._task(row, store), outcome)
        except Exception:  # noqa: BLE001  the thread must go on with the next errand
            _LOG.exception("An errand failed unexpectedly")
        self.look_again()

    def _task(self, row: Record, store: Transaction) -> Task:
        return Task(
            workspace=row.workspace,
            subject=row.subject,
            now=instant(row.due_at),
            store=store,
            ids=self._ids,
            vocabulary=self._vocabulary,
            clock=self._clock,
        )
