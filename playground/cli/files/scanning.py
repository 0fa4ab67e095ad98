"""Scan sources: each by the policy of its folder, several at once where that pays."""

from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
import os
from pathlib import Path

from playground.cli.files.source import STDIN, Source
from playground.errors import NotebookError, PlaygroundError
from playground.guard import Catalogue, Finding, Judged, Policy, findings_in_file, judge
from playground.guard.files import findings_as_notebook, is_notebook, text_of
from playground.guard.region import Located, Region, located_in_notebook, located_in_text

__all__ = ["Report", "is_binary", "policy_of", "scanned", "with_catalogue"]

_ENOUGH_FOR_ANOTHER_PROCESS = 24
_A_BINARY_SHOWS_BY = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """
    What one source holds, or why it could not be read.

    `regions`, only if they were asked for, and `wheres`, only of a store with parts of its own,
    say of each finding where it stands.
    """

    name: str
    judged: tuple[Judged, ...] = field(default=())
    regions: tuple[Region, ...] = field(default=())
    wheres: tuple[str, ...] = field(default=())
    error: str = ""


@cache
def with_catalogue(kinds: tuple[Path, ...]) -> Catalogue:
    """Return the shipped kinds with those in *kinds*, compiled once a process."""
    return Catalogue.load(extra=kinds)


@cache
def policy_of(folder: Path, file: Path | None) -> Policy:
    """
    Return the policy of *folder*, tightened by *file*.

    Raises:
        PolicyError: one of the settings cannot be read, or loosens a rule.
    """
    return Policy.load(folder, file=file)


def scanned(
    sources: Sequence[Source],
    *,
    policy_file: Path | None,
    jobs: int | None,
    with_regions: bool = False,
) -> Iterator[Report]:
    """
    Yield a report for each of *sources*, in their order.

    Args:
        sources: what to scan.
        policy_file: tightens what the folders' own settings say.
        jobs: how many processes; by default as many as there are cores, if that pays.
        with_regions: whether to tell each finding's lines and columns in the file.

    Raises:
        PolicyError: a policy cannot be read, or loosens a rule.
        KindError: a kind of the user's own fails its proof.
    """
    one = partial(_scanned, policy_file=policy_file, with_regions=with_regions)
    workers = min(jobs or os.cpu_count() or 1, max(len(sources) // _ENOUGH_FOR_ANOTHER_PROCESS, 1))
    if workers == 1:
        yield from map(one, sources)
        return
    # A fork keeps what was imported and compiled, where the platform has one.
    method = "fork" if hasattr(os, "fork") and os.name == "posix" else "spawn"
    with_catalogue(policy_of(Path(), policy_file).kinds)
    with ProcessPoolExecutor(workers, mp_context=get_context(method)) as pool:
        yield from pool.map(one, sources, chunksize=8)


def _scanned(source: Source, *, policy_file: Path | None, with_regions: bool) -> Report:
    regions: list[Region] = []
    try:
        raw = source.read()
        policy = policy_of(source.folder, policy_file)
        catalogue = with_catalogue(policy.kinds)
        found = _found(raw, catalogue, source)
        if found and with_regions:
            located = _located(raw, catalogue, source, found)
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
    return Report(name=source.name, judged=judge(found, policy).judged, regions=tuple(regions))


def _found(raw: bytes, catalogue: Catalogue, source: Source) -> list[Finding]:
    if source.name == STDIN and is_notebook(raw):
        return findings_as_notebook(raw, catalogue, path=source.name)
    if not source.name.endswith(".ipynb") and is_binary(raw):
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


def _located(
    raw: bytes, catalogue: Catalogue, source: Source, found: list[Finding]
) -> list[Located]:
    if source.name.endswith(".ipynb") or (source.name == STDIN and is_notebook(raw)):
        return located_in_notebook(raw, catalogue, path=source.name)
    return located_in_text(text_of(raw), found)
