"""What is asked of the process that scans, and what it answers, as bytes."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
import marshal
import pickle
from typing import Any

from playground.errors import PlaygroundError
from playground.guard import Piece, Place

__all__ = ["END", "answered", "packed", "packed_pieces", "pieces_in"]

END: bytes = marshal.dumps(None)
"""What is sent after the last part of a question."""

# As much as is scanned together: handing it over costs little, and it stays in the processor.
_BATCH = 1 << 18
_PIECE = 64  # what a piece counts for, be it empty

Batch = list[tuple[Any, ...]]


def packed(value: Any) -> bytes:
    """Return *value* as bytes, which are made ten times as fast as JSON would be."""
    try:
        return marshal.dumps(value)
    except ValueError:
        return marshal.dumps(_plain(value))


def _plain(value: Any) -> Any:
    """Return *value* without the classes by which nbformat gives dictionaries attributes."""
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


def packed_pieces(pieces: Iterable[Piece]) -> Iterator[bytes]:
    """
    Yield *pieces* in batches: they are taken one by one, so that both sides work at once.

    Of each goes what a scan needs, and not where its raw strings stand.
    """
    batch: Batch = []
    size = 0
    for piece in pieces:
        batch.append((*piece.place, piece.text, piece.language, piece.storage, piece.label))
        size += len(piece.text) + _PIECE
        if size > _BATCH:
            yield marshal.dumps(batch)
            batch, size = [], 0
    yield marshal.dumps(batch)


def pieces_in(batches: Iterable[Batch]) -> Iterator[Piece]:
    """Yield the pieces in *batches*, each as soon as it has come."""
    for part, cell, mime, text, language, storage, label in chain.from_iterable(batches):
        yield Piece(
            place=Place(part, cell, mime),
            segments=(),
            text=text,
            language=language,
            storage=storage,
            label=label,
        )


def answered(data: bytes) -> Any:
    """
    Return the answer in *data*.

    Raises:
        PlaygroundError: the judge raised an error.
    """
    what, value = pickle.loads(data)  # noqa: S301  from our own child
    if what == "answer":
        return value
    if what == "error":
        raise PlaygroundError(value)
    raise PlaygroundError(f"the guard met an error of its own ({value})")
