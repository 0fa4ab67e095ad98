"""The sandbox under load: against Prism, which checks and keeps nothing, and on PostgreSQL."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.contenders import GET, POST, prism, sandbox, seed
from tests.bench.load import Shot, per_second
from tests.bench.row import Row
from tests.bench.served import Served
from tests.sandbox.cluster import running_cluster

__all__ = ["rows"]

ROUNDS = 3
WORKERS = 2  # one a core of a small machine; SQLite has one by its nature
AGAINST = "Prism 5.16.0"
SHOTS: Mapping[str, tuple[Shot, float]] = {"getLink": (GET, 1.2), "createLink": (POST, 1.0)}


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield what is answered, what it takes and how it starts; *rounds* above 5 make it longer."""
    seconds = 10 if rounds > 5 else 4
    with TemporaryDirectory() as name:
        folder = Path(name)
        yield from _against_prism(folder, seconds)
        yield _start(folder)
        yield from _on_postgresql(folder, seconds)


def _against_prism(folder: Path, seconds: int) -> Iterator[Row]:
    with sandbox(_file(folder), seed(folder)) as ours, prism() as peer:
        for operation, (shot, bound) in SHOTS.items():
            figures = _in_turn(ours, peer, shot, seconds)
            name = f"sandbox: {operation}, SQLite file, synchronous=NORMAL"
            yield _row(name, figures, unit="requests/s", bound=bound, better="above")
        memory = ours.megabytes(), peer.megabytes()
        yield _row("sandbox: memory of all processes, after it", memory, unit="MB", bound=0.5)


def _start(folder: Path) -> Row:
    """Return how soon a new sandbox on a new file answers, from its launch."""
    pairs = []
    for _ in range(ROUNDS):
        with sandbox(_file(folder), seed(folder)) as ours:
            pass
        with prism() as peer:
            pairs.append((ours.start, peer.start))
    figures = median(a for a, _ in pairs), median(b for _, b in pairs)
    return _row("sandbox: start to first answer", figures, unit="s", bound=1.0)


def _on_postgresql(folder: Path, seconds: int) -> Iterator[Row]:
    with ExitStack() as stack:
        database = stack.enter_context(running_cluster()).create("bench")
        ours = stack.enter_context(sandbox(database, seed(folder), workers=WORKERS))
        peer = stack.enter_context(sandbox(_file(folder), seed(folder)))
        for operation, (shot, _) in SHOTS.items():
            figures = _in_turn(ours, peer, shot, seconds)
            name = f"sandbox: {operation}, PostgreSQL, {WORKERS} workers, fsync=off"
            against = "our own on a SQLite file"
            yield _row(name, figures, unit="requests/s", bound=0.4, better="above", against=against)


def _file(folder: Path) -> str:
    """Return the address of a database in a new file."""
    number = len([*folder.glob("*.db")])
    Path(folder, f"{number}.db").touch()
    return f"sqlite:///{folder}/{number}.db"


def _in_turn(ours: Served, peer: Served, shot: Shot, seconds: int) -> tuple[float, float]:
    """Return the medians of alternating rounds, after a short one of each."""
    for server in (ours, peer):
        per_second(server.url, shot, seconds=1)
    pairs = [
        (per_second(ours.url, shot, seconds=seconds), per_second(peer.url, shot, seconds=seconds))
        for _ in range(ROUNDS)
    ]
    return median(a for a, _ in pairs), median(b for _, b in pairs)


def _row(
    name: str,
    figures: tuple[float, float],
    *,
    unit: str,
    bound: float,
    better: str = "below",
    against: str = AGAINST,
) -> Row:
    ours, peer = figures
    return Row(
        name=name,
        ours=ours,
        peer=peer,
        unit=unit,
        rounds=ROUNDS,
        against=against,
        bound=bound,
        better=better,
    )
