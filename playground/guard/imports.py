"""Where a cell that refers to the keyring must say so, and by which name."""

import ast
from collections.abc import Iterable
from dataclasses import replace
import re

from playground.guard.edit import Edit
from playground.guard.expressions import Offsets, parsed
from playground.guard.language import cell_magic

__all__ = ["has_import", "view_name", "with_import"]

_VIEW, _OTHER_VIEW = "keys", "playground_keys"
_IMPORT = re.compile(
    r"^[ \t]*from[ \t]+playground[ \t]+import[ \t(]+(?:[\w, \t]*,[ \t]*)?keys"
    r"(?:[ \t]+as[ \t]+(?P<alias>\w+))?[ \t]*(?:[,)#;]|$)",
    re.MULTILINE,
)
_BINDING = re.compile(
    r"^[ \t]*(?:keys[ \t]*(?:,[^=\n]*|:[^=\n]+)?=(?!=)|(?:async[ \t]+)?(?:def|class)[ \t]+keys\b"
    r"|for[ \t][^:\n]*\bkeys\b[^:\n]*\bin\b|(?:except|with)\b[^:\n]*\bas[ \t]+keys\b"
    r"|(?:async[ \t]+)?def[ \t]+\w+\([^()]*(?<!\.)\bkeys\b)|\blambda\b[^:\n]*(?<!\.)\bkeys\b"
    r"|\bkeys[ \t]*:="
    r"|^[ \t]*(?:from[ \t]+(?!playground\b)\S+[ \t]+)?import[^\n]*\bkeys[ \t]*(?:,|$)",
    re.MULTILINE,
)
_HEAD = re.compile(r"(?:#![^\n]*\n)?(?:#[^\n]*coding[:=][^\n]*\n)?")


def has_import(source: str, *, view: str) -> bool:
    """Return whether *source* imports the keyring under the name *view*."""
    return any((match["alias"] or _VIEW) == view for match in _IMPORT.finditer(source))


def view_name(sources: Iterable[str]) -> str:
    """Return "keys", or another name where the code in *sources* gives that one away."""
    return _OTHER_VIEW if any(map(_BINDING.search, sources)) else _VIEW


def with_import(source: str, edits: Iterable[Edit], *, view: str) -> list[Edit]:
    """Return *edits* of *source* and the import of the keyring, after what must be first."""
    line = _import_edit(source, view=view)
    others = list(edits)
    for edit in others:
        if edit.start == edit.end == line.start:
            # What is put at one place goes there in the order of its letters.
            others.remove(edit)
            return [*others, replace(edit, new=line.new + edit.new)]
    return [*others, line]


def _import_edit(source: str, *, view: str) -> Edit:
    alias = "" if view == _VIEW else f" as {view}"
    place = _top(source)
    line = f"from playground import {_VIEW}{alias}\n"
    if place and not source[:place].endswith("\n"):
        line = "\n" + line[:-1]
    return Edit(place, place, line)


def _top(source: str) -> int:
    tree = parsed(source)
    first = [node for node in tree.body if _must_be_first(node)] if tree else []
    if first:
        return _line_end(source, Offsets(source).span(first[-1])[1])
    if cell_magic(source):
        return _line_end(source, source.index("%%"))
    head = _HEAD.match(source)
    return head.end() if head else 0


def _must_be_first(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _line_end(source: str, offset: int) -> int:
    end = source.find("\n", offset)
    return len(source) if end < 0 else end + 1
