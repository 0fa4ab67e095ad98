"""What all tenants of one sandbox share: the stores, the seed, the clock, the vocabulary."""

from dataclasses import dataclass, field
from typing import Self

from playground.sandbox.clock import Clock
from playground.sandbox.counters import Counters, MemoryCounters
from playground.sandbox.image import Image
from playground.sandbox.oauth.store import SqlStore
from playground.sandbox.seed import Seed
from playground.sandbox.store import Store
from playground.sandbox.stored_counters import StoredCounters
from playground.scopes.vocabulary import Vocabulary

__all__ = ["DEFAULT", "Ground", "path_of"]

DEFAULT = "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """`address` is where the sandbox is served, without a trailing slash."""

    seed: Seed
    store: Store
    grants: SqlStore
    clock: Clock
    address: str
    counters: Counters
    vocabulary: Vocabulary
    image: Image = field(default_factory=Image)

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
        return cls(
            seed=seed,
            store=store,
            grants=grants,
            clock=clock,
            address=address,
            counters=StoredCounters(database) if store.is_shared else MemoryCounters(),
            vocabulary=Vocabulary.load(),
        )

    def close(self) -> None:
        """Close the stores."""
        self.counters.close()
        self.grants.close()
        self.store.close()


def path_of(tenant: str) -> str:
    """Return the path that everything of *tenant* is below, "" for the default one."""
    return "" if tenant == DEFAULT else f"/t/{tenant}"
