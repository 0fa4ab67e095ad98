"""Which operation a method and a path mean."""

from collections.abc import Iterator
import re
from typing import TypeAlias
from urllib.parse import unquote

from playground.openapi.document import Document
from playground.openapi.operation import Operation

__all__ = ["PREFIX", "Router"]

PREFIX = "/api"
_NAME = re.compile(r"\{([^{}]+)\}")

_Names: TypeAlias = tuple[str, ...]
_End: TypeAlias = dict[str, tuple[Operation, _Names]]


class _Node:
    """One segment of all paths: what may follow it, and the operations that end here."""

    __slots__ = ("any", "end", "mixed", "static")

    def __init__(self) -> None:
        self.static: dict[str, _Node] = {}
        self.mixed: list[tuple[re.Pattern[str], _Node]] = []
        self.any: _Node | None = None
        self.end: _End = {}


class Router:
    """
    The operations of *document* by path; a static segment beats a parameter.

    A path that begins with `/api` answers without it too, unless that is another path.
    """

    __slots__ = ("_root", "_static")

    def __init__(self, document: Document) -> None:
        self._root = _Node()
        self._static: dict[str, dict[str, Operation]] = {}
        operations = list(document.operations.values())
        taken = {_shape(operation.path) for operation in operations}
        for operation in operations:
            for path in _spellings(operation.path, taken):
                self._add(path, operation)

    def route(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """
        Return the operation of *method* on *path*, with its path parameters; `None` if none.

        *path* is as it stands in the request line, percent-encoded and without the query.
        """
        known = self._static.get(path)
        if known is not None:
            operation = known.get(method)
            return None if operation is None else (operation, {})
        end, values = self._end(path)
        if method not in end:
            return None
        found, names = end[method]
        return found, dict(zip(names, map(unquote, values), strict=True))

    def methods(self, path: str) -> tuple[str, ...]:
        """Return the methods that *path* takes, for the `Allow` header; `()` = no such path."""
        known = self._static.get(path)
        if known is not None:
            return tuple(sorted(known))
        return tuple(sorted(self._end(path)[0]))

    def _end(self, path: str) -> tuple[_End, tuple[str, ...]]:
        """Return what ends at the one path of the document that *path* means."""
        return next(_walk(self._root, path.split("/"), 0, ()), ({}, ()))

    def _add(self, path: str, operation: Operation) -> None:
        if "{" not in path:
            self._static.setdefault(path, {})[operation.method] = operation
        node = self._root
        for segment in path.split("/"):
            node = _child(node, segment)
        node.end.setdefault(operation.method, (operation, tuple(_NAME.findall(path))))


def _child(node: _Node, segment: str) -> _Node:
    if "{" not in segment:
        return node.static.setdefault(segment, _Node())
    if _NAME.fullmatch(segment):
        node.any = node.any or _Node()
        return node.any
    pattern = _pattern(segment)
    known = next((child for p, child in node.mixed if p.pattern == pattern), None)
    if known is None:
        known = _Node()
        node.mixed.append((re.compile(pattern), known))
    return known


def _pattern(segment: str) -> str:
    pieces = _NAME.split(segment)
    return "".join("(.+?)" if i % 2 else re.escape(piece) for i, piece in enumerate(pieces))


def _walk(
    node: _Node, segments: list[str], at: int, values: tuple[str, ...]
) -> Iterator[tuple[_End, tuple[str, ...]]]:
    if at == len(segments):
        if node.end:
            yield node.end, values
        return
    segment = segments[at]
    child = node.static.get(segment)
    if child is not None:
        yield from _walk(child, segments, at + 1, values)
    for pattern, mixed in node.mixed:
        match = pattern.fullmatch(segment)
        if match:
            yield from _walk(mixed, segments, at + 1, (*values, *match.groups()))
    if node.any is not None and segment:
        yield from _walk(node.any, segments, at + 1, (*values, segment))


def _shape(path: str) -> str:
    return _NAME.sub("{}", path)


def _spellings(path: str, taken: set[str]) -> Iterator[str]:
    yield path
    if path.startswith(f"{PREFIX}/"):
        short = path.removeprefix(PREFIX)
        if _shape(short) not in taken:
            yield short
