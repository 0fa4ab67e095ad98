"""The process that looks at what is about to be saved: it can be ended, whatever it is doing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
import marshal
from multiprocessing.connection import Connection
from pathlib import Path
import pickle
import signal
import sys
from typing import Any, Protocol

from playground.errors import PlaygroundError
from playground.guard import Finding, Piece
from playground.server.content import Content
from playground.server.judging import Only, PolicyJudge, Remover, Replacements
from playground.server.questions import pieces_in

__all__ = ["Looks", "main", "serve"]


class Looks(Remover, Protocol):
    """Whoever finds keys, and takes them out."""

    def findings(self, read: Iterable[Piece], *, path: str) -> list[Finding]:
        """Return each key in what was *read* of a content for the contents path *path*."""
        ...


def main() -> None:
    """Answer the questions of the server that started this process, until it ends."""
    descriptor, root, policy_file = sys.argv[1:]
    file = Path(policy_file) if policy_file else None
    serve(Connection(int(descriptor)), PolicyJudge(root=Path(root), policy_file=file))


def serve(connection: "Connection[bytes, bytes]", judge: Looks) -> None:
    """Answer each question that comes over *connection* by *judge*."""
    # An interrupt of the terminal is for the server; this process ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError):
        while True:
            what, path, seconds = _received(connection)
            # Nothing in Python can interrupt a pattern that never ends; the system can.
            signal.setitimer(signal.ITIMER_REAL, seconds)
            parts = iter(partial(_received, connection), None)
            answer = _answer(partial(_ASKED[what], judge, parts, path))
            for _ in parts:
                pass  # where it failed, nobody has looked at the rest
            signal.setitimer(signal.ITIMER_REAL, 0)
            connection.send_bytes(pickle.dumps(answer))


def _received(connection: "Connection[bytes, bytes]") -> Any:
    return marshal.loads(connection.recv_bytes())  # noqa: S302  from our parent


def _answer(ask: Callable[[], Any]) -> tuple[str, Any]:
    try:
        return "answer", ask()
    except PlaygroundError as error:
        return "error", str(error)
    except Exception as error:  # noqa: BLE001  its text may hold the content: only its name is told
        return "crash", type(error).__name__


def _findings(judge: Looks, parts: Iterator[Any], path: str) -> list[Finding]:
    return judge.findings(pieces_in(parts), path=path)


def _replacements(judge: Looks, parts: Iterator[Any], path: str) -> Replacements:
    notebook, known, only = next(parts)
    return judge.replacements(notebook, path=path, known=known, only=only and Only(*only))


def _redacted(judge: Looks, parts: Iterator[Any], path: str) -> Content:
    return judge.redacted(next(parts), path=path)


_ASKED: dict[str, Callable[[Looks, Iterator[Any], str], Any]] = {
    "findings": _findings,
    "redacted": _redacted,
    "replacements": _replacements,
}
