"""The keys that a person has marked as test keys, in the metadata of their cells."""

from collections.abc import Mapping
from typing import Any, TypeAlias

__all__ = ["NO_MARKS", "Marks", "marks_in"]

# Index of the cell, fingerprint of the key.
Marks: TypeAlias = frozenset[tuple[int | None, str]]
NO_MARKS: Marks = frozenset()


def marks_in(notebook: Mapping[str, Any]) -> Marks:
    """
    Return the marks of *notebook*: `metadata.playground.test_keys` of a cell lists fingerprints.

    A mark counts only for its cell, on the machine that made it (fingerprints are keyed), and
    only for kinds that the policy allows: a notebook alone loosens nothing.
    """
    cells = notebook.get("cells")
    return frozenset(
        (index, fingerprint)
        for index, cell in enumerate(cells if isinstance(cells, list) else ())
        for fingerprint in _marked(cell)
    )


def _marked(cell: Any) -> list[str]:
    value = cell
    for name in ("metadata", "playground", "test_keys"):
        value = value.get(name) if isinstance(value, Mapping) else None
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
