"""Judge in other processes, so that a scan that never ends can be given up."""

from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import closing
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path
import signal
import socket
import subprocess
import sys
from typing import Self

from playground.errors import PlaygroundError
from playground.guard import Finding, Piece
from playground.server.judging import PolicyJudge
from playground.server.worker import answered, packed_question

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

    def findings(self, every: Iterable[Piece], *, path: str) -> list[Finding]:
        """
        Return each key in *every* piece of what is to be saved at the contents path *path*.

        Raises:
            TimeoutError: it took too long.
            PlaygroundError: the process ended, or its judge raised an error.
        """
        waiting = iter(every)
        first = next(waiting, None)
        if first is None:
            return []
        scanner = self._taken()
        try:
            question = packed_question(chain((first,), waiting), path=path, seconds=self.seconds)
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
