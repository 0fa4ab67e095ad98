"""Every string of a JSON value, however deep, without recursion."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from playground.guard.piece import Lines, Pointer, Segment

__all__ = ["KNOWN_NAMES", "Leaf", "joined", "leaves"]

# The names in which the notebook format is written: no key is among them.
KNOWN_NAMES = frozenset(
    """
    application/json application/javascript attachments cell_type cells codemirror_mode collapsed
    data display_name ename evalue execution_count file_extension id image/jpeg image/png
    image/svg+xml input jupyter kernelspec language language_info metadata mimetype name nbformat
    nbformat_minor output_type outputs pygments_lexer scrolled source tags text text/html
    text/latex text/markdown text/plain traceback version
    """.split()  # noqa: SIM905 - a list of 44 strings would hide them
)

_Way = tuple[Any, str | int] | None


class Leaf(NamedTuple):
    """A string in a JSON value: its way there, the name it is bound to, and if it is a name."""

    pointer: Pointer
    text: str
    label: str
    is_name: bool


def leaves(value: Any, pointer: Pointer = (), *, label: str = "") -> Iterator[Leaf]:
    """Yield every string of *value*, the names in its objects among them, in document order."""
    todo: list[tuple[Any, _Way, str]] = [(value, None, label)]
    while todo:
        node, way, name = todo.pop()
        if isinstance(node, str):
            yield Leaf((*pointer, *_steps(way)), node, name, is_name=False)
        elif isinstance(node, dict):
            for inner in node:
                if inner not in KNOWN_NAMES:
                    steps = (*pointer, *_steps(way), str(inner))
                    yield Leaf(steps, str(inner), "", is_name=True)
            todo += [(node[inner], (way, str(inner)), str(inner)) for inner in reversed(node)]
        elif isinstance(node, list | tuple):
            todo += [(node[at], (way, at), name) for at in range(len(node) - 1, -1, -1)]


def _steps(way: _Way) -> Pointer:
    """Return the steps of *way*, which is written from its end: so that depth costs nothing."""
    steps: list[str | int] = []
    while way is not None:
        way, step = way
        steps.append(step)
    return tuple(reversed(steps))


def joined(value: Any, pointer: Pointer) -> tuple[Sequence[Segment], str]:
    """
    Return the raw strings of a multi-line string, one string or a list of them, and its text.

    There are none where it is anything else.
    """
    if isinstance(value, str):
        return (Segment(pointer, value),), value
    if isinstance(value, list):
        try:
            return Lines(pointer, value), "".join(value)
        except TypeError:
            return (), ""
    return (), ""
