"""What worlds of one's own cost: a reset, and a class of a thousand tenants."""

from collections.abc import Callable, Iterator
from contextlib import closing
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psutil

from playground.sandbox import Request, Sandbox
from playground.sandbox.seed import read_seed
from tests.bench.contenders import GET, KEY, seed
from tests.bench.row import Row, in_turn
from tests.sandbox.cluster import running_cluster

__all__ = ["rows"]

TOKEN = "control-token-of-the-benchmark"
CLASS = 1_000
FEW = 10
GETS = 20
AGAINST = f"{GETS} GETs, in process"


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield the rows of resets, then those of many tenants."""
    with TemporaryDirectory() as folder:
        sandbox = Sandbox(seed=read_seed(seed(Path(folder))), control_token=TOKEN)
    process = psutil.Process()
    gets = _gets(sandbox)
    ours, peer = in_turn(_controlling(sandbox, "reset"), gets, rounds=rounds * 10)
    yield _row("sandbox: reset of a seeded tenant", ours, peer, rounds * 10)
    names = [f"n{number}" for number in range(CLASS)]
    few = _provisioned(sandbox, names[: FEW - 1])
    all_of_them = _controlling(sandbox, "reset", {"all": True})
    ours, peer = in_turn(all_of_them, gets, rounds=rounds * 3)
    yield _row(f"sandbox: reset of all of {FEW} tenants, each", ours / FEW, peer, rounds * 3)
    memory = process.memory_info().rss
    spent = few + _provisioned(sandbox, names[FEW - 1 :])
    grown = process.memory_info().rss - memory
    sandbox.close()
    name = f"sandbox: {CLASS} tenants, each made and answering"
    yield _row(name, spent / CLASS, peer, 1, bound=3.0)
    yield Row(
        name=f"sandbox: {CLASS} tenants, memory of all",
        ours=grown / 1e6,
        peer=memory / 1e6,
        unit="MB",
        rounds=1,
        against="the process before",
        bound=3.0,
    )
    yield from _kept_resets(rounds)


def _kept_resets(rounds: int) -> Iterator[Row]:
    """Yield what a reset costs where the state outlives the process."""
    with TemporaryDirectory() as folder, running_cluster() as cluster:
        places = {
            "SQLite file": f"sqlite:///{folder}/resets.db",
            "PostgreSQL": cluster.create("resets"),
        }
        given = read_seed(seed(Path(folder)))
        for place, database in places.items():
            with closing(Sandbox(seed=given, database=database, control_token=TOKEN)) as sandbox:
                reset = _controlling(sandbox, "reset")
                ours, peer = in_turn(reset, _gets(sandbox), rounds=rounds * 3)
                yield _row(f"sandbox: reset of a tenant, {place}", ours, peer, rounds * 3)


def _gets(sandbox: Sandbox) -> Callable[[], None]:
    get = _asking(sandbox, "GET", GET.target, dict(KEY))

    def gets() -> None:
        for _ in range(GETS):
            get()

    return gets


def _row(name: str, ours: float, peer: float, rounds: int, *, bound: float = 1.0) -> Row:
    return Row(
        name=name,
        ours=ours * 1e3,
        peer=peer * 1e3,
        unit="ms",
        rounds=rounds,
        against=AGAINST,
        bound=bound,
    )


def _provisioned(sandbox: Sandbox, names: list[str]) -> float:
    """Return the seconds in which tenants of *names* were made, and each answered a GET."""
    begin = perf_counter()
    for name in names:
        _controlling(sandbox, "tenants", {"tenant": name}, good=201)()
        _asking(sandbox, "GET", f"/t/{name}{GET.target}", dict(KEY))()
    return perf_counter() - begin


def _controlling(
    sandbox: Sandbox, what: str, body: Any = None, *, good: int = 200
) -> Callable[[], None]:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    content = b"" if body is None else json.dumps(body).encode()
    return _asking(sandbox, "POST", f"/_sandbox/{what}", headers, content, good=good)


def _asking(
    sandbox: Sandbox,
    method: str,
    target: str,
    headers: dict[str, str],
    body: bytes = b"",
    *,
    good: int = 200,
) -> Callable[[], None]:
    """Return what sends a request and sees it succeed."""
    pairs = tuple((name.lower(), value) for name, value in headers.items())
    request = Request(method=method, target=target, headers=pairs, body=body)

    def ask() -> None:
        answer = sandbox.handle(request)
        if answer.status != good:
            raise OSError(f"{target} answered {answer.status}: {answer.body[:200]!r}")

    return ask
