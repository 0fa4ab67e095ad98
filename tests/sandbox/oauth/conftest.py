"""A world on each store: what holds for the fake holds for the database."""

from collections.abc import Iterator

import pytest

from playground.sandbox.oauth.ports import Store
from playground.sandbox.oauth.store import SqlStore
from tests.sandbox.oauth.memory import MemoryStore
from tests.sandbox.oauth.world import World


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """Yield an empty store."""
    if request.param == "memory":
        yield MemoryStore()
        return
    kept = SqlStore.open("sqlite://")
    yield kept
    kept.close()


@pytest.fixture
def world(store: Store) -> World:
    """Return a world with its applications registered."""
    return World(store=store)
