"""What a scan costs: a corpus against other scanners, the first scan, big and nasty notebooks."""

from collections.abc import Callable, Iterator
from functools import partial
import json
from secrets import token_urlsafe
from statistics import median
import subprocess
import sys
from time import perf_counter, process_time

from playground.guard import Catalogue, findings_in_notebook, findings_in_text
from playground.guard.known import described
from tests.bench.guard_notebooks import SHAPES, printed
from tests.bench.guard_peers import PEERS, in_process, ours
from tests.bench.row import Row, children_time, in_turn
from tests.corpora.fetch import CORPORA, debian_notebooks, pypi_notebooks

__all__ = ["rows"]

MEGABYTE = 1_000_000
SMALL = MEGABYTE // 2
# What begins a key, an encoding or a sign, and never goes on.
REPEATED = (
    *("-eyJ", "://", "xoxp-1-", "bHdfbGl2ZV", "6c775f6c6976655f", "H4sI", "ghp_\n", "<!-- "),
    *("118,99,97,95,aB3x", "glpat-\n"),
)
FIRST = """
from playground.guard import Catalogue, findings_in_text
findings_in_text("print(1)", Catalogue.load())
"""
MEMORY = """
import sys
from pathlib import Path
from playground.guard import Catalogue, findings_in_file
from tests.bench.row import peak_megabytes
findings_in_file(Path(sys.argv[1]).read_bytes(), Catalogue.load(), path=sys.argv[1])
print(peak_megabytes())
"""


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield what can be measured here: corpus, first scan, one notebook, memory, growth."""
    for measure in (_corpus, _first_scan, _one_notebook, _known, _memory, _growth):
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
            call(CORPORA.resolve())  # betterleaks follows no link
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
    """Compare imports, cached catalogue and a first scan with 100 ms, beyond Python's start."""
    commands = [[sys.executable, "-c", program] for program in (FIRST, "")]
    first, floor = in_turn(
        *(partial(subprocess.check_call, command) for command in commands),
        rounds=rounds,
        clock=children_time,
    )
    yield Row(
        name="first scan in a fresh process",
        ours=first - floor,
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


def _known(rounds: int) -> Iterator[Row]:
    """Compare a scan of real notebooks by whoever knows ten values with one by who knows none."""
    every = [
        json.loads(path.read_bytes()) for path in [*pypi_notebooks(), *debian_notebooks()][::9]
    ]
    catalogue = Catalogue.load()
    values = ["p@ss/W0rd+1", "correct horse battery", *map(token_urlsafe, range(10, 42, 4))]
    known = [
        one for value in values for one in described("db", value, fingerprint=catalogue.fingerprint)
    ]
    knowing = catalogue.with_known(known, names={})

    def scan(by: Catalogue) -> None:
        for notebook in every:
            findings_in_notebook(notebook, by)

    ours, peer = in_turn(partial(scan, knowing), partial(scan, catalogue), rounds=rounds)
    yield Row(
        name="scan of real notebooks, ten values known",
        ours=ours,
        peer=peer,
        unit="s",
        rounds=rounds,
        against="the same scan with none known",
        bound=2,
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
        bound=4.5,
    )


def _peak(size: int) -> float:
    path = CORPORA.parent / f"printed-{size // MEGABYTE}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(printed(size))
    command = [sys.executable, "-c", MEMORY, str(path)]
    return float(subprocess.check_output(command))  # noqa: S603


def _growth(rounds: int) -> Iterator[Row]:
    """Compare a nasty notebook, and a text of one thing repeated, with one of half its size."""
    catalogue = Catalogue.load()
    looks: dict[str, Callable[[int], Callable[[], object]]] = {
        name: partial(_notebook_look, make, catalogue) for name, make in SHAPES.items()
    } | {repr(unit): partial(_text_look, unit, catalogue) for unit in REPEATED}
    for name, look in looks.items():
        # Of the processor, which nobody else's work makes longer.
        times = in_turn(look(2 * SMALL), look(SMALL), rounds=min(rounds, 5), clock=process_time)
        yield Row(
            name=f"1 MB of {name}",
            ours=times[0],
            peer=times[1],
            unit="s",
            rounds=min(rounds, 5),
            against="half of it",
            bound=2.4,
        )


def _notebook_look(
    make: Callable[[int], bytes], catalogue: Catalogue, size: int
) -> Callable[[], object]:
    return partial(findings_in_notebook, json.loads(make(size)), catalogue)


def _text_look(unit: str, catalogue: Catalogue, size: int) -> Callable[[], object]:
    # A tenth of a notebook's size: nothing is slower than one keyword after the other.
    return partial(findings_in_text, unit * (size // 10 // len(unit)), catalogue)
