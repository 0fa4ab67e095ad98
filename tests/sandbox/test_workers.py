"""Several workers over one PostgreSQL: whatever one of them knows, all of them know."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import count
import json
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from playground.errors import SandboxError
from playground.sandbox.attempts import MOST
from tests.sandbox.cluster import Cluster
from tests.sandbox.laboratory import Laboratory, new_sandbox

LINK = {"destinationUrl": "https://example.com/a"}
NUMBERS = count()


@pytest.fixture
def database(cluster: Cluster) -> str:
    """Give the address of an empty database."""
    return cluster.create(f"workers{next(NUMBERS)}")


@pytest.fixture
def workers(database: str) -> Iterator[tuple[Laboratory, Laboratory]]:
    """Give two workers over one database, which know the same keys."""
    one, two = Laboratory(database=database), Laboratory(database=database)
    two.keys = one.keys
    yield one, two
    one.sandbox.close()
    two.sandbox.close()


def at_once(work: Callable[[int], Any], *, times: int) -> list[Any]:
    """Return what *work* gave, called from several threads."""
    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(work, range(times)))


def test_a_revoked_key_is_refused_by_every_worker(workers: tuple[Laboratory, Laboratory]) -> None:
    """At the next request, wherever it comes to."""
    one, two = workers
    session = one.signed_in("user_ada")
    assert two.call("GET", "/api/links", key="everything").status == 200
    one.data("DELETE", "/api/workspaces/ws_acme/api-keys/key_everything", **session)
    assert two.call("GET", "/api/links", key="everything").status == 401


def test_workers_count_one_allowance(workers: tuple[Laboratory, Laboratory]) -> None:
    """A hundred requests an hour are a hundred over all workers, also at once."""
    answers = at_once(
        lambda number: workers[number % 2].call("GET", "/api/links", key="other-workspace").status,
        times=110,
    )
    assert sorted(answers) == [200] * 100 + [429] * 10


def test_workers_count_one_guesser(workers: tuple[Laboratory, Laboratory]) -> None:
    """To go from worker to worker gains nothing."""
    statuses = [
        workers[number % 2].call("GET", "/api/links", x_api_key="guessed").status
        for number in range(MOST + 2)
    ]
    assert statuses == [401] * MOST + [429] * 2


def test_writers_lose_nothing_and_share_no_id(workers: tuple[Laboratory, Laboratory]) -> None:
    """Forty links at once are forty links."""
    made = at_once(
        lambda number: workers[number % 2].data("POST", "/api/links", LINK, key="everything"),
        times=40,
    )
    found = workers[0].data("GET", "/api/links?limit=100", key="everything")
    assert len({link["id"] for link in found}) == 44
    assert {link["id"] for link in made} <= {link["id"] for link in found}


def test_clicks_at_once_are_all_counted(workers: tuple[Laboratory, Laboratory]) -> None:
    """What one worker has read is still so when it writes."""
    before = workers[0].data("GET", "/api/links/link_spring", key="everything")["clicks"]
    statuses = at_once(lambda number: workers[number % 2].call("GET", "/r/spring").status, times=40)
    assert set(statuses) == {302}
    after = workers[1].data("GET", "/api/links/link_spring", key="everything")["clicks"]
    assert after == before + 40


def test_a_reset_takes_away_what_another_worker_has_recorded(
    workers: tuple[Laboratory, Laboratory], database: str
) -> None:
    """Also in the minute of the last reset, whose clicks it would else find in their place."""
    one, two = workers
    owner = {"authorization": f"Bearer {one.sandbox.control.token}"}
    engine = create_engine(database)
    counts = []
    for _ in range(3):
        assert one.call("POST", "/_sandbox/reset", **owner).status == 200
        with engine.connect() as connection:
            counts.append(connection.scalar(text("SELECT count(*) FROM clicks")))
        assert two.call("GET", "/r/spring").status == 302
    engine.dispose()
    assert counts == [counts[0]] * 3


def test_what_is_judged_at_once_is_all_in_the_log(workers: tuple[Laboratory, Laboratory]) -> None:
    """Once all are answered, every worker tells of every one."""
    one, _ = workers
    owner = {"authorization": f"Bearer {one.sandbox.control.token}"}
    assert one.call("POST", "/_sandbox/reset", **owner).status == 200
    at_once(
        lambda number: workers[number % 2].call(
            "GET", f"/api/links/none{number}", key="everything"
        ),
        times=120,
    )
    for worker in workers:
        log = json.loads(worker.call("GET", "/_sandbox/decisions", **owner).body)
        assert len(log["decisions"]) == 120


ORDER = {"clickId": "lw_ck_spring1", "orderId": "A-1", "value": 5}
SERVER = {"click_id": "lw_ck_spring1", "order_id": "A-1", "value": 5}
REPORTS: dict[str, tuple[tuple[str, str, Any], set[int]]] = {
    "track": (("POST", "/api/conversions/track", ORDER), {201, 409}),
    "postback": (
        ("GET", "/api/conversions/postback?lw_cid=lw_ck_spring1&orderId=A-1&amount=5", None),
        {200, 409},
    ),
    "s2s": (("POST", "/api/conversions/s2s", SERVER), {200}),
}


@pytest.mark.parametrize("way", REPORTS)
def test_an_order_told_at_once_counts_once(
    workers: tuple[Laboratory, Laboratory], way: str
) -> None:
    """One report is recorded, and the others get the published answer to a duplicate."""
    request, expected = REPORTS[way]
    answers = at_once(lambda number: workers[number % 2].call(*request, key="everything"), times=16)
    assert {answer.status for answer in answers} == expected
    told = [json.loads(answer.body) for answer in answers]
    fresh = [entry for entry in told if entry["success"] and not entry["data"].get("duplicate")]
    assert len(fresh) == 1
    link = workers[0].data("GET", "/api/links/link_spring", key="everything")
    assert (link["conversions"], link["revenue"]) == (1, 5)


def test_the_later_link_is_listed_first(workers: tuple[Laboratory, Laboratory]) -> None:
    """Whichever worker made it."""
    made = [
        workers[number % 2].data("POST", "/api/links", LINK, key="everything")["id"]
        for number in range(6)
    ]
    found = workers[0].data("GET", "/api/links", key="everything")
    assert [link["id"] for link in found[:6]] == made[::-1]


def test_workers_that_start_at_once_seed_once(database: str) -> None:
    """An empty database is set up by one of them, and the others find it so."""
    started = at_once(lambda _: new_sandbox(database=database), times=4)
    laboratories = [Laboratory(sandbox=sandbox) for sandbox in started]
    totals = [len(lab.data("GET", "/api/links", key="everything")) for lab in laboratories]
    assert totals == [4, 4, 4, 4]
    for sandbox in started:
        sandbox.close()


def test_a_tenant_of_one_worker_is_known_to_the_other(
    workers: tuple[Laboratory, Laboratory],
) -> None:
    """A class may be served by any of them."""
    one, two = workers
    owner = {"authorization": f"Bearer {one.sandbox.control.token}"}
    assert one.call("POST", "/_sandbox/tenants", {"tenant": "a"}, **owner).status == 201
    assert two.call("GET", "/t/a/_sandbox/status", **owner).status == 200
    assert two.call("POST", "/_sandbox/tenants", {"tenant": "a"}, **owner).status == 409


def test_a_lost_database_is_told_and_found_again(cluster: Cluster, database: str) -> None:
    """The envelope says so, nothing is half done, and the next request connects anew."""
    lab = Laboratory(database=database)
    engine = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
    end = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = :name"
    )
    with closing(engine.connect()) as connection:
        connection.execute(end, {"name": database.partition("@/")[2].partition("?")[0]})
    engine.dispose()
    answers = [lab.call("POST", "/api/links", LINK, key="everything") for _ in range(4)]
    assert {answer.status for answer in answers} == {503, 201}
    assert json.loads(answers[0].body)["error"]["code"] == "SERVICE_UNAVAILABLE"
    assert answers[-1].status == 201
    lab.sandbox.close()


def test_an_unreachable_database_is_told(cluster: Cluster) -> None:
    """At the start, with the forms that work."""
    with pytest.raises(SandboxError, match="cannot be opened"):
        new_sandbox(database=cluster.url("nobody-made-this"))
