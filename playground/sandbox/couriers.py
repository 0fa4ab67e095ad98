"""The threads that run errands, such as sending a webhook: a few, and one for each tenant's."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Lock, Thread
from typing import TypeAlias

__all__ = ["Couriers"]

_Run: TypeAlias = Callable[[], None]

_MOST = 4
_PATIENCE_SECONDS = 1.0


class Couriers:
    """Threads that start when they are needed; the errands of one tenant keep their order."""

    def __init__(self, *, most: int = _MOST, patience: float = _PATIENCE_SECONDS) -> None:
        self.patience = patience
        self._most = most
        self._lock = Lock()
        self._threads: dict[int, tuple[Thread, SimpleQueue[_Run | None]]] = {}
        self._is_closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the stores may be closed already: an errand that is back writes nothing."""
        return self._is_closed

    def send(self, tenant: str, run: _Run) -> None:
        """Have *run* called, which never raises, after what *tenant* has sent before."""
        number = hash(tenant) % self._most
        with self._lock:
            if self._is_closed:
                return
            if number not in self._threads:
                self._threads[number] = _started()
            self._threads[number][1].put(run)

    def wait(self, tenant: str) -> None:
        """Wait until what *tenant* has sent is back."""
        back = Event()
        self.send(tenant, back.set)
        back.wait()

    def close(self) -> None:
        """Send no more; what is on its way has a moment to come back, and is not waited for."""
        with self._lock:
            self._is_closed = True
            for _, errands in self._threads.values():
                errands.put(None)
        self.join(self.patience)

    def join(self, seconds: float | None = None) -> None:
        """Wait for the threads, which were told to end; *seconds* each, or as long as it takes."""
        for thread, _ in self._threads.values():
            thread.join(seconds)


def _started() -> tuple[Thread, "SimpleQueue[_Run | None]"]:
    errands: SimpleQueue[_Run | None] = SimpleQueue()
    thread = Thread(target=_work, args=(errands,), name="courier", daemon=True)
    thread.start()
    return thread, errands


def _work(errands: "SimpleQueue[_Run | None]") -> None:
    for run in iter(errands.get, None):
        run()
