"""Judge in other processes, so that a scan that never ends can be given up."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
import signal
import socket
import subprocess
import sys
from typing import Any, Self

from playground.errors import PlaygroundError
from playground.guard import Finding, Piece
from playground.server.content import Content
from playground.server.judging import Only, PolicyJudge, Replacements
from playground.server.questions import END, answered, packed, packed_pieces

__all__ = ["ScanningJudge"]

# Without -P, a file of the user's in the working directory could pass for a module of Python's.
_PROGRAM = (sys.executable, "-P", "-c", "from playground.server.worker import main; main()")
_AHEAD = 1 << 22  # how many bytes may be sent before they are looked at


class ScanningJudge(PolicyJudge):
    """
    A judge whose scans are made in a process of their own, each within *seconds*.

    One process waits for the next save. Where it is busy, another is started, so that nobody
    waits for a scan that hangs; one that takes too long is killed.
    """

    def __init__(
        self,
        *,
        root: Path,
        policy_file: Path | None = None,
        seconds: float = 30.0,
        program: Sequence[str] = _PROGRAM,
    ) -> None:
        super().__init__(root=root, policy_file=policy_file)
        self.seconds = seconds
        self._command = (*program, str(root), str(policy_file or ""))
        self._idle: deque[_Scanner] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process that waits; another is started if there is a further question."""
        while self._idle:
            self._idle.pop().end()

    def warm(self) -> None:
        """Start the process for the first save before that comes."""
        self._keep(self._started())

    def findings(self, read: Iterable[Piece], *, path: str) -> list[Finding]:
        """Return each key in what was *read* of a content for the contents path *path*."""
        pieces = iter(read)
        first = next(pieces, None)
        if first is None:
            return []
        batches = packed_pieces(chain((first,), pieces))
        found: list[Finding] = self._asked("findings", batches, path=path)
        return found

    def replacements(
        self,
        notebook: Mapping[str, Any],
        *,
        path: str,
        known: Mapping[str, str] | None = None,
        only: Only | None = None,
    ) -> Replacements:
        """Return what takes the banned and warned keys, or *only* some, out of *notebook*."""
        part = packed((notebook, known, only and tuple(only)))
        replacements: Replacements = self._asked("replacements", [part], path=path)
        return replacements

    def redacted(self, content: Content, *, path: str) -> Content:
        """Return *content* without any banned or warned key."""
        redacted: Content = self._asked("redacted", [packed(content)], path=path)
        return redacted

    def _asked(self, what: str, parts: Iterable[bytes], *, path: str) -> Any:
        """
        Return the answer to *what* is asked of *parts*.

        Raises:
            TimeoutError: it took too long.
            PlaygroundError: the process ended, or its judge raised an error.
        """
        question = chain((packed((what, path, self.seconds)),), parts, (END,))
        scanner = self._taken()
        try:
            answer = scanner.answer(question, seconds=self.seconds)
        except BaseException:
            scanner.end()
            raise
        self._keep(scanner)
        return answered(answer)

    def _taken(self) -> "_Scanner":
        while self._idle:
            scanner = self._idle.pop()
            if scanner.is_alive:
                return scanner
            scanner.end()
        return self._started()

    def _started(self) -> "_Scanner":
        return _Scanner(self._command)

    def _keep(self, scanner: "_Scanner") -> None:
        if self._idle:
            scanner.end()
        else:
            self._idle.append(scanner)


class _Scanner:
    """A process that answers one question at a time; it ends when its server does."""

    def __init__(self, command: Sequence[str]) -> None:
        ours, theirs = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _AHEAD)
        with closing(theirs):
            descriptor = theirs.fileno()
            *program, root, policy_file = command
            self._process = subprocess.Popen(  # noqa: S603  our own command
                [*program, str(descriptor), root, policy_file],
                pass_fds=(descriptor,),
                stdin=subprocess.DEVNULL,
            )
        self._connection: Connection[bytes, bytes] = Connection(ours.detach())

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, question: Iterable[bytes], *, seconds: float) -> bytes:
        """
        Return the answer to *question*, which is sent part by part.

        Raises:
            TimeoutError: there was none in so many *seconds*.
            PlaygroundError: the process ended.
        """
        try:
            for part in question:
                self._connection.send_bytes(part)
            if not self._connection.poll(seconds):
                raise TimeoutError
            return self._connection.recv_bytes()
        except (EOFError, ConnectionError):
            if self._process.wait() == -signal.SIGALRM:
                raise TimeoutError from None
            raise PlaygroundError("the process that looks at it has ended") from None

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        self._connection.close()
