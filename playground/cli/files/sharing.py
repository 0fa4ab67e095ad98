"""Work shared among processes: each takes the next piece when it is done with one."""

from collections.abc import Callable, Iterator, Sequence
import gc
import os
import pickle
import struct
from typing import TypeVar

from playground.errors import PlaygroundError

__all__ = ["can_share", "shared"]

T = TypeVar("T")
Result = TypeVar("Result")

# So many fit into any system's pipe at once.
_MOST_BATCHES = 2048
_NUMBER = struct.Struct("=I")
_READ = 1 << 20


def can_share() -> bool:
    """Return whether this platform can copy a process, with all that it has compiled."""
    return hasattr(os, "fork")


def shared(
    work: Callable[[T], Result], items: Sequence[T], *, workers: int
) -> Iterator[tuple[T, Result]]:
    """
    Yield each of *items* with what *work* makes of it, by so many *workers*, in any order.

    The longest work should come first. This process works too.

    Raises:
        PlaygroundError: what *work* raised, or another process came to an end too soon.
    """
    size = -(-len(items) // _MOST_BATCHES)
    batches = [items[at : at + size] for at in range(0, len(items), size)]
    # What is there stays there: it need not be looked at again, nor copied for that.
    gc.freeze()
    queue, end = os.pipe()
    os.write(end, b"".join(_NUMBER.pack(number) for number in range(len(batches))))
    os.close(end)
    others = [_started(work, batches, queue) for _ in range(workers - 1)]
    outcomes: list[list[tuple[T, Result]] | PlaygroundError] = []
    try:
        done = _worked(work, batches, queue)
    finally:
        os.close(queue)
        outcomes += [_told(process, results) for process, results in others]
    for outcome in outcomes:
        if isinstance(outcome, PlaygroundError):
            raise outcome
        done += outcome
    yield from done


def _started(
    work: Callable[[T], Result], batches: Sequence[Sequence[T]], queue: int
) -> tuple[int, int]:
    """Return the id of a process that shares in the work, and where to read its results."""
    results, end = os.pipe()
    process = os.fork()
    if process:
        os.close(end)
        return process, results
    try:
        with os.fdopen(end, "wb") as file:
            pickle.dump(_outcome(work, batches, queue), file, pickle.HIGHEST_PROTOCOL)
    finally:
        os._exit(0)


def _outcome(
    work: Callable[[T], Result], batches: Sequence[Sequence[T]], queue: int
) -> list[tuple[T, Result]] | PlaygroundError:
    try:
        return _worked(work, batches, queue)
    except PlaygroundError as error:
        return error


def _worked(
    work: Callable[[T], Result], batches: Sequence[Sequence[T]], queue: int
) -> list[tuple[T, Result]]:
    done: list[tuple[T, Result]] = []
    while number := os.read(queue, _NUMBER.size):
        done += ((item, work(item)) for item in batches[_NUMBER.unpack(number)[0]])
    return done


def _told(process: int, results: int) -> list[tuple[T, Result]] | PlaygroundError:
    """Return what *process* made of its share, or its error, once it has ended."""
    with os.fdopen(results, "rb") as file:
        raw = file.read()
    os.waitpid(process, 0)
    try:
        outcome: list[tuple[T, Result]] | PlaygroundError
        outcome = pickle.loads(raw)  # noqa: S301  from a process of our own, through a pipe of ours
    except (EOFError, pickle.UnpicklingError):
        outcome = PlaygroundError("one of the scanning processes came to an end too soon")
    return outcome
