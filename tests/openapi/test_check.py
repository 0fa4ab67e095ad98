"""What is wrong with a request or an answer is told by place, and in words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.openapi import Operation, answer_problems, linquid, problems
from playground.openapi.check import checks

from .documents import operation


def with_body(schema: Any, **parts: Any) -> Operation:
    """Return an operation whose JSON body has *schema*."""
    return operation(
        {"requestBody": {"content": {"application/json": {"schema": schema}}}}, **parts
    )


def with_query(schema: Any, **fields: Any) -> Operation:
    """Return an operation with one query parameter `q` of *schema*."""
    return operation({"parameters": [{"name": "q", "in": "query", "schema": schema, **fields}]})


def told(found: Any) -> list[tuple[str, str]]:
    """Return pointers and messages."""
    return [(problem.pointer, problem.message) for problem in found]


@pytest.mark.parametrize(
    ("schema", "body", "expected"),
    [
        ({"type": "object"}, [], [("", "the body must be an object")]),
        ({"required": ["a"]}, {}, [("/a", "a is required")]),
        (
            {"properties": {"title": {}}, "additionalProperties": False},
            {"titel": 1},
            [("/titel", "titel is not known here; did you mean 'title'?")],
        ),
        (
            {"properties": {"a": {"type": ["string", "null"]}}},
            {"a": 1},
            [("/a", "a must be a text or null")],
        ),
        ({"properties": {"a": {"enum": ["x", "y"]}}}, {"a": 1}, [("/a", "a must be one of: x, y")]),
        (
            {"properties": {"a": {"format": "email"}}},
            {"a": "x"},
            [("/a", "a must be an e-mail address")],
        ),
        (
            {"properties": {"a": {"pattern": "^b$", "x-expected": "the letter b"}}},
            {"a": "x"},
            [("/a", "a must be the letter b")],
        ),
        (
            {"properties": {"a": {"items": {"maximum": 3}}}},
            {"a": [1, 5]},
            [("/a/1", "a[1] must be 3 or less")],
        ),
        (
            {"properties": {"a/b": {"minLength": 1}}},
            {"a/b": ""},
            [("/a~1b", "a/b must have at least 1 character")],
        ),
        ({"properties": {"a": {"const": 5}}}, {"a": 1}, [("/a", "a must be 5")]),
        ({"properties": {"a": False}}, {"a": 1}, [("/a", "a must not be given")]),
    ],
)
def test_messages(schema: Any, body: Any, expected: Any) -> None:
    """A problem names the field and what is expected of it."""
    assert told(problems(with_body(schema), body=body)) == expected


def test_the_branch_that_was_meant() -> None:
    """Of several forms, the one whose kind of value was given is told about."""
    forms = [{"type": "string"}, {"type": "object", "required": ["a"]}]
    found = with_body({"properties": {"v": {"oneOf": forms}}})
    assert told(problems(found, body={"v": {}})) == [("/v/a", "a is required")]
    assert told(problems(found, body={"v": 5})) == [("/v", "v must be a text or an object")]


def test_problems_are_sorted() -> None:
    """Parameters go before the body, and list items by their number."""
    raw = {
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "integer"}}],
        "requestBody": {"content": {"application/json": {"schema": {"items": {"type": "null"}}}}},
    }
    found = problems(operation(raw), params={"q": "x"}, body=list(range(11)))
    assert [p.pointer for p in found] == ["/query/q", *(f"/{n}" for n in range(11))]


@pytest.mark.parametrize(
    ("schema", "text", "is_right"),
    [
        ({"type": "integer"}, "5", True),
        ({"type": "integer"}, "5.5", False),
        ({"type": "number"}, "1e3", True),
        ({"type": "number"}, "1e999", False),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "yes", False),
        ({"type": "string"}, "5", True),
        ({"type": "string", "minLength": 2}, 5, False),
        ({"oneOf": [{"type": "integer"}, {"type": "boolean"}]}, "7", True),
        ({"type": "array", "items": {"type": "integer"}}, "1,2", True),
        ({"type": "array", "items": {"type": "integer"}}, ["1", "x"], False),
        ({}, "anything", True),
    ],
)
def test_parameters_are_coerced(schema: Any, text: Any, is_right: bool) -> None:  # noqa: FBT001
    """A parameter's text is judged as the type that its schema means."""
    assert (problems(with_query(schema), params={"q": text}) == ()) is is_right


def test_unknown_and_missing_parameters() -> None:
    """A mistyped parameter is told apart from a missing one."""
    found = problems(with_query({}, required=True), params={"Q": 1})
    assert told(found) == [
        ("/query/Q", "Q is no parameter of this operation"),
        ("/query/q", "q is required"),
    ]


def test_two_parameters_of_one_name() -> None:
    """Where two places share a name, the place goes before it."""
    raw = {"parameters": [{"name": "id", "in": "query", "schema": {"type": "integer"}}]}
    found = operation(raw, path="/x/{id}")
    assert problems(found, params={"path/id": "a", "query/id": "1"}) == ()


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_draft_of_the_version(version: str) -> None:
    """3.0 reads `nullable` and a boolean `exclusiveMinimum`, 3.1 what JSON Schema 2020-12 says."""
    older = {"type": "integer", "nullable": True, "minimum": 3, "exclusiveMinimum": True}
    newer = {"type": ["integer", "null"], "exclusiveMinimum": 3}
    schema = older if version == "3.0.3" else newer
    found = with_body({"properties": {"a": schema}}, version=version)
    assert problems(found, body={"a": None}) == ()
    assert problems(found, body={"a": 4}) == ()
    assert told(problems(found, body={"a": 3})) == [("/a", "a must be more than 3")]


def test_nullable_through_a_reference() -> None:
    """In 3.0 `nullable` beside `allOf` lets null through, and beside a `$ref` says nothing."""
    schemas = {"A": {"type": "object"}}
    ref = {"$ref": "#/components/schemas/A"}
    schema = {
        "properties": {"a": {"nullable": True, "allOf": [ref]}, "b": {**ref, "nullable": True}}
    }
    found = with_body(schema, version="3.0.3", components={"schemas": schemas})
    assert [p.pointer for p in problems(found, body={"a": None, "b": None})] == ["/b"]


def test_one_way_fields() -> None:
    """What only the server sets is not asked of a request, nor passwords of an answer."""
    schema = {
        "required": ["id", "password"],
        "properties": {"id": {"readOnly": True}, "password": {"writeOnly": True}},
    }
    media = {"application/json": {"schema": schema}}
    found = operation({"requestBody": {"content": media}, "responses": {"200": {"content": media}}})
    assert problems(found, body={"password": ""}) == ()
    assert answer_problems(found, 200, "application/json", {"id": 1}) == ()


def test_recursive_schemas() -> None:
    """A schema that contains itself is checked at every depth."""
    tree = {
        "properties": {"child": {"$ref": "#/components/schemas/Tree"}, "n": {"type": "integer"}}
    }
    found = with_body({"$ref": "#/components/schemas/Tree"}, components={"schemas": {"Tree": tree}})
    assert [p.pointer for p in problems(found, body={"child": {"child": {"n": "x"}}})] == [
        "/child/child/n"
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "strin"},
        {"pattern": "("},
        {"required": True},
        {"$ref": "#/nowhere"},
        {"$ref": "elsewhere.yaml"},
        {"properties": {"a": 5}},
        {"allOf": [{"$ref": "#/components/schemas/Loop"}]},
        {"discriminator": {"propertyName": "kind", "mapping": {"a": "#/nowhere"}}},
        5,
    ],
)
def test_schemas_that_make_no_sense(schema: Any) -> None:
    """A broken keyword is left out; the rest is still checked."""
    components = {"schemas": {"Loop": {"allOf": [{"$ref": "#/components/schemas/Loop"}]}}}
    found = with_body(
        {"properties": {"broken": schema, "n": {"type": "integer"}}}, components=components
    )
    assert [p.pointer for p in problems(found, body={"broken": {}, "n": "x"})] == ["/n"]


def test_a_broken_keyword_is_told() -> None:
    """A keyword that makes no sense is a warning of the operation's checks."""
    found = with_body({"properties": {"a": {"type": "strin"}}})
    problems(found, body={})
    assert "'type' makes no sense" in checks(found).warnings[0]


def test_a_body_that_is_missing_or_too_much() -> None:
    """A missing body and a body too much are both told."""
    needed = operation({"requestBody": {"required": True, "content": {"application/json": {}}}})
    assert told(problems(needed)) == [("", "a body is required")]
    assert told(problems(operation({}), body={})) == [("", "this takes no body")]


@pytest.mark.parametrize("body", [{1: 2}, {"a": object()}, {"a": {3}}])
def test_bodies_that_are_no_json(body: Any) -> None:
    """A value that JSON cannot express is a problem, not an exception."""
    found = with_body({"type": "object", "properties": {"a": {"type": "object"}}})
    assert told(problems(found, body=body)) == [
        ("", "the body holds something that JSON cannot express")
    ]


@given(st.text(min_size=20, max_size=60), st.sampled_from(["value", "field", "map", "parameter"]))
def test_values_are_never_repeated(text: str, where: str) -> None:
    """Whatever a key is pasted into, no problem repeats it."""
    key = "lw_" + "live_" + "a1B2c3D4" * 4 + text
    bodies = {"value": {"title": [key], "destinationUrl": key}, "field": {key: 1}}
    found = linquid().operations["createLink"]
    if where == "parameter":
        said = problems(found, params={key: key}, body={"destinationUrl": "https://example.com"})
    elif where == "map":
        inner = with_body({"additionalProperties": {"type": "integer"}})
        said = problems(inner, body={key[:40]: "x"})
        key = key[:40]
    else:
        said = problems(found, body=bodies[where])
    assert said
    assert key not in repr(said)


def test_answers() -> None:
    """An answer is judged by its status, then its media type, then its schema."""
    found = operation(
        {
            "responses": {
                "200": {"content": {"application/json": {"schema": {"type": "object"}}}},
                "4XX": {"description": "no content"},
            }
        }
    )
    assert answer_problems(found, 200, "application/json; charset=utf-8", {}) == ()
    assert answer_problems(found, 404, "text/plain", None) == ()
    assert told(answer_problems(found, 200, "application/json", []))[0][0] == ""
    assert "not declared (declared: 200, 4XX)" in answer_problems(found, 500, "", None)[0].message
    assert "application/json" in answer_problems(found, 200, "text/html", "")[0].message
