"""Placeholders in YAML: quoted where their bracket would begin a list, and no binary any more."""

from collections.abc import Iterable, Iterator
import re

from playground.guard.edit import Edit

__all__ = ["readable"]

# What may stand before a value on its line: dashes of lists, and one name with its colon.
_BEFORE = re.compile(
    r"[ \t]*(?:-[ ]+)*+(?:(?:\"[^\"]*\"|'[^']*'|[^\s{}\[\]\"'#:-][^{}\[\]\"'#:]*):[ ]+)?"
)
_VALUE = re.compile(r"(?:(?![ \t]+#)[^\r\n'])*")
_COMMENT = re.compile(r"[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_TAG = "!!binary"
_BINARY = re.compile(r"!!binary[ \t]*(?P<base64>(?:[|>][-+0-9]*|[\"'])?[A-Za-z0-9+/=\s]*)")
_FARTHEST = 1 << 16


def readable(text: str, edits: Iterable[Edit]) -> Iterator[Edit]:
    """
    Yield *edits* of the YAML *text* and what keeps it readable.

    A value that begins with a placeholder gets quotes, and one that held a key in base64 loses
    its tag, for what is left is no base64.
    """
    untagged: set[int] = set()
    for edit in edits:
        line = text.rfind("\n", 0, edit.start) + 1
        tag = _tag(text, edit.start)
        if tag and tag.start not in untagged:
            untagged.add(tag.start)
            yield tag
        before = text[line : edit.start]
        if tag:
            before = before.replace(text[tag.start : tag.end], "")
        yield from _quoted(text, edit) if _may_begin(before) else (edit,)


def _tag(text: str, place: int) -> Edit | None:
    """Return the edit that removes the tag of the binary value around *place*."""
    start = text.rfind(_TAG, max(place - _FARTHEST, 0), place)
    tagged = _BINARY.fullmatch(text, start, place) if start >= 0 else None
    return Edit(start, tagged.start("base64"), "") if tagged else None


def _may_begin(before: str) -> bool:
    return bool(before.strip()) and _BEFORE.fullmatch(before) is not None


def _quoted(text: str, edit: Edit) -> Iterator[Edit]:
    value = _VALUE.match(text, edit.end)
    rest = value[0].rstrip() if value else ""
    end = edit.end + len(rest)
    if _COMMENT.match(text, end):
        yield Edit(edit.start, edit.end, f"'{edit.new}")
        yield Edit(end, end, "'")
    else:
        yield edit
