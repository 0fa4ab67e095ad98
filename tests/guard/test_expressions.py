"""Constant string expressions are computed without running anything."""

import ast

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard.expressions import Offsets, expressions, parsed, without_magics


def values(source: str) -> list[str]:
    """Return the values of the expressions of *source* that are no single literal."""
    tree = parsed(source)
    assert tree is not None
    found = expressions(tree, source)
    return [one.value for one in found if not one.is_literal and one.is_constant]


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'lw_' + 'live'", "lw_live"),
        ("('lw_'\n 'live') + '_'", "lw_live_"),
        ("''.join(['lw_', 'live'])", "lw_live"),
        ("'_'.join(('lw', 'live'))", "lw_live"),
        ("f'lw_{\"live\"}'", "lw_live"),
        ("bytes([108, 119])", "lw"),
        ("bytearray((108, 119))", "lw"),
        ("(b'lw_' + b'live').decode()", "lw_live"),
        ("('lw_' + 'live').strip()", "lw_live"),
        ("%time x = 'a' + 'b'\ny = 'c' + 'd'", "cd"),
        ("!echo hi\n'c' + 'd'", "cd"),
    ],
)
def test_a_constant_is_computed(source: str, value: str) -> None:
    """What only adds, joins, formats or decodes constants has their value."""
    assert value in values(source)


def test_what_only_running_tells_is_left_open() -> None:
    """A part that is not constant is one character that stands in no key."""
    one, *_ = expressions(ast.parse("f'lw_{name}live'"), "f'lw_{name}live'")
    assert not one.is_constant
    assert one.value.split("\uffff") == ["lw_", "live"]


@pytest.mark.parametrize("source", ["def", "'", "\0", "(" * 300, "x = [" * 200])
def test_what_is_no_code_has_no_tree(source: str) -> None:
    """Whatever cannot be parsed is not, and is no error."""
    assert parsed(source) is None


@given(st.text(max_size=30))
def test_magics_keep_every_place(source: str) -> None:
    """Leaving out what only IPython reads moves no character and no line."""
    blank = without_magics(source)
    assert len(blank) == len(source)
    assert blank.count("\n") == source.count("\n")


@given(st.lists(st.sampled_from(["é", "a", "💡", "\u200b", " "]), max_size=9).map("".join))
def test_places_count_characters(text: str) -> None:
    """Python counts bytes in a line, and spans are told in characters."""
    source = f"x = '{text}'; y = '{text}' + 'b'\nz = '{text}'"
    offsets = Offsets(source)
    strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    spans = [source[slice(*offsets.span(node))] for node in strings]
    assert sorted(spans) == sorted([repr(text)] * 3 + ["'b'"]) or "\u200b" in text
