"""`playground sandbox --workers N`: one address, several processes, one PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from signal import SIGINT, SIGKILL, SIGTERM, Signals
import subprocess

import psutil
import pytest

from tests.sandbox.cluster import Cluster
from tests.sandbox.process import CONTROL, RUN, asked, key_of, served

PATIENCE = 30
LINK = '{"destinationUrl": "https://example.com/a"}'


@pytest.fixture(scope="module")
def pair(cluster: Cluster) -> Iterator[tuple[psutil.Process, str]]:
    """Give the process that two workers belong to, and where they answer."""
    with served(cluster.create("pair"), "--workers", "2") as (process, netloc):
        asked(netloc, "GET", "/_sandbox/status", **CONTROL)
        yield psutil.Process(process.pid), netloc


def workers_of(process: psutil.Process) -> list[psutil.Process]:
    """Return the processes that answer; what else multiprocessing starts listens to nobody."""
    return [one for one in process.children() if one.net_connections("tcp")]


def test_two_processes_share_one_address(pair: tuple[psutil.Process, str]) -> None:
    """What many clients write at once is all there, whichever of them took it."""
    process, netloc = pair
    key = key_of(netloc)
    with ThreadPoolExecutor(8) as pool:
        made = list(
            pool.map(lambda _: asked(netloc, "POST", "/api/links", LINK, x_api_key=key), range(24))
        )
    found = asked(netloc, "GET", "/api/links?limit=100", x_api_key=key)["data"]
    assert {link["data"]["id"] for link in made} <= {link["id"] for link in found}
    assert len(workers_of(process)) == 2


def test_a_killed_worker_is_replaced(pair: tuple[psutil.Process, str]) -> None:
    """The others go on, and nobody has to start anything."""
    process, netloc = pair
    victim = workers_of(process)[0]
    victim.kill()
    psutil.wait_procs([victim], timeout=PATIENCE)
    assert asked(netloc, "GET", "/_sandbox/status", **CONTROL)["tenant"] == "default"
    assert any(_is_pair(process, victim) for _ in range(PATIENCE * 2))


def _is_pair(process: psutil.Process, victim: psutil.Process) -> bool:
    """Whether two workers live; waits a moment for the one that is to end or to begin."""
    psutil.wait_procs(process.children(), timeout=0.5)
    living = workers_of(process)
    return len(living) == 2 and victim not in living


@pytest.mark.parametrize(("ending", "code"), [(SIGTERM, 0), (SIGINT, 0), (SIGKILL, -SIGKILL)])
def test_a_signal_ends_all_of_them(cluster: Cluster, ending: Signals, code: int) -> None:
    """Nothing is left that listens."""
    database = cluster.create(f"ended by {ending.name}")
    with served(database, "--workers", "2") as (process, netloc):
        asked(netloc, "GET", "/_sandbox/status", **CONTROL)
        tree = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(ending)
        assert process.wait(PATIENCE) == code
        assert psutil.wait_procs(tree, timeout=PATIENCE)[1] == []


def test_a_database_of_one_process_is_refused() -> None:
    """In a line that says which it takes."""
    command = [*RUN, "--port", "0", "--workers", "2"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)  # noqa: S603  ours
    assert run.returncode == 2
    assert "this database is for one worker" in run.stderr
    assert "postgresql+psycopg://" in run.stderr
