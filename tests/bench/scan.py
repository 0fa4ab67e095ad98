"""What a scan costs: a corpus against other scanners, the first scan, big and nasty notebooks."""

from collections.abc import Iterator
from functools import partial
import json
from statistics import median
import subprocess
import sys
from time import perf_counter

from playground.guard import Catalogue, findings_in_notebook
from tests.bench.guard_notebooks import SHAPES, printed
from tests.bench.guard_peers import PEERS, in_process, ours
from tests.bench.row import Row, in_turn
from tests.corpora.fetch import CORPORA, debian_notebooks, pypi_notebooks

__all__ = ["rows"]

MEGABYTE = 1_000_000
SMALL = MEGABYTE // 2
FIRST = """
from time import perf_counter
start = perf_counter()
from playground.guard import Catalogue, findings_in_text
findings_in_text("print(1)", Catalogue.load())
print(perf_counter() - start)
"""
MEMORY = """
import resource, sys
from pathlib import Path
from playground.guard import Catalogue, findings_in_file
findings_in_file(Path(sys.argv[1]).read_bytes(), Catalogue.load(), path=sys.argv[1])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)
"""


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield what can be measured here: corpus, first scan, one notebook, memory, growth."""
    for measure in (_corpus, _first_scan, _one_notebook, _memory, _growth):
        try:
            yield from measure(rounds)
        except (OSError, ModuleNotFoundError) as error:  # a peer is not there: no row, and told
            sys.stderr.write(f"not measured: {measure.__name__.strip('_')}: {error}\n")


def _corpus(rounds: int) -> Iterator[Row]:
    """Compare whole processes over the real notebooks with the faster of the peers."""
    pypi_notebooks()
    debian_notebooks()
    calls = {"ours": ours} | PEERS
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(rounds + 1):
        for name, call in calls.items():
            start = perf_counter()
            call(CORPORA)
            if turn:  # the first one warms the caches
                seconds[name].append(perf_counter() - start)
    medians = {name: median(times) for name, times in seconds.items()}
    fastest = min(PEERS, key=lambda name: medians[name])
    yield Row(
        name="scan of real notebooks, whole process",
        ours=medians["ours"],
        peer=medians[fastest],
        unit="s",
        rounds=rounds,
        against=f"{fastest}, the faster of two",
        bound=1,
    )


def _first_scan(rounds: int) -> Iterator[Row]:
    """Compare imports, cached catalogue and a first scan in a fresh process with 100 ms."""
    command = [sys.executable, "-c", FIRST]
    times = [float(subprocess.check_output(command)) for _ in range(rounds + 1)]  # noqa: S603
    yield Row(
        name="first scan in a fresh process",
        ours=median(times[1:]),
        peer=0.1,
        unit="s",
        rounds=rounds,
        against="the promised 100 ms",
        bound=1,
    )


def _one_notebook(rounds: int) -> Iterator[Row]:
    """Compare a 10 MB notebook, as the server holds it, with kingfisher's library on the file."""
    from tests.bench.save import notebook  # noqa: PLC0415  pulls the Jupyter server in

    content = notebook(10)
    raw = json.dumps(content).encode()
    catalogue, scanner = Catalogue.load(), in_process()
    times = in_turn(
        lambda: findings_in_notebook(content, catalogue), lambda: scanner.scan(raw), rounds=rounds
    )
    yield Row(
        name="10 MB notebook, in process",
        ours=times[0],
        peer=times[1],
        unit="s",
        rounds=rounds,
        against="kingfisher's library",
        bound=1,
    )


def _memory(_rounds: int) -> Iterator[Row]:
    """Compare the peak memory of a process that scans 60 MB of text with the text's size."""
    yield Row(
        name="peak memory, 60 MB of printed lines",
        ours=_peak(60 * MEGABYTE),
        peer=60,
        unit="MB",
        rounds=1,
        against="the file's size",
        bound=6,
    )


def _peak(size: int) -> float:
    path = CORPORA.parent / f"printed-{size // MEGABYTE}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(printed(size))
    command = [sys.executable, "-c", MEMORY, str(path)]
    return float(subprocess.check_output(command))  # noqa: S603


def _growth(rounds: int) -> Iterator[Row]:
    """Compare a nasty notebook with ten times one of a tenth of its size."""
    catalogue = Catalogue.load()
    for name, make in SHAPES.items():
        big, small = (json.loads(make(size)) for size in (10 * SMALL, SMALL))
        times = in_turn(
            partial(findings_in_notebook, big, catalogue),
            partial(findings_in_notebook, small, catalogue),
            rounds=min(rounds, 3),
        )
        yield Row(
            name=f"5 MB of {name}",
            ours=times[0],
            peer=10 * times[1],
            unit="s",
            rounds=min(rounds, 3),
            against="ten times a tenth of it",
            bound=1.5,
        )
