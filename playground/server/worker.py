"""The process that looks at what is about to be saved: it can be ended, whatever it is doing."""

from collections.abc import Mapping
import marshal
from multiprocessing.connection import Connection
from pathlib import Path
import pickle
import signal
import sys
from typing import Any, Protocol

from playground.errors import PlaygroundError
from playground.guard import Verdict
from playground.server.content import Content
from playground.server.judging import PolicyJudge

__all__ = ["Looks", "answered", "main", "packed_question", "serve"]


class Looks(Protocol):
    """Whoever tells what of a content is banned."""

    def verdict(self, content: Content, *, path: str) -> Verdict:
        """Return the verdict on *content*, which is to be saved at the contents path *path*."""
        ...


def main() -> None:
    """Answer the questions of the server that started this process, until it ends."""
    descriptor, root, policy_file = sys.argv[1:]
    file = Path(policy_file) if policy_file else None
    serve(Connection(int(descriptor)), PolicyJudge(root=Path(root), policy_file=file))


def serve(connection: "Connection[bytes, bytes]", judge: Looks) -> None:
    """Answer each question that comes over *connection* with the verdict of *judge*."""
    # An interrupt of the terminal is for the server; this process ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            path, seconds, content = marshal.loads(connection.recv_bytes())  # noqa: S302  from our parent
        except EOFError:
            return
        # Nothing in Python can interrupt a pattern that never ends; the system can.
        signal.setitimer(signal.ITIMER_REAL, seconds)
        answer = _answer(judge, content, path=path)
        signal.setitimer(signal.ITIMER_REAL, 0)
        connection.send_bytes(pickle.dumps(answer))


def _answer(judge: Looks, content: Content, *, path: str) -> tuple[str, Any]:
    try:
        return "verdict", judge.verdict(content, path=path)
    except PlaygroundError as error:
        return "error", str(error)
    except Exception as error:  # noqa: BLE001  its text may hold the content: only its name is told
        return "crash", type(error).__name__


def packed_question(content: Content, *, path: str, seconds: float) -> bytes:
    """Return the question as bytes, which are made ten times as fast as JSON would be."""
    question: Any = (path, seconds, content)
    try:
        return marshal.dumps(question)
    except ValueError:
        return marshal.dumps((path, seconds, _plain(content)))


def _plain(value: Any) -> Any:
    """Return *value* without the classes by which nbformat gives dictionaries attributes."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def answered(data: bytes) -> Verdict:
    """
    Return the verdict in the answer *data*.

    Raises:
        PlaygroundError: the judge raised an error.
    """
    what, value = pickle.loads(data)  # noqa: S301  from our own child
    if what == "verdict":
        verdict: Verdict = value
        return verdict
    if what == "error":
        raise PlaygroundError(value)
    raise PlaygroundError(f"the guard met an error of its own ({value})")
