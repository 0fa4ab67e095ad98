"""Constant string expressions in Python code, computed without running anything."""

import ast
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
import re
from warnings import catch_warnings, simplefilter

__all__ = [
    "Expression",
    "Offsets",
    "expressions",
    "is_bytes",
    "magic_at",
    "parsed",
    "value_of",
    "without_magics",
]

_MAGIC = re.compile(
    r"^(?P<before>[ \t]*(?:[\w.,\[\] \t]+=[ \t]*)?)"
    r"(?P<magic>(?:[!%]|\?\??[\w.])[^\n]*(?:\\\n[^\n]*)*)"
    r"|^(?P<indent>[ \t]*)(?P<help>[\w.*]+\?\??[ \t]*)$",
    re.MULTILINE,
)
_DYNAMIC = "\uffff"
_DEEPEST = 200
_HOLLOW = ast.expr_context | ast.operator | ast.Name
_BYTE = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """
    A maximal string expression that is not a single plain literal.

    [start, end) is its span in the source; `value` its text, where what only running could tell
    is one character that no key holds; `is_constant` tells that there is no such character.
    """

    start: int
    end: int
    value: str
    is_constant: bool
    is_bytes: bool = False
    is_literal: bool = False


def parsed(source: str) -> ast.Module | None:
    """Return the syntax tree of a cell's *source*, magics left out; None where it has none."""
    for text in (source, without_magics(source)):
        try:
            with catch_warnings():
                simplefilter("ignore")
                return ast.parse(text)
        # Before Python 3.11.4, code nested too deeply makes later parses raise SystemError.
        except (SyntaxError, ValueError, RecursionError, MemoryError, SystemError):
            continue
    return None


def without_magics(source: str) -> str:
    """Return *source* with each line that only IPython understands made a plain expression."""
    return _MAGIC.sub(_blank, source)


def magic_at(source: str, offset: int) -> str:
    """Return "!" or "%" where *offset* is in a line that IPython takes, or nothing."""
    for match in _MAGIC.finditer(source):
        if match["magic"] and match.start("magic") <= offset < match.end():
            return match["magic"][0]
    return ""


def _blank(match: re.Match[str]) -> str:
    before = match["before"] if match["magic"] else match["indent"]
    rest = match["magic"] or match["help"] or " "
    # Every character keeps its place, every line its number.
    lines = rest.split("\n")
    blanks = ["0" + " " * (len(lines[0]) - 1), *(" " * len(line) for line in lines[1:])]
    return (before or "") + "\n".join(blanks)


def expressions(tree: ast.Module, source: str) -> Iterator[Expression]:
    """Yield the string expressions of *tree*, which was parsed from *source*, outermost first."""
    offsets = Offsets(source)
    todo: list[ast.AST] = [tree]
    while todo:
        node = todo.pop()
        value = value_of(node)
        if value is None or isinstance(node, ast.FormattedValue):
            todo += _children(node)
            continue
        start, end = offsets.span(node)
        yield Expression(
            start=start,
            end=end,
            value=value,
            is_constant=_DYNAMIC not in value,
            is_bytes=is_bytes(node),
            is_literal=isinstance(node, ast.Constant),
        )
        if isinstance(node, ast.JoinedStr):
            todo += _children(node)


def _children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes in *node*: those without a place, as operators, hold no string."""
    found: list[ast.AST] = []
    for child in node.__dict__.values():
        if isinstance(child, list):
            found += [each for each in child if isinstance(each, ast.AST)]
        elif isinstance(child, ast.AST) and not isinstance(child, _HOLLOW):
            found.append(child)
    return found


class Offsets:
    """Turns a tree's lines and UTF-8 columns into offsets in its source."""

    def __init__(self, source: str) -> None:
        self._lines = source.split("\n")
        self._starts = [*accumulate((len(line) + 1 for line in self._lines), initial=0)]
        self._bytes: dict[int, list[int]] = {}

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Return the span of *node* in the source, in code points."""
        where = node.__dict__
        return (
            self._offset(where["lineno"], where["col_offset"]),
            self._offset(where["end_lineno"], where["end_col_offset"]),
        )

    def _offset(self, line: int, column: int) -> int:
        text = self._lines[line - 1]
        if not text.isascii():
            column = bisect_left(self._columns(line - 1), column)
        return self._starts[line - 1] + column

    def _columns(self, index: int) -> list[int]:
        """Return at which byte of its line each character begins; a line is counted once."""
        if index not in self._bytes:
            sizes = (len(each.encode("utf-8", "surrogatepass")) for each in self._lines[index])
            self._bytes[index] = [*accumulate(sizes, initial=0)]
        return self._bytes[index]


def value_of(node: ast.AST) -> str | None:
    """Return the text of the string expression *node*, or None where it is none."""
    return _value(node, depth=0)


def _value(node: ast.AST, *, depth: int) -> str | None:
    """Return the text of *node*, or None where it is no string expression."""
    if depth > _DEEPEST:
        return None
    if isinstance(node, ast.Constant):
        value = node.value
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        return text if isinstance(text, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(_inside(part, depth=depth + 1) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _sum(node, depth=depth)
    if isinstance(node, ast.Call):
        is_list = _is_bytes_of_list(node)
        return _of_numbers(node.args[0]) if is_list else _joined(node, depth=depth)
    return None


def _sum(node: ast.BinOp, *, depth: int) -> str | None:
    """Return the text of `left + right`, of which one side may be anything."""
    sides = [_value(side, depth=depth + 1) for side in (node.left, node.right)]
    if all(side is None for side in sides):
        return None
    return "".join(_DYNAMIC if side is None else side for side in sides)


def _inside(node: ast.expr, *, depth: int) -> str:
    inner = node.value if isinstance(node, ast.FormattedValue) else node
    value = _value(inner, depth=depth)
    return _DYNAMIC if value is None else value


def _joined(call: ast.Call, *, depth: int) -> str | None:
    """Return the text of `"…".join([…])`, of `"…".strip()` and of `"…".encode()`."""
    function = call.func
    if not isinstance(function, ast.Attribute):
        return None
    glue = _value(function.value, depth=depth + 1)
    if glue is None:
        return None
    if function.attr in {"encode", "decode"} and not call.keywords:
        return glue
    if function.attr == "strip":
        signs = [_value(sign, depth=depth + 1) for sign in call.args]
        return None if None in signs else glue.strip(*signs[:1])
    items = call.args[0] if function.attr == "join" and len(call.args) == 1 else None
    if not isinstance(items, ast.List | ast.Tuple):
        return None
    return glue.join(_inside(item, depth=depth + 1) for item in items.elts)


def _is_bytes_of_list(call: ast.Call) -> bool:
    is_named = isinstance(call.func, ast.Name) and call.func.id in {"bytes", "bytearray"}
    return is_named and len(call.args) == 1 and isinstance(call.args[0], ast.List | ast.Tuple)


def _of_numbers(items: ast.expr) -> str | None:
    elements = items.elts if isinstance(items, ast.List | ast.Tuple) else []
    numbers = [item.value for item in elements if isinstance(item, ast.Constant)]
    known = [number for number in numbers if isinstance(number, int) and 0 <= number <= _BYTE]
    return "".join(map(chr, known)) if known and len(known) == len(elements) else None


def is_bytes(node: ast.AST) -> bool:
    """Return whether the string expression *node* makes bytes."""
    if isinstance(node, ast.Call) and _is_bytes_of_list(node):
        return True
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in {"encode", "decode"}:
            return node.func.attr == "encode"
        return is_bytes(node.func.value)
    if isinstance(node, ast.BinOp):
        return is_bytes(node.left) or is_bytes(node.right)
    return isinstance(node, ast.Constant) and isinstance(node.value, bytes)
