"""What is due happens in time, also where nobody asks: a thread looks at the clock now and then."""

from collections.abc import Callable
import logging
from threading import Event, Thread

__all__ = ["Ticker"]

_LOG = logging.getLogger(__name__)
_OFTEN_SECONDS = 0.25


class Ticker:
    """Calls *tick* until it is stopped."""

    def __init__(self, tick: Callable[[], None]) -> None:
        self._tick = tick
        self._end = Event()
        self._thread = Thread(target=self._run, name="ticker", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Call no more, and wait for a call that goes on; a second `stop()` does nothing."""
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        has_failed = False
        while not self._end.wait(_OFTEN_SECONDS):
            try:
                self._tick()
                has_failed = False
            except Exception:  # noqa: BLE001  it must go on with the next
                if not has_failed:
                    _LOG.exception("What is due could not be looked at")
                has_failed = True
