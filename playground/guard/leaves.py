"""Every string of a JSON value, however deep, without recursion."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from playground.guard.piece import Pointer

__all__ = ["Leaf", "joined", "leaves"]


class Leaf(NamedTuple):
    """A string in a JSON value: its way there, the name it is bound to, and if it is a name."""

    pointer: Pointer
    text: str
    label: str
    is_name: bool


def leaves(value: Any, pointer: Pointer = (), *, label: str = "") -> Iterator[Leaf]:
    """Yield every string of *value*, the names in its objects among them, in document order."""
    todo: list[tuple[Any, Pointer, str]] = [(value, pointer, label)]
    while todo:
        node, way, name = todo.pop()
        if isinstance(node, str):
            yield Leaf(way, node, name, is_name=False)
        elif isinstance(node, dict):
            for inner in node:
                yield Leaf((*way, str(inner)), str(inner), "", is_name=True)
            todo.extend(
                (node[inner], (*way, str(inner)), str(inner)) for inner in reversed(list(node))
            )
        elif isinstance(node, list | tuple):
            todo.extend((node[at], (*way, at), name) for at in range(len(node) - 1, -1, -1))


def joined(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Yield the raw strings of a multi-line string: one string, or a list of them."""
    if isinstance(value, str):
        yield pointer, value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        yield from (((*pointer, at), item) for at, item in enumerate(value))
