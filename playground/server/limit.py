"""Work in a thread of its own, for so many seconds and no longer."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from threading import Thread
from typing import Protocol, TypeVar

__all__ = ["Limited", "waiting", "waiting_in_place"]

T = TypeVar("T")


class Limited(Protocol):
    """Runs *work* elsewhere and gives its result, or raises `TimeoutError` after *seconds*."""

    def __call__(self, work: Callable[[], T], *, seconds: float) -> Awaitable[T]:
        """Return what *work* returns."""
        ...


async def waiting(work: Callable[[], T], *, seconds: float) -> T:
    """Return what *work* returns, leaving the event loop free meanwhile."""
    return await asyncio.wait_for(asyncio.wrap_future(_started(work)), seconds)


async def waiting_in_place(work: Callable[[], T], *, seconds: float) -> T:
    """Return what *work* returns without ever giving way: for callers that have no event loop."""
    return _started(work).result(seconds)


def _started(work: Callable[[], T]) -> Future[T]:
    """Return the future of *work*; its thread is a daemon, so one that hangs holds nobody up."""
    future: Future[T] = Future()

    def run() -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  whoever waits gets it
            future.set_exception(error)
        else:
            future.set_result(result)

    Thread(target=run, name="playground-guard", daemon=True).start()
    return future
