"""A document's text, YAML or JSON, as plain values, with the line of whatever is wrong in it."""

from collections.abc import Iterator
import json
import math
import re
from typing import Any, ClassVar

import yaml

from playground.errors import DocumentError

__all__ = ["line_of", "parse"]

# YAML 1.2's core schema, as OpenAPI asks for: no dates, no yes and no, no octal 010.
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MERGE = "<<"


def parse(text: str, *, place: str = "document") -> Any:
    """
    Return the value that *text* writes in YAML or JSON; keys of maps are always strings.

    Raises:
        DocumentError: the text is neither; its place is "*place*, line n".
    """
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        try:
            return json.loads(text.removeprefix("\ufeff"))
        except (ValueError, RecursionError):
            pass  # YAML's flow style looks alike, and its parser tells the line
    try:
        return _Builder(place).build(yaml.parse(text, Loader=_LOADER))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise _error(error.problem or "the YAML is broken", place=place, line=line) from error
    except yaml.YAMLError as error:  # a control character, which has a position but no line
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise _error("a character that YAML forbids", place=place, line=line) from error


def line_of(text: str, segments: tuple[str, ...]) -> int:
    """Return the line, from 1, where the key that *segments* lead to stands in *text*."""
    node = yaml.compose(text, Loader=_LOADER)
    line = 1
    for part in segments:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        found = next(((key, value) for key, value in pairs if key.value == part), None)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return line


def _error(problem: str, *, place: str, line: int) -> DocumentError:
    return DocumentError(
        f"this is neither YAML nor JSON: {problem}",
        place=f"{place}, line {line}",
        next_step="Mend that line, then load the document again.",
    )


class _Builder:
    """Builds a value from YAML events; `stack` holds the open lists and maps, outermost first."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.anchors: dict[str, Any] = {}
        self.open_anchors: list[str | None] = []
        self.stack: list[Any] = []
        self.keys: list[str | None] = []
        self.result: Any = None

    def build(self, events: Iterator[Any]) -> Any:
        for event in events:
            handle = self.handlers.get(type(event))
            if handle:
                handle(self, event)
        return self.result

    def scalar(self, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1], dict) and self.keys[-1] is None:
            self.keys[-1] = self.new_key(event)
            return
        self.add(self.remember(event, _plain(event)), event)

    def new_key(self, event: Any) -> str:
        key = str(self.remember(event, event.value))
        if key in self.stack[-1] and key != _MERGE:
            raise _error(f"the key {key!r} is there twice", place=self.place, line=_line(event))
        return key

    def alias(self, event: Any) -> None:
        if event.anchor not in self.anchors:
            problem = f"the alias *{event.anchor} has no finished anchor before it"
            raise _error(problem, place=self.place, line=_line(event))
        self.add(self.anchors[event.anchor], event)

    def begin(self, event: Any) -> None:
        if self.stack and isinstance(self.stack[-1], dict) and self.keys[-1] is None:
            raise _error("a key that is no text", place=self.place, line=_line(event))
        self.stack.append({} if isinstance(event, yaml.MappingStartEvent) else [])
        self.keys.append(None)
        self.open_anchors.append(event.anchor)

    def end(self, event: Any) -> None:
        value = _with_merged(self.stack.pop())
        self.keys.pop()
        anchor = self.open_anchors.pop()
        if anchor:
            self.anchors[anchor] = value
        self.add(value, event)

    def add(self, value: Any, event: Any) -> None:
        if not self.stack:
            self.result = value
        elif isinstance(self.stack[-1], list):
            self.stack[-1].append(value)
        else:
            self.put(value, event)

    def put(self, value: Any, event: Any) -> None:
        key, self.keys[-1] = self.keys[-1], None
        if key is None:
            raise _error("a key that is no text", place=self.place, line=_line(event))
        self.stack[-1][key] = value

    def remember(self, event: Any, value: Any) -> Any:
        if event.anchor:
            self.anchors[event.anchor] = value
        return value

    handlers: ClassVar = {
        yaml.ScalarEvent: scalar,
        yaml.AliasEvent: alias,
        yaml.MappingStartEvent: begin,
        yaml.SequenceStartEvent: begin,
        yaml.MappingEndEvent: end,
        yaml.SequenceEndEvent: end,
    }


def _with_merged(value: Any) -> Any:
    # `<<` is of YAML 1.1, but documents use it: what stands in the map itself wins.
    if not isinstance(value, dict) or _MERGE not in value:
        return value
    merged = value.pop(_MERGE)
    sources = [s for s in (merged if isinstance(merged, list) else [merged]) if isinstance(s, dict)]
    for source in sources:
        value.update({key: entry for key, entry in source.items() if key not in value})
    return value


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _plain(event: Any) -> Any:
    text = event.value
    if event.tag not in (None, "!") or not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    return text
