"""Ask again and again until there is an answer, for what comes up without telling when."""

from collections.abc import Callable
import time
from typing import TypeVar

__all__ = ["awaited"]

_Answer = TypeVar("_Answer")
_MOMENT = 0.05


def awaited(
    ask: Callable[[], _Answer | None],
    *,
    seconds: float,
    goes_on: Callable[[], bool] = lambda: True,
) -> _Answer | None:
    """Return what *ask* answers first; None after *seconds*, or once it no longer *goes_on*."""
    until = time.monotonic() + seconds
    while (answer := ask()) is None and goes_on() and time.monotonic() < until:
        time.sleep(_MOMENT)
    return answer
