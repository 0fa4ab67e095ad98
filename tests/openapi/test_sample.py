"""A sample passes its own schema."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.openapi import Operation, build, linquid, problems, sample
from playground.openapi.pattern import is_found, matching_text

from .documents import operation

PATTERNS = [
    "^https?://",
    "^[A-Z]{3}$",
    "^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$",
    "\\d{3}-\\w+",
    "[^a]b",
    "(a|b)c",
    "^(.{4,})?$",
    "\\p{L}{2}",
]


def with_body(schema: Any, **parts: Any) -> Operation:
    """Return an operation whose JSON body has *schema*."""
    content = {"application/json": {"schema": schema}}
    return operation({"requestBody": {"required": True, "content": content}}, **parts)


@pytest.mark.parametrize("name", linquid().operations)
def test_every_shipped_operation_has_a_sample(name: str) -> None:
    """Each operation of Linquid has a sample that passes and can be built."""
    found = linquid().operations[name]
    made = sample(found)
    assert not made.warnings
    assert problems(found, params=made.params, body=made.body) == ()
    assert build(found, params=made.params, body=made.body).method == found.method


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ({"type": "object", "required": ["a"], "properties": {"a": {"default": 5}}}, {"a": 5}),
        ({"const": 3}, 3),
        ({"enum": ["x", "y"]}, "x"),
        ({"type": "integer", "minimum": 3, "multipleOf": 5}, 5),
        ({"type": "integer", "exclusiveMinimum": 3}, 4),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, 0.5),
        ({"type": "integer", "maximum": -3}, -3),
        ({"type": "string", "minLength": 9}, "textaaaaa"),
        ({"type": "string", "maxLength": 2}, "te"),
        ({"type": "string", "format": "uuid"}, "123e4567-e89b-42d3-a456-426614174000"),
        ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"enum": [1, 2]}}, [1, 2]),
        (
            {"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "string"}},
            ["text", "text1"],
        ),
        ({"minProperties": 1, "properties": {"a": {"type": "boolean"}}}, {"a": True}),
        ({"minProperties": 1, "additionalProperties": {"type": "null"}}, {"field1": None}),
        ({"oneOf": [{"type": "integer"}, {"type": "string"}]}, 1),
        ({"allOf": [{"required": ["a"]}, {"properties": {"a": {"const": 1}}}]}, {"a": 1}),
        ({"type": ["null", "string"]}, "text"),
        ({"required": ["id", "a"], "properties": {"id": {"readOnly": True}}}, {"a": "text"}),
    ],
)
def test_values_by_constraints(schema: Any, body: Any) -> None:
    """A value is made from the constraints, as short as it may be."""
    made = sample(with_body(schema))
    assert (made.body, made.warnings) == (body, ())


def test_examples_go_first() -> None:
    """The document's example is taken, unless the schema itself refuses it."""
    schema = {"type": "integer"}
    for example, expected in ((7, 7), ("seven", 1)):
        content = {"application/json": {"schema": schema, "example": example}}
        assert sample(operation({"requestBody": {"content": content}})).body == expected


def test_recursion_ends() -> None:
    """A schema that requires itself gives something, and says what it lacks."""
    node = {"required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    ends = {
        **node,
        "properties": {"next": {"oneOf": [*node["properties"].values(), {"type": "null"}]}},
    }
    ref = {"$ref": "#/components/schemas/Node"}
    assert sample(with_body(ref, components={"schemas": {"Node": node}})).warnings
    assert sample(with_body(ref, components={"schemas": {"Node": ends}})).body == {"next": None}


def test_double_recursion_ends_soon() -> None:
    """A schema that requires itself twice does not double forever."""
    ref = {"$ref": "#/components/schemas/Tree"}
    tree = {"type": "object", "required": ["l", "r"], "properties": {"l": ref, "r": ref}}
    assert sample(with_body(ref, components={"schemas": {"Tree": tree}})).warnings


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns(pattern: str) -> None:
    """A text is made that the pattern finds."""
    text = matching_text(pattern)
    assert text is not None
    assert is_found(pattern.replace("\\p{L}", "\\w"), text)


@pytest.mark.parametrize("pattern", ["(", "(?<=x)y", "a{99999}"])
def test_patterns_that_cannot_be_met(pattern: str) -> None:
    """Where no text can be made, none is."""
    assert matching_text(pattern) is None


@given(st.integers(-50, 50), st.integers(0, 60), st.integers(1, 9))
def test_whole_numbers(low: int, span: int, step: int) -> None:
    """A number between two bounds is found whenever there is one."""
    schema = {"type": "integer", "minimum": low, "maximum": low + span + step, "multipleOf": step}
    assert sample(with_body(schema)).warnings == ()
