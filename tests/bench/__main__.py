"""Run the benchmark: `python -m tests.bench [--full] [--json FILE]`."""

from argparse import ArgumentParser
from dataclasses import asdict
import json
import os
from pathlib import Path
import platform
import subprocess
import sys

from tests.bench import (
    conformance,
    fuzz,
    guard_recall,
    sandbox,
    sandbox_call,
    sandbox_load,
    sandbox_tenants,
    save,
    scan,
)
from tests.bench.row import Row

ROWS = (
    save.rows,
    scan.rows,
    sandbox.rows,
    sandbox_call.rows,
    sandbox_load.rows,
    sandbox_tenants.rows,
    conformance.rows,
)
# What takes minutes: for `make measure` only.
WHOLE = (guard_recall.rows, fuzz.rows, conformance.examinations)


def commit() -> str:
    """Return the commit that is measured, with a plus if the tree differs from it."""
    command = ["git", "describe", "--always", "--dirty=+", "--abbrev=12"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def report(rows: list[Row]) -> dict[str, object]:
    """Return what was measured, on what, as a JSON document."""
    return {
        "commit": commit(),
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "rows": [asdict(row) | {"ratio": row.ratio, "kept": row.is_kept} for row in rows],
    }


def main() -> None:
    """Print each row as it is measured, and keep them all in a file if one is named."""
    parser = ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--full", action="store_true", help="more rounds")
    parser.add_argument("--json", type=Path, help="the file to write")
    options = parser.parse_args()
    rounds = 9 if options.full else 5
    measured: list[Row] = []
    for rows in (*ROWS, *(WHOLE if options.full else ())):
        for row in rows(rounds=rounds):
            sys.stdout.write(f"{row}\n")
            sys.stdout.flush()
            measured.append(row)
            # What was measured is kept though the rest is cut short.
            if options.json:
                keep(options.json, measured)


def keep(path: Path, measured: list[Row]) -> None:
    """Write the *measured* rows to *path*."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(report(measured), indent=2) + "\n")


if __name__ == "__main__":
    main()
