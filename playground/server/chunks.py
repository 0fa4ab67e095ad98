"""Uploads in chunks: what is to be judged of each, a key across a border included."""

from collections import OrderedDict

__all__ = ["FIRST", "LAST", "Uploads"]

FIRST, LAST = 1, -1
_TAIL_BYTES = 1 << 16
_UPLOADS = 1024


class Uploads:
    """The end of the last chunk of every upload under way, by path."""

    def __init__(self) -> None:
        self._tails: OrderedDict[str, bytes] = OrderedDict()

    def extended(self, path: str, raw: bytes, *, chunk: int) -> bytes | None:
        """
        Return *raw* with the end of the chunk before it in front.

        None where that chunk was never seen, so that nobody can tell what the border holds.
        """
        before = b"" if chunk == FIRST else self._tails.get(path)
        return None if before is None else before + raw

    def passed(self, path: str, extended: bytes, *, chunk: int) -> None:
        """Remember the end of what was judged and may be written."""
        self.forget(path)
        if chunk != LAST:
            self._tails[path] = extended[-_TAIL_BYTES:]
            while len(self._tails) > _UPLOADS:
                self._tails.popitem(last=False)

    def forget(self, path: str) -> None:
        """Forget the upload of *path*: it is complete, or refused."""
        self._tails.pop(path, None)
