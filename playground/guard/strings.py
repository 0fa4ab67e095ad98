"""The string literals of Python code, and the runs of constant strings that it adds up."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
import io
import re
import tokenize

from playground.guard.expressions import Offsets, is_bytes, value_of, without_magics

__all__ = ["Literal", "Run", "literals", "runs"]

_OPENING = re.compile(r"(?P<prefix>[A-Za-z]*)(?P<quote>\"\"\"|'''|\"|')")
_BETWEEN = re.compile(r"(?:[\s+\\]|#[^\n]*\n)*")
_CALLS = {"RequestBuilder", "asend", "send"}
_PATTERNS = ast.MatchValue | ast.MatchMapping
_DOCUMENTED = ast.AsyncFunctionDef | ast.ClassDef | ast.FunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    """One string literal: its span with prefix and quotes."""

    start: int
    end: int
    prefix: str
    quote: str

    @property
    def is_formatted(self) -> bool:
        """Whether it is an f-string."""
        return "f" in self.prefix.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """
    Constant strings that are added up: one literal, or a whole concatenation.

    `is_key_argument` tells that it is the `key=` of a call that takes a `Secret`;
    `is_fixed` that only a literal may stand there: a pattern, or a docstring.
    """

    start: int
    end: int
    value: str
    is_bytes: bool
    is_single: bool
    is_key_argument: bool = False
    is_fixed: bool = False


def literals(source: str) -> list[Literal]:
    """Return the string literals of *source* as far as it can be read, in order."""
    text = without_magics(source)
    lines = [0]
    for line in text.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    found: list[Literal] = []
    open_at: list[int] = []
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            kind = tokenize.tok_name[token.type]
            start = lines[token.start[0] - 1] + token.start[1]
            end = lines[token.end[0] - 1] + token.end[1]
            if kind in {"FSTRING_START", "TSTRING_START"}:
                open_at.append(start)
            elif kind == "STRING":
                found.append(_literal(source, start, end))
            elif kind in {"FSTRING_END", "TSTRING_END"}:
                found.append(_literal(source, open_at.pop(), end))
    except (tokenize.TokenError, SyntaxError, IndexError):
        pass
    return sorted(found, key=lambda literal: literal.start)


def _literal(source: str, start: int, end: int) -> Literal:
    opening = _OPENING.match(source, start)
    prefix, quote = (opening["prefix"], opening["quote"]) if opening else ("", "")
    return Literal(start=start, end=end, prefix=prefix, quote=quote)


def runs(tree: ast.Module, source: str) -> Iterator[Run]:
    """Yield the runs of constant strings in *tree*, which was parsed from *source*."""
    offsets = Offsets(source)
    docstrings = set(_docstrings(tree))
    todo: list[tuple[ast.AST, ast.AST | None]] = [(tree, None)]
    while todo:
        node, parent = todo.pop()
        value = value_of(node)
        if value is not None and "\uffff" not in value:
            start, end = offsets.span(node)
            yield Run(
                start=start,
                end=end,
                value=value,
                is_bytes=is_bytes(node),
                is_single=isinstance(node, ast.Constant),
                is_key_argument=_is_key_argument(node, parent),
                is_fixed=isinstance(parent, _PATTERNS) or parent in docstrings,
            )
            continue
        if isinstance(node, ast.JoinedStr):
            # The places of what is inside are not told before Python 3.12.
            continue
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from _partial_runs(node, source, offsets)
        holder = parent if isinstance(node, ast.keyword) else node
        todo.extend((child, holder) for child in ast.iter_child_nodes(node))


def _docstrings(tree: ast.Module) -> Iterator[ast.stmt]:
    """Yield the statement of each docstring; a cell's only expression is what it shows."""
    for node in ast.walk(tree):
        if isinstance(node, _DOCUMENTED) or (node is tree and len(tree.body) > 1):
            first = node.body[0]
            if isinstance(first, ast.Expr):
                yield first


def _is_key_argument(node: ast.AST, call: ast.AST | None) -> bool:
    if not isinstance(call, ast.Call):
        return False
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return name in _CALLS and any(
        argument.arg == "key" and argument.value is node for argument in call.keywords
    )


def _partial_runs(node: ast.BinOp, source: str, offsets: Offsets) -> Iterator[Run]:
    """Yield the constant stretches, of two operands or more, of a sum that is not constant."""
    stretch: list[tuple[int, int, str, bool]] = []
    for operand in [*_operands(node), None]:
        value = None if operand is None else value_of(operand)
        if operand is not None and value is not None and "\uffff" not in value:
            start, end = offsets.span(operand)
            if not stretch or _BETWEEN.fullmatch(source, stretch[-1][1], start):
                stretch.append((start, end, value, is_bytes(operand)))
                continue
        if len(stretch) > 1:
            yield Run(
                start=stretch[0][0],
                end=stretch[-1][1],
                value="".join(value for _, _, value, _ in stretch),
                is_bytes=stretch[0][3],
                is_single=False,
            )
        stretch = []


def _operands(node: ast.expr) -> list[ast.expr]:
    found: list[ast.expr] = []
    todo: list[ast.expr] = [node]
    while todo:
        current = todo.pop()
        if isinstance(current, ast.BinOp) and isinstance(current.op, ast.Add):
            todo += [current.right, current.left]
        else:
            found.append(current)
    return found
