"""The database: single use under concurrency, no value at rest, and nothing left behind."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, func, select

from playground.sandbox.oauth.store import SqlStore
from playground.sandbox.oauth.tables import METADATA, TOKENS
from tests.sandbox.oauth.world import SECRET, WEB, World, content, query_of

AT_ONCE = 20


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Yield a database in a file, with room for everyone at once."""
    url = f"sqlite:///{tmp_path / 'oauth.db'}"
    engine = create_engine(url, pool_size=AT_ONCE, connect_args={"timeout": 30})
    SqlStore(engine).create()
    yield engine
    engine.dispose()


@pytest.fixture
def filed(engine: Engine) -> World:
    """Return a world whose store is a file."""
    return World(store=SqlStore(engine))


def rows(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has."""
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


def test_a_code_is_redeemed_once_under_concurrency(filed: World, engine: Engine) -> None:
    """Of twenty at once exactly one gets tokens, and the others' replay ends them."""
    code = filed.code()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda _: filed.redeem(code), range(AT_ONCE)))
    assert sorted(answer.status for answer in found) == [200] + [400] * (AT_ONCE - 1)
    (tokens,) = [content(answer) for answer in found if answer.status == 200]
    assert not filed.is_active(tokens["access_token"])
    assert rows(engine)["oauth_tokens"] == 2


def test_a_refresh_token_is_rotated_once_under_concurrency(filed: World, engine: Engine) -> None:
    """Of twenty at once exactly one gets tokens, and the family ends."""
    value = filed.tokens()["refresh_token"]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda _: filed.refresh(value), range(AT_ONCE)))
    assert sorted(answer.status for answer in found) == [200] + [400] * (AT_ONCE - 1)
    assert rows(engine)["oauth_tokens"] == 4


def test_a_page_is_answered_once_under_concurrency(filed: World) -> None:
    """Of twenty clicks one gives a code."""
    page = filed.authorize(query_of())
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = list(pool.map(lambda _: filed.decide(page), range(AT_ONCE)))
    assert sorted(answer.status for answer in found) == [303] + [403] * (AT_ONCE - 1)


def test_the_file_holds_no_value(filed: World, engine: Engine, tmp_path: Path) -> None:
    """Neither secret, code, token, ticket nor cookie can be read from the database."""
    page = filed.authorize(query_of())
    code = filed.code()
    tokens = content(filed.redeem(code))
    engine.dispose()
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    ticket = page.body.partition(b'name="csrf_token" value="')[2].partition(b'"')[0].decode()
    values = (SECRET, code, ticket, tokens["access_token"], tokens["refresh_token"])
    assert all(value and value.encode() not in raw for value in values)
    assert b"ada" in raw


def test_everything_survives_a_restart(filed: World, engine: Engine) -> None:
    """Another process finds applications, grants and tokens where they were."""
    tokens = filed.tokens()
    engine.dispose()
    again = create_engine(engine.url)
    store = SqlStore(again)
    assert store.app("default", "web") == WEB
    restarted = World(store=store, now=filed.now)
    assert restarted.is_active(tokens["access_token"])
    assert restarted.refresh(tokens["refresh_token"]).status == 200
    again.dispose()


def test_a_sweep_leaves_what_is_needed(filed: World, engine: Engine) -> None:
    """Expired pages and access tokens go; a used code stays to show its replay."""
    code = filed.code()
    tokens = content(filed.redeem(code))
    filed.authorize(query_of())
    filed.wait(hours=2)
    SqlStore(engine).sweep(now=filed.now)
    left = rows(engine)
    assert (left["oauth_tickets"], left["oauth_codes"], left["oauth_tokens"]) == (0, 1, 1)
    assert filed.redeem(code).status == 400
    assert not filed.is_active(tokens["refresh_token"])


def test_a_sweep_takes_what_has_ended(filed: World, engine: Engine) -> None:
    """After the last day of a grant only applications and the review are left."""
    filed.tokens()
    filed.wait(days=90)
    SqlStore(engine).sweep(now=filed.now)
    assert {name for name, count in rows(engine).items() if count} == {
        "oauth_apps",
        "oauth_app_secrets",
        "oauth_reviews",
    }


def test_a_reset_clears_one_tenant(filed: World, engine: Engine) -> None:
    """Nothing of the tenant is left, and nothing of another is touched."""
    filed.tokens()
    before = rows(engine)
    SqlStore(engine).clear("other")
    assert rows(engine) == before
    SqlStore(engine).clear("default")
    assert set(rows(engine).values()) == {0}


def test_reuse_costs_the_same_however_large_the_family(filed: World, engine: Engine) -> None:
    """One row changes, whether the family has four tokens or forty."""
    first = filed.tokens()["refresh_token"]
    value = first
    for _ in range(20):
        value = content(filed.refresh(value))["refresh_token"]
    assert filed.refresh(first).status == 400
    with engine.connect() as connection:
        query = select(func.count()).where(TOKENS.c.revoked_at.is_not(None))
        assert connection.execute(query).scalar_one() == 0
    assert filed.refresh(value).status == 400


def test_every_table_has_the_tenant_first_in_its_key() -> None:
    """No row can be read without saying whose it is."""
    for table in METADATA.sorted_tables:
        assert next(iter(table.primary_key.columns)).name == "tenant"
