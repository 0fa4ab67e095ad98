"""Measure the guard's recall: `python -m tests.planting [--seeds N] [--report FILE]`."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
import sys
from tempfile import TemporaryDirectory

from tests.planting.recall import Recall, every, measured

SHOWN = 40


def lines(recall: Recall) -> Iterator[str]:
    """Yield the report: overall, by class, the places and kinds below 100 %, false findings."""
    yield f"recall {recall.overall:.2%} of {len(recall.outcomes)}, missed {len(recall.missed)}"
    yield f"false findings in twins: {len(recall.false)}"
    for title, name in (("class", "of"), ("place", "place"), ("kind", "kind")):
        yield f"\nby {title}" + ("" if name == "of" else " (below 100 %)")
        for group, share in recall.by(attrgetter(name)).items():
            if share < 1 or name == "of":
                yield f"  {group:<28} {share:7.2%}"
    yield "\nfalse findings by kind found, with an example"
    yield from _false(recall)
    yield "\nmissed (verdicts given)"
    for outcome in recall.missed[:: max(len(recall.missed) // SHOWN, 1)]:
        yield f"  {outcome.planted.name}  {' '.join(sorted(set(outcome.verdicts))) or '-'}"


def _false(recall: Recall) -> Iterator[str]:
    pairs = [(found, outcome.planted.name) for outcome in recall.false for found in outcome.false]
    examples = dict(pairs)
    for found, count in Counter(found for found, _ in pairs).most_common():
        yield f"  {count:5} {found:<40} {examples[found]}"


def main() -> None:
    """Plant, scan and print."""
    parser = ArgumentParser(prog="python -m tests.planting")
    parser.add_argument("--seeds", type=int, default=1, help="how many seeds (default 1)")
    parser.add_argument("--keep", type=Path, help="the folder to leave the planted files in")
    parser.add_argument("--report", type=Path, help="the file to write the report to as well")
    options = parser.parse_args()
    with TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        report = "\n".join(lines(measured(every(range(options.seeds)), folder))) + "\n"
    sys.stdout.write(report)
    if options.report:
        options.report.write_text(report)


if __name__ == "__main__":
    main()
