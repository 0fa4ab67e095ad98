"""The cells in which nothing was found, so that what did not change is not looked at again."""

from collections.abc import Collection, Iterable, Iterator, Sequence
import hmac
from itertools import groupby
from threading import Lock

from playground.guard.piece import Piece

__all__ = ["Clean", "Visit"]

_MOST = 1 << 16


class Clean:
    """
    Remembers, by a hash under a key of its own, the cells that one catalogue found nothing in.

    Another catalogue may find something: it needs a memory of its own. What holds any key, be it
    one that may be saved, is never remembered.
    """

    def __init__(self, *, most: int = _MOST) -> None:
        import secrets  # noqa: PLC0415  a scan of one file does without

        self._most = most
        self._key = secrets.token_bytes(32)
        self._known: dict[bytes, None] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._known)

    def __contains__(self, digest: bytes) -> bool:
        return digest in self._known

    def digest(self, pieces: Sequence[Piece]) -> bytes:
        """Return the hash of all that a scan of *pieces* looks at."""
        state = hmac.new(self._key, digestmod="sha256")
        for piece in pieces:
            for part in (piece.label, piece.language, piece.storage, piece.text):
                data = part.encode("utf-8", "surrogatepass")
                state.update(len(data).to_bytes(8, "big"))
                state.update(data)
        return state.digest()

    def add(self, digests: Iterable[bytes]) -> None:
        """Remember *digests*; the oldest are forgotten where they become too many."""
        with self._lock:
            self._known.update(dict.fromkeys(digests))
            while len(self._known) > self._most:
                del self._known[next(iter(self._known))]


class Visit:
    """One scan of a notebook, cell by cell, that leaves out what *clean* knows."""

    def __init__(self, clean: Clean) -> None:
        self._clean = clean
        self._seen: list[tuple[int | None, bytes]] = []

    def unknown(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """Yield those of *pieces* that belong to cells which are not known to be clean."""
        for cell, group in groupby(pieces, key=lambda piece: piece.place.cell):
            together = list(group)
            digest = self._clean.digest(together)
            if digest not in self._clean:
                self._seen.append((cell, digest))
                yield from together

    def ended(self, cells: Collection[int | None]) -> None:
        """Remember what was seen, after all of it was scanned, but for *cells* that hold keys."""
        self._clean.add(digest for cell, digest in self._seen if cell not in cells)
