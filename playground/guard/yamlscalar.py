"""Placeholders in YAML: quoted where their bracket would begin a list."""

from collections.abc import Iterable, Iterator
import re

from playground.guard.edit import Edit

__all__ = ["quoted"]

# What may stand before a value on its line: dashes of lists, and one name with its colon.
_BEFORE = re.compile(
    r"[ \t]*(?:-[ ]+)*+(?:(?:\"[^\"]*\"|'[^']*'|[^\s{}\[\]\"'#:-][^{}\[\]\"'#:]*):[ ]+)?"
)
_VALUE = re.compile(r"(?:(?![ \t]+#)[^\r\n'])*")
_COMMENT = re.compile(r"[ \t]*(?:#.*)?\r?$", re.MULTILINE)


def quoted(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """Yield *edits* of the YAML *text*, with quotes around each value that one of them begins."""
    for edit in edits:
        before = text[text.rfind("\n", 0, edit.start) + 1 : edit.start]
        value = _VALUE.match(text, edit.end)
        end = value.end() if value else edit.end
        end -= len(text[edit.end : end]) - len(text[edit.end : end].rstrip())
        if before.strip() and _BEFORE.fullmatch(before) and _COMMENT.match(text, end):
            yield Edit(edit.start, edit.end, f"'{edit.new}")
            yield Edit(end, end, "'")
        else:
            yield edit
