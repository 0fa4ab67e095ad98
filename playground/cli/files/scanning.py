"""Scan sources: each by the policy of its folder, several at once where that pays."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial
from multiprocessing import get_context
import os
from pathlib import Path

from playground.cli.files.source import STDIN, Source
from playground.errors import NotebookError, PlaygroundError
from playground.guard import Catalogue, Judged, Policy, findings_in_file, judge
from playground.guard.files import findings_as_notebook, is_notebook

__all__ = ["Report", "policy_of", "scanned", "with_catalogue"]

_ENOUGH_FOR_ANOTHER_PROCESS = 24
_A_BINARY_SHOWS_BY = 8192


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one source holds, or why it could not be read."""

    name: str
    judged: tuple[Judged, ...] = field(default=())
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
    sources: Sequence[Source], *, policy_file: Path | None, jobs: int | None
) -> Iterator[Report]:
    """
    Yield a report for each of *sources*, in their order.

    Args:
        sources: what to scan.
        policy_file: tightens what the folders' own settings say.
        jobs: how many processes; by default as many as there are cores, if that pays.

    Raises:
        PolicyError: a policy cannot be read, or loosens a rule.
        KindError: a kind of the user's own fails its proof.
    """
    one = partial(_scanned, policy_file=policy_file)
    workers = min(jobs or os.cpu_count() or 1, max(len(sources) // _ENOUGH_FOR_ANOTHER_PROCESS, 1))
    if workers == 1:
        yield from map(one, sources)
        return
    # A fork keeps what was imported and compiled, where the platform has one.
    method = "fork" if hasattr(os, "fork") and os.name == "posix" else "spawn"
    with_catalogue(policy_of(Path(), policy_file).kinds)
    with ProcessPoolExecutor(workers, mp_context=get_context(method)) as pool:
        yield from pool.map(one, sources, chunksize=8)


def _scanned(source: Source, *, policy_file: Path | None) -> Report:
    policy = policy_of(source.folder, policy_file)
    catalogue = with_catalogue(policy.kinds)
    try:
        raw = source.read()
        if source.name == STDIN and is_notebook(raw):
            found = findings_as_notebook(raw, catalogue, path=source.name)
        elif b"\0" in raw[:_A_BINARY_SHOWS_BY] and not source.name.endswith(".ipynb"):
            found = []
        else:
            found = findings_in_file(raw, catalogue, path=source.name)
    except NotebookError as error:
        return Report(name=source.name, error=str(error))
    except MemoryError:
        return Report(name=source.name, error=f"{source.name}: it is too big for the memory.")
    except PlaygroundError:
        raise
    except Exception as error:  # noqa: BLE001  its text may hold a key; the other files go on
        reason = f"{source.name}: the scanner met an error of its own ({type(error).__name__})."
        return Report(name=source.name, error=reason)
    return Report(name=source.name, judged=judge(found, policy).judged)
