"""PostgreSQL's plans: a statement is not bound to the way that was good for an empty table."""

from collections.abc import Iterator

import psycopg
import pytest
from sqlalchemy import create_engine

from playground.sandbox.pq import PqCursor
from playground.sandbox.tables import links
from tests.sandbox.cluster import Cluster

BY_CODE = (
    "SELECT id FROM links"
    " WHERE tenant = $1::varchar AND host = $2::varchar AND live_code = $3::varchar"
)
COLUMNS = ("tenant", "workspace", "id", "position", "host", "live_code", "clicks", "visitors")
ROWS = 5000
WAYS = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")


@pytest.fixture
def connection(cluster: Cluster) -> Iterator[psycopg.Connection]:
    """Give a connection to the table of links, which is empty, and which nothing else analyses."""
    place = cluster.create("plans")
    engine = create_engine(place)
    links.create(engine)
    engine.dispose()
    with psycopg.connect(place.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("ALTER TABLE links SET (autovacuum_enabled = off)")
        connection.execute("SET plan_cache_mode = force_generic_plan")
        yield connection


def allow(connection: psycopg.Connection, ways: str) -> None:
    """Turn the ways that use an index "on" or "off"; a plan that is kept does not follow."""
    for way in WAYS:
        connection.execute("SELECT set_config(%s, %s, false)", (way, ways))


def plan(cursor: PqCursor) -> str:
    """Return how the statement is executed; it is the first that was prepared."""
    cursor.execute("EXPLAIN (COSTS OFF) EXECUTE s0('default', 'linqu.id', 'c7')")
    return " ".join(str(line) for (line,) in cursor.fetchall())


def test_a_plan_follows_a_table_that_grows(connection: psycopg.Connection) -> None:
    """The look-up by code reads one row, not all of its tenant's, a second later."""
    given = ["default", "linqu.id", "c7"]
    cursor = PqCursor(connection)
    allow(connection, "off")
    cursor.execute(BY_CODE, given)
    cursor.renew(0.0)
    cursor.execute(BY_CODE, given)
    allow(connection, "on")
    rows = (
        ("default", "ws", f"i{n}", n, "linqu.id", f"c{n}", 0, 0, "{}" * 100) for n in range(ROWS)
    )
    cursor.copy("links", (*COLUMNS, "document"), rows)
    cursor.renew(0.9)
    assert "Seq Scan on links" in plan(cursor)
    cursor.renew(1.0)
    assert "Index Scan using link_codes" in plan(cursor)
