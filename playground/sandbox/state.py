"""Everything that one sandbox remembers: the store, the ids, the counters, the decision log."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from typing import TypeAlias

from sqlalchemy import bindparam, select, update

from playground.credentials.credential import Credential
from playground.sandbox.agenda import Agenda, entries
from playground.sandbox.clock import milliseconds
from playground.sandbox.faults import Fault
from playground.sandbox.glance import glance
from playground.sandbox.ground import DEFAULT, Ground, path_of
from playground.sandbox.ids import Ids
from playground.sandbox.message import Request
from playground.sandbox.oauth.mount import Mount
from playground.sandbox.oauth.seeded import seeded_apps
from playground.sandbox.prepared import Record
from playground.sandbox.replay import minute_of, replay
from playground.sandbox.resources import WORKS
from playground.sandbox.store import Transaction
from playground.sandbox.tables import clicks, credential_values, credentials, tenants
from playground.sandbox.values import is_same

__all__ = ["State", "Use"]

Use: TypeAlias = tuple[int, str, str]
"""When, in milliseconds; from which address; for which operation."""

_COALESCED = timedelta(minutes=1)

_HERE = tenants.c.tenant == bindparam("in_tenant")
_JOIN = select(tenants.c.join_digest).where(_HERE)
_VALUES = select(
    credential_values.c.digest,
    credential_values.c.workspace,
    credential_values.c.credential,
    credential_values.c.expires_at,
).where(credential_values.c.tenant == bindparam("in_tenant"))
_MARKED = select(tenants.c.clicks_as_of).where(_HERE)
_MARK = update(tenants).where(_HERE).values(clicks_as_of=bindparam("minute"))
_CREDENTIALS = select(credentials.c.workspace, credentials.c.id).where(
    credentials.c.tenant == bindparam("in_tenant")
)
_USED = (
    update(credentials)
    .where(
        credentials.c.tenant == bindparam("in_tenant"),
        credentials.c.workspace == bindparam("in_workspace"),
        credentials.c.id == bindparam("is_id"),
    )
    .values(
        last_used_at=bindparam("new_at"),
        last_used_from=bindparam("new_from"),
        last_used_by=bindparam("new_by"),
    )
)


class State:
    """The state of one tenant."""

    def __init__(self, ground: Ground, *, tenant: str = DEFAULT) -> None:
        self.tenant = tenant
        self.address = f"{ground.address}{path_of(tenant)}"
        self.vocabulary = ground.vocabulary
        self.ids = Ids(tenant=tenant, is_shared=ground.store.is_shared)
        self.counters = ground.counters
        self.journal = ground.journal(tenant)
        self.faults = ground.faults(tenant)
        self.clock = ground.clock
        self.setting = ground.setting
        self.seeded = ground.seed.credential_ids()
        self._seed = ground.seed
        self._image = ground.image
        self.apps = seeded_apps(ground.seed, tenant=tenant, vocabulary=self.vocabulary)
        self._store = ground.store
        self.oauth = Mount(
            ground.grants,
            tenant=tenant,
            issuer=self.address,
            beside=self._store,
            clock=self.clock,
            counters=self.counters,
            vocabulary=self.vocabulary,
        )
        self.agenda = Agenda(
            self._store,
            WORKS,
            tenant=tenant,
            ids=self.ids,
            vocabulary=self.vocabulary,
            couriers=ground.couriers,
            clock=ground.clock.now,
        )
        self._uses: dict[tuple[str, str], Use] = {}
        self._written = self.clock.now()
        self._clicks_of: datetime | None = None

    def begin(self, *, title: str, join_digest: str = "") -> None:
        """Enter the tenant, which is new, in the store, and replay the seed."""
        self.oauth.begin(self.apps)
        row = {"name": title, "join_digest": join_digest, "sequence": 0}
        now = self.clock.now()
        self._store.is_new(tenant=self.tenant)
        with self.transaction() as store:
            store.add(tenants, {**row, "created_at": milliseconds(now)})
            self._replay(store, now)
        self._remember_clicks(now)

    def is_join_code(self, given: str) -> bool:
        """Whether *given* is the code that opens this tenant's control surface."""
        with self.transaction() as store:
            row = store.row(_JOIN)
        return row is not None and is_same(given, row.join_digest)

    @property
    def kind(self) -> str:
        """Which kind of database holds the state."""
        return self._store.kind

    def look(self, request: Request) -> Record | None:
        """
        Return what other workers have changed, see `glance`; None where there are none.

        The clock follows how they have set it.
        """
        if not self._store.is_shared:
            return None
        seen = glance(self._store, request, tenant=self.tenant)
        self.setting.follow(seen.clock)
        return seen

    def catch_up(self, now: datetime, seen: Record | None) -> bool:
        """Do what was planned until *now*, unless nothing is, as was *seen*; whether it did."""
        if seen is not None and (seen.next_due is None or seen.next_due > milliseconds(now)):
            return False
        if seen is not None:
            self.agenda.look_again()
        self.agenda.catch_up(now)
        return True

    def go_on(self) -> None:
        """Do what is due by now, however the last request has changed that."""
        self.agenda.look_again()
        self.agenda.catch_up(self.clock.now())

    def next_fault(self, operation: str, seen: Record | None) -> Fault | None:
        """Return what goes wrong with this request of *operation*, None if all is well."""
        return self.faults.next(operation) if seen is None or seen.are_faults else None

    def transaction(self) -> AbstractContextManager[Transaction]:
        """Give a transaction: all of it holds, or nothing."""
        return self._store.transaction(tenant=self.tenant)

    def reading(self) -> AbstractContextManager[Transaction]:
        """Give statements that each stand for themselves, for a request that reads."""
        return self._store.reading(tenant=self.tenant)

    @contextmanager
    def writing(self) -> Iterator[Transaction]:
        """Give a transaction that may write, with ids enough for one request."""
        with self.ids.writing(self._store) as store:
            yield store
        if entries in store.written:
            self.agenda.look_again()

    def reset(self) -> None:
        """
        Wipe the tenant and replay the seed, at the clock's time.

        Values that were issued for the seed's own credentials go on working, so that one
        notebook's reset does not lock the others out.
        """
        now = self.clock.now()
        self.oauth.restart(self.apps)
        with self.writing() as store:
            kept = store.rows(_VALUES)
            has_clicks = self._has_clicks_of(now, store)
            self._store.wipe(store, but={clicks} if has_clicks else ())
            self._replay(store, now, has_clicks=has_clicks)
            store.run_later(_MARK, minute=milliseconds(minute_of(now)))
            there = {tuple(row) for row in store.rows(_CREDENTIALS)}
            known = {row.digest for row in store.rows(_VALUES)}
            rows = [
                row._asdict()
                for row in kept
                if (row.workspace, row.credential) in there and row.digest not in known
            ]
            store.add(credential_values, *rows)
        self._remember_clicks(now)
        self.counters.forget(self.tenant)
        self.journal.clear()
        self.faults.put({})
        self.agenda.look_again()
        self._uses.clear()

    def used(
        self, credential: Credential, store: Transaction, now: datetime, *, use: Use, is_shown: bool
    ) -> None:
        """Note a *use* of *credential*; it is written at most once a minute, or when shown."""
        self._uses[credential.workspace, credential.id] = use
        if is_shown or abs(now - self._written) >= _COALESCED:
            self._written = now
            uses, self._uses = self._uses, {}
            for (workspace, key), (at, address, operation) in uses.items():
                seen = {"new_at": at, "new_from": address or None, "new_by": operation}
                store.run(_USED, in_workspace=workspace, is_id=key, **seen)

    def _has_clicks_of(self, now: datetime, store: Transaction) -> bool:
        """Whether the clicks that the seed gives at *now* are there, and no other ones."""
        if self._clicks_of != minute_of(now):
            return False
        if not self._store.is_shared:
            return self._store.is_as_seeded(clicks, tenant=self.tenant)
        row = store.row(_MARKED)
        return row is not None and row.clicks_as_of == milliseconds(minute_of(now))

    def _remember_clicks(self, now: datetime) -> None:
        self._clicks_of = minute_of(now)
        self._store.seeded(clicks, tenant=self.tenant)

    def _replay(self, store: Transaction, now: datetime, *, has_clicks: bool = False) -> None:
        self.ids.restart(store)
        replay(
            self._seed,
            store,
            ids=self.ids,
            now=now,
            image=self._image,
            vocabulary=self.vocabulary,
            has_clicks=has_clicks,
        )
        self.ids.settle(store)
