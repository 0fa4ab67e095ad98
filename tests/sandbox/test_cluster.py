"""The tests' own PostgreSQL ends with whoever started it."""

from pathlib import Path
import signal
import subprocess
import sys

import psutil

START = """
from tests.sandbox.cluster import running_cluster
with running_cluster() as cluster:
    print(cluster.home, (cluster.home / "data/postmaster.pid").read_text().split()[0], flush=True)
    input()
"""


def test_a_killed_process_leaves_no_server_behind() -> None:
    """Neither the server nor its directory outlives `kill -9` of the tests."""
    command = [sys.executable, "-c", START]
    with subprocess.Popen(  # noqa: S603  our own interpreter
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    ) as process:
        assert process.stdout is not None
        home, number = process.stdout.readline().split()
        server = psutil.Process(int(number))
        ending = [one for one in process_children(process.pid) if one.name() == "sh"]
        process.send_signal(signal.SIGKILL)
    gone, alive = psutil.wait_procs([server, *ending], timeout=60)
    assert (len(gone), alive, Path(home).exists()) == (2, [], False)


def process_children(pid: int) -> list[psutil.Process]:
    """Return what *pid* has started."""
    return psutil.Process(pid).children()
