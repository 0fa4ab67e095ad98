"""What code says once its string expressions are computed: views of it, without running it."""

from collections.abc import Iterator
import re

from playground.guard.expressions import expressions, parsed
from playground.guard.piece import Piece
from playground.guard.view import View

__all__ = ["computed_views", "is_composed"]

_PYTHON = {"python", "python3", "ipython"}
# Without one of these, every string stands in one literal as it is.
_COMPOSED = re.compile(
    r"""["'][\s\\)]*(?:\+|[rbfuRBFU]{0,2}["'])|join|bytes|\b[rR]?[fF][rR]?["']|\\"""
)


def is_composed(piece: Piece) -> bool:
    """Return whether *piece* is code with strings that only computing brings together."""
    return piece.language in _PYTHON and _COMPOSED.search(piece.text) is not None


def computed_views(piece: Piece) -> Iterator[View]:
    """Yield the value of each string expression of *piece* that does not stand there as it is."""
    tree = parsed(piece.text) if is_composed(piece) else None
    first = View(text=piece.text)
    for expression in expressions(tree, piece.text) if tree else ():
        written = piece.text[expression.start : expression.end]
        if not (expression.is_literal and expression.value in written):
            length = expression.end - expression.start
            span = (0, len(expression.value), expression.start, length)
            yield View(text=expression.value, decoding="concatenation", parent=first, cuts=(span,))
