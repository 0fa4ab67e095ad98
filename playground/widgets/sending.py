"""One request at a time, on the event loop that asks for it, and cancelled from any thread."""

import asyncio
from collections.abc import Callable, Coroutine
from threading import Thread
from typing import Any

__all__ = ["Sending"]

Work = Callable[[], Coroutine[Any, Any, None]]


class Sending:
    """
    The request under way, if any.

    JupyterLab ≥ 4.4 hands widget messages to a subshell: a thread with a loop of its own. So the
    task lives on whatever loop is running, or on a thread of its own where none is.
    """

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return self._task is not None and not self._task.done()

    def start(self, work: Work) -> None:
        """Begin *work* without waiting for it."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._thread = Thread(target=lambda: asyncio.run(self._run(work)), daemon=True)
            self._thread.start()
        else:
            self._loop, self._task = loop, loop.create_task(work())

    async def _run(self, work: Work) -> None:
        self._loop = asyncio.get_running_loop()
        self._task = self._loop.create_task(work())
        await asyncio.wait([self._task])

    def cancel(self) -> bool:
        """Give the request up; return whether there was one."""
        if not self.is_busy or self._task is None or self._loop is None:
            return False
        self._loop.call_soon_threadsafe(self._task.cancel)
        return True

    async def finished(self) -> None:
        """Wait until the request under way has ended, however it ended."""
        if self._task is not None:
            await asyncio.wait([self._task])

    def join(self) -> None:
        """Wait for the thread that sends where no loop runs."""
        if self._thread is not None:
            self._thread.join()
