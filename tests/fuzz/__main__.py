"""Fuzz the guard where its code was not reached yet: `python -m tests.fuzz [--runs N]`."""

from argparse import ArgumentParser
from hashlib import sha256
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["playground.guard"]):
    from tests.fuzz.target import PATHS, check, notebook_around, seeds


# Where an input stays that broke a promise.
BROKEN = Path(__file__).parents[2] / "build" / "fuzz"


def one_input(data: bytes) -> None:
    """Check *data* as a file of each sort, and as the text of a notebook."""
    number, raw = (data[0] if data else 0), data[1:]
    if number % (len(PATHS) + 1) == len(PATHS):
        check(notebook_around(raw.decode("utf-8", "replace")), path=PATHS[0])
    else:
        check(raw, path=PATHS[number % len(PATHS)])


def main() -> None:
    """Fuzz for so many runs or seconds, whichever ends first; exit 0 if every promise was kept."""
    parser = ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=180)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        for content in seeds():
            for number in (0, len(PATHS)):
                data = bytes([number]) + content
                Path(folder, sha256(data).hexdigest()).write_bytes(data)
        limits = [f"-runs={options.runs}", f"-max_total_time={options.seconds}", "-timeout=20"]
        BROKEN.mkdir(parents=True, exist_ok=True)
        place = f"-artifact_prefix={BROKEN}/"
        atheris.Setup([sys.argv[0], *limits, place, "-print_final_stats=1", folder], one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
