"""A document as a whole: its operations by id, each read only when it is asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from playground.errors import UnknownOperation
from playground.openapi.describe import describe
from playground.openapi.operation import Operation
from playground.openapi.reference import Definitions

__all__ = ["METHODS", "Document", "Operations"]

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_Entry: TypeAlias = tuple[str, str, Mapping[str, Any], Any]


class Operations(Mapping[str, Operation]):
    """
    The operations by id; "METHOD /path" is understood too, and an unknown name raises.

    An index of methods and paths is made at once, an operation when it is first looked up.
    """

    __slots__ = ("_definitions", "_index", "_made", "_routes", "warnings")

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._index: dict[str, _Entry] = {}
        self._routes: dict[str, str] = {}
        self._made: dict[str, Operation] = {}
        self.warnings: list[str] = []
        for method, path, item, raw in _entries(definitions, self.warnings):
            self._add(method, path, item, raw)

    def _add(self, method: str, path: str, item: Mapping[str, Any], raw: Any) -> None:
        route = f"{method.upper()} {path}"
        declared = raw.get("operationId") if isinstance(raw, Mapping) else None
        name = declared if isinstance(declared, str) and declared else route
        if name in self._index:
            self.warnings.append(f"{route}: the operationId {name!r} is taken, so it is {route!r}")
            name = route
        self._index[name] = (method, path, item, raw)
        self._routes[route] = name

    def __getitem__(self, name: str) -> Operation:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._make(name)
        return made

    def _make(self, name: str) -> Operation:
        entry = self._index.get(name)
        if entry is None:
            if name in self._routes:
                return self[self._routes[name]]
            raise UnknownOperation(name, [*self._index, *self._routes])
        method, path, item, raw = entry
        return describe(self._definitions, name=name, method=method, path=path, item=item, raw=raw)

    def __contains__(self, name: object) -> bool:
        return name in self._index

    def __iter__(self) -> Iterator[str]:
        return iter(self._index)

    def __len__(self) -> int:
        return len(self._index)

    def __repr__(self) -> str:
        rows = (f"{n}  {m.upper()} {p}" for n, (m, p, _, _) in self._index.items())
        return "\n".join(rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """
    One OpenAPI document.

    `servers` holds the base URLs as written; `schemes` the security schemes by name, references
    resolved; `place` where it was loaded from; `warnings` what of it could not be read.
    """

    title: str
    version: str
    openapi: str
    description: str = ""
    place: str = ""
    servers: tuple[str, ...] = ()
    schemes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)
    operations: Operations = field(repr=False)
    definitions: Definitions = field(repr=False)
    warnings: tuple[str, ...] = field(default=(), repr=False)

    @property
    def root(self) -> Mapping[str, Any]:
        """The whole document as plain values."""
        return self.definitions.root


def _entries(definitions: Definitions, warnings: list[str]) -> Iterator[_Entry]:
    paths = definitions.root.get("paths")
    for path, raw_item in (paths if isinstance(paths, Mapping) else {}).items():
        if path.startswith("x-"):
            continue
        broken: list[str] = []
        item = definitions.resolve(raw_item, warn=broken.append)
        warnings.extend(f"{path}: {problem}" for problem in broken)
        if not isinstance(item, Mapping):
            warnings.append(f"{path}: its path item is no map, and is left out")
            continue
        for method in METHODS:
            if method in item:
                yield method, path, item, item[method]
