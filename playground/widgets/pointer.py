"""JSON pointers (RFC 6901) into what a person has filled in."""

from collections.abc import Iterator
from typing import Any

__all__ = ["MISSING", "join", "leaves", "put", "read", "remove", "tokens"]

MISSING = object()


def tokens(pointer: str) -> list[str]:
    """Return the unescaped names along *pointer*."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def join(*names: str | int) -> str:
    """Return the pointer through *names*."""
    return "".join("/" + str(name).replace("~", "~0").replace("/", "~1") for name in names)


def read(tree: Any, pointer: str) -> Any:
    """Return what is at *pointer*, or `MISSING`."""
    for name in tokens(pointer):
        if isinstance(tree, dict) and name in tree:
            tree = tree[name]
        elif isinstance(tree, list) and name.isdigit() and int(name) < len(tree):
            tree = tree[int(name)]
        else:
            return MISSING
    return tree


def put(tree: dict[str, Any], pointer: str, value: Any) -> None:
    """Set what is at *pointer*, making the objects on the way."""
    *way, last = tokens(pointer)
    for name in way:
        below = tree.get(name)
        if not isinstance(below, dict):
            below = tree[name] = {}
        tree = below
    tree[last] = value


def remove(tree: dict[str, Any], pointer: str) -> None:
    """Remove what is at *pointer*, if anything is."""
    *way, last = tokens(pointer)
    above = read(tree, join(*way))
    if isinstance(above, dict):
        above.pop(last, None)


def _leaves(tree: Any, above: str) -> Iterator[tuple[str, Any]]:
    if isinstance(tree, dict) and tree:
        for name, below in tree.items():
            yield from _leaves(below, above + join(name))
    else:
        yield above, tree


def leaves(tree: Any) -> list[tuple[str, Any]]:
    """Return pointer and value of everything in *tree* that is no object, in order."""
    return [] if tree == {} else list(_leaves(tree, ""))
