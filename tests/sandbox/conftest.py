"""What tests of the sandbox share: every test that asks for `lab` runs on each kind of store."""

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from playground.sandbox import Sandbox
from playground.sandbox.ground import DEFAULT
from playground.sandbox.tables import METADATA, tenants
from tests.sandbox.cluster import Cluster, running_cluster
from tests.sandbox.laboratory import NOON, Laboratory, new_sandbox


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """Give a real PostgreSQL, started for these tests."""
    with running_cluster() as running:
        yield running


@pytest.fixture(scope="session")
def on_postgresql(cluster: Cluster) -> Iterator[Sandbox]:
    """Give the one sandbox over PostgreSQL that tests share; a new one each would take too long."""
    sandbox = new_sandbox(database=cluster.create("shared"))
    yield sandbox
    sandbox.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def lab(request: pytest.FixtureRequest) -> Iterator[Laboratory]:
    """Give a sandbox as fresh as on its first day."""
    if request.param == "postgresql":
        yield Laboratory(sandbox=_refreshed(request.getfixturevalue("on_postgresql")))
        return
    laboratory = Laboratory()
    yield laboratory
    laboratory.sandbox.close()


def _refreshed(sandbox: Sandbox) -> Sandbox:
    """Forget even what a reset keeps: values that were issued before, and other tenants."""
    sandbox.state.agenda.wait()
    sandbox.clock.freeze(NOON)
    sandbox.tenants.forget()
    with sandbox.state.transaction() as store:
        for table in METADATA.sorted_tables:
            if table is not tenants:
                store.run(delete(table))
        store.run(delete(tenants).where(tenants.c.tenant != DEFAULT))
    sandbox.state.reset()
    return sandbox
