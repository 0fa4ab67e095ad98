"""Where shared documents keep their history: in memory, because it holds each typed character."""

from collections import OrderedDict
from collections.abc import AsyncIterator
import time
from typing import Any, ClassVar

from pycrdt import Doc
from pycrdt.store import BaseYStore, YDocNotFound

__all__ = ["MemoryYStore"]

_MOST_BYTES = 64 << 20
_MOST_UPDATES = 1024

History = list[tuple[bytes, bytes, float]]


class MemoryYStore(BaseYStore):  # type: ignore[misc]  # pycrdt is there only where rooms are
    """
    The updates of one document, for as long as the server runs.

    A document's history outlives its room, as it does in the store on the disk that this one
    replaces: a browser that was away can go on. The histories used longest ago are given up where
    all of them together would take too much memory.
    """

    _histories: ClassVar[OrderedDict[str, History]] = OrderedDict()

    def __init__(
        self, path: str, metadata_callback: Any = None, log: Any = None, **options: Any
    ) -> None:
        del log, options
        self.path = path
        self.metadata_callback = metadata_callback

    async def write(self, data: bytes) -> None:
        """Remember the update *data*."""
        history = self._histories.setdefault(self.path, [])
        self._histories.move_to_end(self.path)
        history.append((data, await self.get_metadata(), time.time()))
        if len(history) > _MOST_UPDATES:
            self._histories[self.path] = _squashed(history)
        self._forget()

    async def read(self) -> AsyncIterator[tuple[bytes, bytes, float]]:
        """
        Yield each update with its metadata and time, oldest first.

        Raises:
            YDocNotFound: none is remembered.
        """
        history = self._histories.get(self.path)
        if not history:
            raise YDocNotFound
        for update in tuple(history):
            yield update

    def _forget(self) -> None:
        """Give up whole histories, never the one that is being written."""
        while len(self._histories) > 1 and self._size() > _MOST_BYTES:
            self._histories.popitem(last=False)

    def _size(self) -> int:
        return sum(len(update[0]) for history in self._histories.values() for update in history)


def _squashed(history: History) -> History:
    """Return *history* as one update that amounts to the same."""
    document: Doc[Any] = Doc()
    for update, *_ in history:
        document.apply_update(update)
    _, metadata, moment = history[-1]
    return [(document.get_update(), metadata, moment)]
