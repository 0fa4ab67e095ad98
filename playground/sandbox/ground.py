"""What all tenants of one sandbox share: the stores, the seed, the clock, the vocabulary."""

from dataclasses import dataclass, field
from functools import partial
from typing import Self

from playground.sandbox.agenda import bring_home
from playground.sandbox.clock import Clock
from playground.sandbox.counters import Counters, MemoryCounters
from playground.sandbox.couriers import Couriers
from playground.sandbox.faults import Faults, MemoryFaults
from playground.sandbox.image import Image
from playground.sandbox.journal import Journal, MemoryJournal
from playground.sandbox.oauth.store import SqlStore
from playground.sandbox.seed import Seed
from playground.sandbox.setting import LocalSetting, Setting, SharedSetting
from playground.sandbox.store import Store
from playground.sandbox.stored_counters import StoredCounters
from playground.sandbox.stored_faults import StoredFaults
from playground.sandbox.stored_journal import StoredJournal
from playground.scopes.vocabulary import Vocabulary

__all__ = ["DEFAULT", "Ground", "path_of"]

DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """
    `address` is where the sandbox is served, without a trailing slash.

    `hasty` is the same database as `store` for what all workers share and no crash of the
    database's server spares: counters and logs. None where there is one worker.
    """

    seed: Seed
    store: Store
    grants: SqlStore
    clock: Clock
    address: str
    setting: Setting
    vocabulary: Vocabulary
    counters: Counters = field(default_factory=MemoryCounters)
    image: Image = field(default_factory=Image)
    couriers: Couriers = field(default_factory=Couriers)
    hasty: Store | None = None

    @classmethod
    def opened(cls, seed: Seed, database: str, *, clock: Clock, address: str) -> Self:
        """
        Return what tenants stand on, over *database*.

        Raises:
            SandboxError: the database cannot be opened.
        """
        store = Store(database)
        with store.alone():
            grants = SqlStore.open(database)
            bring_home(store, everything=not store.is_shared)
        common = partial(
            cls,
            seed=seed,
            store=store,
            grants=grants,
            clock=clock,
            address=address,
            vocabulary=Vocabulary.load(),
        )
        if not store.is_shared:
            return common(setting=LocalSetting(clock))
        hasty = Store(database, waits_for_disk=False)
        return common(
            setting=SharedSetting(clock, store), counters=StoredCounters(hasty), hasty=hasty
        )

    def journal(self, tenant: str) -> Journal:
        """Return the decision log of *tenant*."""
        return StoredJournal(self.hasty, tenant=tenant) if self.hasty else MemoryJournal()

    def faults(self, tenant: str) -> Faults:
        """Return the faults of *tenant*."""
        return StoredFaults(self.store, tenant=tenant) if self.hasty else MemoryFaults()

    def close(self) -> None:
        """Close the stores, once nobody writes to them any more."""
        self.couriers.close()
        if self.hasty is not None:
            self.hasty.close()
        self.grants.close()
        self.store.close()


def path_of(tenant: str) -> str:
    """Return the path that everything of *tenant* is below, "" for the default one."""
    return "" if tenant == DEFAULT else f"/t/{tenant}"
