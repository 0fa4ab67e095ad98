"""Whether fuzzing finds an input that breaks one of the guard's promises."""

from collections.abc import Iterator
import re
import subprocess
import sys

from tests.bench.row import Row

__all__ = ["rows"]

RUNS, SECONDS = 20_000, 300


def rows(*, rounds: int) -> Iterator[Row]:
    """Yield how many of the inputs that were tried broke a promise."""
    command = [sys.executable, "-m", "tests.fuzz", f"--runs={RUNS}", f"--seconds={SECONDS}"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    tried = re.search(r"number_of_executed_units:\s*(\d+)", run.stderr)
    if tried is None:
        sys.stderr.write(f"not measured: fuzz: {run.stderr[-2000:]}\n")
        return
    if run.returncode:
        sys.stderr.write(f"{run.stderr[-4000:]}\n")
    yield Row(
        name="fuzzed inputs that break a promise",
        ours=float(run.returncode != 0),
        peer=float(tried[1]),
        unit="inputs",
        rounds=rounds,
        against="inputs tried",
        bound=0,
    )
