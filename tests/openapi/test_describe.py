"""One operation is read; what cannot be read becomes a warning."""

from typing import Any

import pytest

from playground.openapi import as_plain, load

from .documents import document, operation


def test_parameters_are_inherited_and_overridden() -> None:
    """The operation's parameter wins over its path's, by name and place."""
    inherited = [
        {"name": "a", "in": "query", "schema": {"type": "string"}},
        {"name": "b", "in": "query", "schema": {"type": "string"}},
    ]
    own = [{"name": "b", "in": "query", "required": True}, {"name": "b", "in": "header"}]
    paths = {"/x": {"parameters": inherited, "get": {"operationId": "it", "parameters": own}}}
    found = load(document(paths)).operations["it"].parameters
    listed = [(p.name, p.location, p.required) for p in found]
    assert listed == [("a", "query", False), ("b", "query", True), ("b", "header", False)]


@pytest.mark.parametrize(
    ("own", "root", "expected"),
    [
        ({}, {"security": [{"a": []}]}, [{"a": []}]),
        ({"security": []}, {"security": [{"a": []}]}, []),
        ({"security": [{}, {"a": ["s"]}]}, {}, [{}, {"a": ["s"]}]),
        ({"security": [{"a": ["s"], "b": []}]}, {}, [{"a": ["s"], "b": []}]),
        ({}, {}, []),
    ],
    ids=["inherit", "public", "optional", "both", "none"],
)
def test_security_is_an_or_of_ands(own: Any, root: Any, expected: Any) -> None:
    """Security is inherited, emptied, optional or combined as the specification says."""
    schemes = {"securitySchemes": {"a": {}, "b": {}}}
    assert as_plain(operation(own, components=schemes, **root).security) == expected


@pytest.mark.parametrize("broken", ["text", [5], {"a": []}])
def test_security_that_cannot_be_read_is_not_public(broken: Any) -> None:
    """An operation whose security makes no sense is never taken for a public one."""
    found = operation({"security": broken})
    assert found.security
    assert () not in found.security
    assert found.warnings


def test_references_through_lists_and_percent_encoding() -> None:
    """A reference may count list items and encode the path's braces."""
    parameter = {"name": "a/b", "in": "query", "description": "first"}
    ref = {"$ref": "#/paths/~1x~1%7Bid%7D/post/parameters/0"}
    paths = {
        "/x/{id}": {"post": {"parameters": [parameter]}},
        "/y": {"get": {"operationId": "it", "parameters": [ref]}},
    }
    found = load(document(paths)).operations["it"]
    assert [p.description for p in found.parameters] == ["first"]


def test_circular_references_end() -> None:
    """A reference that leads to itself is a warning, not a hang."""
    schemas = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}
    found = operation({"requestBody": body}, components={"schemas": schemas})
    assert any("circle" in warning for warning in found.warnings)


@pytest.mark.parametrize(
    "raw",
    [
        {"parameters": "x"},
        {"parameters": [5]},
        {"parameters": [{"name": "a"}]},
        {"requestBody": 5},
        {"requestBody": {"content": {"application/json": {"schema": 5}}}},
        {"responses": []},
        {"tags": "x"},
        {"requestBody": {"$ref": "other.yaml#/x"}},
    ],
)
def test_what_makes_no_sense_is_a_warning(raw: Any) -> None:
    """A part that cannot be read costs that part only."""
    found = operation({"summary": "still here", **raw})
    assert found.summary == "still here"
    assert found.warnings


def test_a_path_parameter_that_is_not_described() -> None:
    """A path parameter without a description can still be filled in."""
    found = operation({}, path="/x/{id}")
    assert [(p.name, p.required) for p in found.parameters] == [("id", True)]


def test_headers_that_are_no_parameters() -> None:
    """`Authorization`, `Accept` and `Content-Type` are not parameters."""
    names = ["Authorization", "accept", "Content-Type", "X-Id"]
    found = operation({"parameters": [{"name": name, "in": "header"} for name in names]})
    assert [p.name for p in found.parameters] == ["X-Id"]


def test_fields_beside_a_reference() -> None:
    """What stands beside a reference wins in 3.1, and is ignored in 3.0."""
    components = {"parameters": {"P": {"name": "p", "in": "query", "description": "old"}}}
    raw = {"parameters": [{"$ref": "#/components/parameters/P", "description": "new"}]}
    newer = operation(raw, components=components)
    older = operation(raw, components=components, version="3.0.3")
    assert [o.parameters[0].description for o in (newer, older)] == ["new", "old"]
