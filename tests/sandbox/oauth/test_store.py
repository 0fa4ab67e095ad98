"""The database: single use under concurrency, no value at rest, and nothing left behind."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import func, select

from playground.sandbox.oauth.store import SqlStore
from playground.sandbox.oauth.tables import METADATA, TOKENS
from playground.sandbox.values import digest
from tests.sandbox.oauth.world import SECRET, WEB, World, content, query_of

AT_ONCE = 20
NUMBERS = count()


@pytest.fixture(params=["file", "memory", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    """Yield a store in a file, one in memory, and one in PostgreSQL."""
    if request.param == "postgresql":
        cluster = request.getfixturevalue("cluster")
        store = SqlStore.open(cluster.create(f"oauth{next(NUMBERS)}"))
    else:
        place = f"/{tmp_path / 'oauth.db'}" if request.param == "file" else ""
        store = SqlStore.open(f"sqlite://{place}")
    yield store
    store.close()


def rows(store: SqlStore) -> dict[str, int]:
    """Return how many rows each table has."""
    with store._engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


def test_a_code_is_redeemed_once_under_concurrency(store: SqlStore) -> None:
    """Of twenty at once exactly one gets tokens, and the others' replay ends them."""
    world = World(store=store)
    code = world.code()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda _: world.redeem(code), range(AT_ONCE)))
    assert sorted(answer.status for answer in found) == [200] + [400] * (AT_ONCE - 1)
    (tokens,) = [content(answer) for answer in found if answer.status == 200]
    assert not world.is_active(tokens["access_token"])
    assert rows(store)["oauth_tokens"] == 2


def test_a_refresh_token_is_rotated_once_under_concurrency(store: SqlStore) -> None:
    """Of twenty at once exactly one gets tokens, and the family ends."""
    world = World(store=store)
    value = world.tokens()["refresh_token"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda _: world.refresh(value), range(AT_ONCE)))
    assert sorted(answer.status for answer in found) == [200] + [400] * (AT_ONCE - 1)
    assert rows(store)["oauth_tokens"] == 4


def test_a_code_of_a_revoked_grant_gives_nothing(store: SqlStore) -> None:
    """A revocation between looking at a code and redeeming it is not overtaken."""
    world = World(store=store)
    code = store.code("default", digest(world.code()))
    assert code
    store.revoke_grant("default", code.grant_id, now=world.now)
    assert not store.redeem("default", code.digest, now=world.now, tokens=[])


def test_a_page_is_answered_once_under_concurrency(store: SqlStore) -> None:
    """Of twenty clicks one gives a code."""
    world = World(store=store)
    page = world.authorize(query_of())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda _: world.decide(page), range(AT_ONCE)))
    assert sorted(answer.status for answer in found) == [303] + [403] * (AT_ONCE - 1)


def test_the_file_holds_no_value(tmp_path: Path) -> None:
    """Neither secret, code, token, ticket nor cookie can be read from the database."""
    store = SqlStore.open(f"sqlite:///{tmp_path / 'oauth.db'}")
    world = World(store=store)
    page = world.authorize(query_of())
    code = world.code()
    tokens = content(world.redeem(code))
    store.close()
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    ticket = page.body.partition(b'name="csrf_token" value="')[2].partition(b'"')[0].decode()
    values = (SECRET, code, ticket, tokens["access_token"], tokens["refresh_token"])
    assert all(value and value.encode() not in raw for value in values)
    assert b"ada" in raw


def test_everything_survives_a_restart(tmp_path: Path) -> None:
    """Another process finds applications, grants and tokens where they were."""
    url = f"sqlite:///{tmp_path / 'oauth.db'}"
    store = SqlStore.open(url)
    world = World(store=store)
    tokens = world.tokens()
    store.close()
    again = SqlStore.open(url)
    assert again.app("default", "web") == WEB
    restarted = World(store=again, now=world.now)
    assert restarted.is_active(tokens["access_token"])
    assert restarted.refresh(tokens["refresh_token"]).status == 200
    again.close()


def test_a_sweep_leaves_what_is_needed(store: SqlStore) -> None:
    """Expired pages and access tokens go; a used code stays to show its replay."""
    world = World(store=store)
    code = world.code()
    tokens = content(world.redeem(code))
    world.authorize(query_of())
    world.wait(hours=2)
    store.sweep(now=world.now)
    left = rows(store)
    assert (left["oauth_tickets"], left["oauth_codes"], left["oauth_tokens"]) == (0, 1, 1)
    assert world.redeem(code).status == 400
    assert not world.is_active(tokens["refresh_token"])


def test_a_sweep_takes_what_has_ended(store: SqlStore) -> None:
    """After the last day of a grant only applications and the review are left."""
    world = World(store=store)
    world.tokens()
    world.wait(days=90)
    store.sweep(now=world.now)
    assert {name for name, count in rows(store).items() if count} == {
        "oauth_apps",
        "oauth_app_secrets",
        "oauth_reviews",
    }


def test_a_reset_clears_one_tenant(store: SqlStore) -> None:
    """Nothing of the tenant is left, and nothing of another is touched."""
    world = World(store=store)
    world.tokens()
    before = rows(store)
    store.clear("other")
    assert rows(store) == before
    store.clear("default")
    assert set(rows(store).values()) == {0}


def test_reuse_costs_the_same_however_large_the_family(store: SqlStore) -> None:
    """One row changes, whether the family has four tokens or forty."""
    world = World(store=store)
    first = world.tokens()["refresh_token"]
    value = first
    for _ in range(20):
        value = content(world.refresh(value))["refresh_token"]
    assert world.refresh(first).status == 400
    with store._engine.connect() as connection:
        query = select(func.count()).where(TOKENS.c.revoked_at.is_not(None))
        assert connection.execute(query).scalar_one() == 0
    assert world.refresh(value).status == 400


def test_every_table_has_the_tenant_first_in_its_key() -> None:
    """No row can be read without saying whose it is."""
    for table in METADATA.sorted_tables:
        assert next(iter(table.primary_key.columns)).name == "tenant"
