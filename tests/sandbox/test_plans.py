"""PostgreSQL's plans: a statement is not bound to the index that was good for an empty table."""

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
OFTEN = 6  # from the sixth time on PostgreSQL keeps a plan
ROWS = 5000


@pytest.fixture
def cursor(cluster: Cluster) -> Iterator[PqCursor]:
    """Give a cursor over the table of links, which is empty."""
    place = cluster.create("plans")
    engine = create_engine(place)
    links.create(engine)
    engine.dispose()
    with psycopg.connect(place.replace("+psycopg", ""), autocommit=True) as connection:
        yield PqCursor(connection)


def plan(cursor: PqCursor) -> str:
    """Return how the statement is executed; it is the first that was prepared."""
    cursor.execute("EXPLAIN (COSTS OFF) EXECUTE s0('default', 'linqu.id', 'c7')")
    return " ".join(str(line) for (line,) in cursor.fetchall())


def test_a_plan_follows_a_table_that_grows(cursor: PqCursor) -> None:
    """The look-up by code reads one row, not all of its tenant's, a second later."""
    given = ["default", "linqu.id", "c7"]
    cursor.execute(BY_CODE, given)
    cursor.renew(0.0)
    for _ in range(OFTEN):
        cursor.execute(BY_CODE, given)
    rows = (
        ("default", "ws", f"i{n}", n, "linqu.id", f"c{n}", 0, 0, "{}" * 100) for n in range(ROWS)
    )
    cursor.copy("links", (*COLUMNS, "document"), rows)
    before = plan(cursor)
    cursor.renew(0.9)
    assert plan(cursor) == before
    cursor.renew(1.0)
    assert "Index Scan using link_codes" in plan(cursor)
    assert "link_codes" not in before
