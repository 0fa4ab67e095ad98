"""Scan real notebooks for false bans: `python -m tests.corpora [--debian]`."""

from argparse import ArgumentParser
from collections import Counter
import sys

from tests.corpora.fetch import CORPORA, debian_notebooks, pypi_notebooks
from tests.planting.recall import scanned


def main() -> None:
    """Fetch what is missing, scan it, and print how many notebooks were banned for what."""
    parser = ArgumentParser(prog="python -m tests.corpora")
    parser.add_argument("--debian", action="store_true", help="with Debian's packages too")
    options = parser.parse_args()
    paths = [*pypi_notebooks(), *(debian_notebooks() if options.debian else [])]
    size = sum(path.stat().st_size for path in paths)
    sys.stdout.write(f"{len(paths)} notebooks, {size / 1e6:.0f} MB\n")
    report = scanned(CORPORA)
    for error in report["errors"]:
        sys.stdout.write(f"unread: {error}\n")
    counts = Counter((finding["verdict"], finding["kind"]) for finding in report["findings"])
    for (verdict, kind), count in sorted(counts.items()):
        sys.stdout.write(f"{count:6} {verdict:<6} {kind}\n")
    for finding in report["findings"]:
        if finding["verdict"] != "allow":
            sys.stdout.write(
                f"{finding['verdict']} {finding['kind']} {finding['preview']!r} {finding['path']}"
                f" cell {finding.get('cell')} {finding['part']} {finding.get('via')}\n"
            )


if __name__ == "__main__":
    main()
