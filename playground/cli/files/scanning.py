"""Scan sources: each by the policy of its folder, several at once where that pays."""

from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
import os
from pathlib import Path
from typing import TYPE_CHECKING

from playground.cli.files.encoding import taken
from playground.cli.files.garbage import collect_rarely
from playground.cli.files.rules import Rules
from playground.cli.files.sharing import can_share, shared
from playground.cli.files.source import STDIN, Source
from playground.errors import NotebookError, PlaygroundError
from playground.guard import Catalogue, Finding, Judged, findings_in_file, judge, notebook_of
from playground.guard.files import findings_as_notebook, is_notebook, text_of
from playground.guard.marks import NO_MARKS, marks_in

if TYPE_CHECKING:
    from playground.guard.region import Located, Region

__all__ = ["Report", "is_binary", "is_database", "scanned"]

_ENOUGH_FOR_ANOTHER_PROCESS = 2_000_000
_A_BINARY_SHOWS_BY = 8192
_NOTEBOOK = ".ipynb"
# Source: SQLite, "Database File Format", 1.3.1.
_DATABASE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    What one source holds, or why it could not be read.

    `regions`, only if they were asked for, and `wheres`, only of a store with parts of its own,
    say of each finding where it stands.
    """

    name: str
    judged: tuple[Judged, ...] = field(default=())
    regions: "tuple[Region, ...]" = field(default=())
    wheres: tuple[str, ...] = field(default=())
    error: str = ""


def scanned(
    sources: Sequence[Source],
    *,
    rules: Rules,
    jobs: int | None,
    with_regions: bool = False,
) -> Iterator[Report]:
    """
    Yield a report for each of *sources*, in their order.

    Args:
        sources: what to scan.
        rules: what the command line adds to the folders' own settings.
        jobs: how many processes; by default as many as there are cores, if that pays.
        with_regions: whether to tell each finding's lines and columns in the file.

    Raises:
        PolicyError: settings cannot be read, loosen a rule, or name a kind that there is not.
        KindError: a kind of the user's own fails its proof.
    """
    collect_rarely()
    one = partial(_scanned, rules=rules, with_regions=with_regions)
    workers = _workers(sources, jobs)
    if workers == 1:
        yield from map(one, sources)
        return
    rules.scope(Path())
    first = sorted(range(len(sources)), key=lambda index: sources[index].size, reverse=True)
    reports = dict(shared(lambda index: one(sources[index]), first, workers=workers))
    yield from (reports[index] for index in range(len(sources)))


def _workers(sources: Sequence[Source], jobs: int | None) -> int:
    """Return how many processes to scan *sources* with: one where more do not pay."""
    size = sum(source.size for source in sources)
    if not can_share() or (jobs is None and size < _ENOUGH_FOR_ANOTHER_PROCESS):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(jobs or cores or 1, len(sources)) or 1


def _scanned(source: Source, *, rules: Rules, with_regions: bool) -> Report:
    regions: list[Region] = []
    marks = NO_MARKS
    try:
        raw = source.read()
        if not source.name.endswith(_NOTEBOOK):
            raw = taken(raw).raw
        scope = rules.scope(source.folder)
        found = _found(raw, scope.catalogue, source)
        if found and scope.policy.test_keys and _is_notebook(raw, source):
            marks = marks_in(notebook_of(raw, path=source.name))
        if found and with_regions:
            located = _located(raw, scope.catalogue, source, found)
            found, regions = [one.finding for one in located], [one.region for one in located]
    except NotebookError as error:
        return Report(name=source.name, error=str(error))
    except MemoryError:
        return Report(name=source.name, error=f"{source.name}: it is too big for the memory.")
    except PlaygroundError:
        raise
    except Exception as error:  # noqa: BLE001  its text may hold a key; the other files go on
        reason = f"{source.name}: the scanner met an error of its own ({type(error).__name__})."
        return Report(name=source.name, error=reason)
    verdict = judge(found, scope.policy, marks=marks)
    return Report(name=source.name, judged=verdict.judged, regions=tuple(regions))


def _found(raw: bytes, catalogue: Catalogue, source: Source) -> list[Finding]:
    if source.name == STDIN and is_notebook(raw):
        return findings_as_notebook(raw, catalogue, path=source.name)
    if not source.name.endswith(_NOTEBOOK) and is_binary(raw):
        return []
    return findings_in_file(raw, catalogue, path=source.name)


def is_binary(raw: bytes) -> bool:
    """Whether *raw* is no text: it holds a NUL early on, and is no UTF-8."""
    head = raw[:_A_BINARY_SHOWS_BY]
    if b"\0" not in head:
        return False
    try:
        getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return True
    return False


def is_database(raw: bytes) -> bool:
    """Whether *raw* is a database of SQLite's, the beginning of which may look like text."""
    return raw.startswith(_DATABASE)


def _located(
    raw: bytes, catalogue: Catalogue, source: Source, found: list[Finding]
) -> "list[Located]":
    from playground.guard.region import (  # noqa: PLC0415  only if regions are asked for
        located_in_notebook,
        located_in_text,
    )

    if _is_notebook(raw, source):
        return located_in_notebook(raw, catalogue, path=source.name)
    return located_in_text(text_of(raw), found)


def _is_notebook(raw: bytes, source: Source) -> bool:
    return source.name.endswith(_NOTEBOOK) or (source.name == STDIN and is_notebook(raw))
