"""The process that looks at what is about to be saved: it can be ended, whatever it is doing."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import chain
import marshal
from multiprocessing.connection import Connection
from pathlib import Path
import pickle
import signal
import sys
from typing import Any, Protocol

from playground.errors import PlaygroundError
from playground.guard import Finding, Piece, Place
from playground.server.judging import PolicyJudge

__all__ = ["Looks", "answered", "main", "packed_question", "serve"]

# Enough that handing it over costs little, and little enough that both sides have work.
_BATCH = 1 << 20
_PIECE = 64  # what a piece counts for, be it empty

Batch = list[tuple[Any, ...]]


class Looks(Protocol):
    """Whoever finds keys in pieces."""

    def findings(self, every: Iterable[Piece], *, path: str) -> list[Finding]:
        """Return each key in *every* piece of what is to be saved at the contents path *path*."""
        ...


def main() -> None:
    """Answer the questions of the server that started this process, until it ends."""
    descriptor, root, policy_file = sys.argv[1:]
    file = Path(policy_file) if policy_file else None
    serve(Connection(int(descriptor)), PolicyJudge(root=Path(root), policy_file=file))


def serve(connection: "Connection[bytes, bytes]", judge: Looks) -> None:
    """Answer each question that comes over *connection* with the findings of *judge*."""
    # An interrupt of the terminal is for the server; this process ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError):
        while True:
            path, seconds = _received(connection)
            # Nothing in Python can interrupt a pattern that never ends; the system can.
            signal.setitimer(signal.ITIMER_REAL, seconds)
            batches = iter(partial(_received, connection), [])
            answer = _answer(judge, chain.from_iterable(map(_pieces, batches)), path=path)
            for _ in batches:
                pass  # where it failed, nobody has looked at the rest
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send_bytes(pickle.dumps(answer))


def _received(connection: "Connection[bytes, bytes]") -> Any:
    return marshal.loads(connection.recv_bytes())  # noqa: S302  from our parent


def _answer(judge: Looks, every: Iterable[Piece], *, path: str) -> tuple[str, Any]:
    try:
        return "findings", judge.findings(every, path=path)
    except PlaygroundError as error:
        return "error", str(error)
    except Exception as error:  # noqa: BLE001  its text may hold the content: only its name is told
        return "crash", type(error).__name__


def packed_question(every: Iterable[Piece], *, path: str, seconds: float) -> Iterator[bytes]:
    """
    Yield the question as bytes, which are made ten times as fast as JSON would be.

    The pieces are taken one by one, so that the process works while the next are made; a batch
    of none is the end.
    """
    yield marshal.dumps((path, seconds))
    batch: Batch = []
    size = 0
    for piece in every:
        batch.append((*piece.place, piece.text, piece.language, piece.storage, piece.label))
        size += len(piece.text) + _PIECE
        if size > _BATCH:
            yield marshal.dumps(batch)
            batch, size = [], 0
    if batch:
        yield marshal.dumps(batch)
    yield marshal.dumps([])


def _pieces(batch: Batch) -> Iterator[Piece]:
    """Yield what a scan needs of the pieces in *batch*: not where their raw strings stand."""
    for part, cell, mime, text, language, storage, label in batch:
        yield Piece(
            place=Place(part, cell, mime),
            segments=(),
            text=text,
            language=language,
            storage=storage,
            label=label,
        )


def answered(data: bytes) -> list[Finding]:
    """
    Return the findings in the answer *data*.

    Raises:
        PlaygroundError: the judge raised an error.
    """
    what, value = pickle.loads(data)  # noqa: S301  from our own child
    if what == "findings":
        findings: list[Finding] = value
        return findings
    if what == "error":
        raise PlaygroundError(value)
    raise PlaygroundError(f"the guard met an error of its own ({value})")
