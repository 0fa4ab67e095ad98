"""What was read before and is still so, kept in this process until something of it changes."""

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["Memory"]

_Thing = TypeVar("_Thing")
_FULL = 4096


class Memory:
    """Things by their names, which all are forgotten at once."""

    __slots__ = ("_things",)

    def __init__(self) -> None:
        self._things: dict[tuple[str, str], Any] = {}

    def of(self, name: tuple[str, str], read: Callable[[], _Thing | None]) -> _Thing | None:
        """Return the thing called *name*, which *read* gives the first time; None is not kept."""
        found: _Thing | None = self._things.get(name)
        if found is None:
            found = read()
            if found is not None:
                if len(self._things) >= _FULL:
                    self._things.clear()
                self._things[name] = found
        return found

    def forget(self) -> None:
        """Forget everything."""
        self._things.clear()
