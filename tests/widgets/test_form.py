"""A form draws what it can, and says why where it cannot; it never throws."""

from collections.abc import Mapping
from typing import Any

import pytest

from playground.openapi import load
from playground.widgets.form import MOST_FIELDS, form


def drawn(schema: Any, schemas: Mapping[str, Any] | None = None) -> Any:
    """Return the form of an operation whose body is *schema*."""
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    operation = {"operationId": "op", "requestBody": body, "responses": {}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"post": operation}},
        "components": {"schemas": schemas or {}},
    }
    return form(load(document).operations["op"])


def field(schema: Any, schemas: Mapping[str, Any] | None = None) -> Any:
    """Return the field that draws *schema* as the member "a" of an object."""
    return drawn({"type": "object", "properties": {"a": schema}}, schemas)["body"][0]


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "text"),
        ({"type": "integer"}, "number"),
        ({"type": ["number", "null"]}, "number"),
        ({"type": "boolean"}, "flag"),
        ({"enum": ["a", "b"]}, "choice"),
        ({"const": "a"}, "choice"),
        ({"oneOf": [{"const": "a"}, {"const": "b"}]}, "choice"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "text"),
        ({"allOf": [{"type": "object", "properties": {"b": {}}}, {"required": ["b"]}]}, "group"),
        ({"type": "array", "items": {"type": "string"}}, "tags"),
        ({"type": "array", "items": {"enum": ["a"]}}, "tags"),
        ({"properties": {"b": {"type": "string"}}}, "group"),
        ({"$ref": "#/components/schemas/S"}, "text"),
    ],
    ids=str,
)
def test_a_schema_gets_its_control(schema: Any, kind: str) -> None:
    """What can be drawn is drawn."""
    assert field(schema, {"S": {"type": "string"}})["kind"] == kind


@pytest.mark.parametrize(
    ("schema", "because"),
    [
        ({}, "does not say what goes here"),
        (True, "does not say what goes here"),
        ({"description": "x"}, "does not say its type"),
        ({"type": ["string", "integer"]}, "string or integer"),
        ({"oneOf": [{"type": "string"}, {"type": "object"}]}, "one of several shapes"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "names are free"),
        ({"type": "array", "items": {"type": "object"}}, "a list of objects"),
        ({"type": "array"}, "a list of"),
        ({"$ref": "#/components/schemas/Gone"}, "does not say what goes here"),
        ({"type": "file"}, "its type is file"),
    ],
    ids=str,
)
def test_what_cannot_be_drawn_is_json_with_a_reason(schema: Any, because: str) -> None:
    """A subtree that a form cannot draw falls back to JSON and says why."""
    fallback = field(schema)
    assert fallback["kind"] == "json"
    assert because in fallback["because"]


def test_a_schema_that_contains_itself_ends() -> None:
    """Recursion is drawn a few levels deep and is JSON below."""
    node = {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}
    inner = field({"$ref": "#/components/schemas/Node"}, {"Node": node})
    while inner["kind"] == "group":
        inner = inner["fields"][0]
    assert "too deep" in inner["because"]


def test_composition_that_contains_itself_ends() -> None:
    """`allOf` in a circle is JSON, not a crash."""
    loop = {"allOf": [{"$ref": "#/components/schemas/Loop"}]}
    assert field({"$ref": "#/components/schemas/Loop"}, {"Loop": loop})["kind"] == "json"


def test_a_huge_body_stays_small() -> None:
    """Beyond a number of fields, deep groups are JSON, so that no form drowns the browser."""
    leaf = {"type": "object", "properties": {f"l{n}": {"type": "string"} for n in range(50)}}
    body = {"type": "object", "properties": {f"g{n}": leaf for n in range(50)}}
    fields = drawn(body)["body"]
    assert len(fields) <= MOST_FIELDS
    assert {one["kind"] for one in fields} == {"json"}


def test_a_body_that_is_no_object_is_one_field() -> None:
    """A list as the whole body is drawn under the name of the body."""
    (only,) = drawn({"type": "array", "items": {"type": "string"}})["body"]
    assert (only["address"], only["kind"]) == ("/body", "tags")


def test_fields_say_what_they_are_for() -> None:
    """Help, limits, default, null, provenance and reason stand beside the control."""
    told = field(
        {
            "type": ["integer", "null"],
            "description": "How many.",
            "minimum": 1,
            "maximum": 5000,
            "default": 0,
            "x-provenance": "inferred",
            "x-reason": "Nobody says.",
        }
    )
    assert told["help"] == "How many."
    assert told["limits"] == "1 to 5,000"
    assert told["default"] == 0
    assert told["nullable"]
    assert (told["provenance"], told["reason"]) == ("inferred", "Nobody says.")


def test_read_only_members_are_left_out() -> None:
    """What only the server sets is not asked for."""
    body = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}}}
    assert drawn(body)["body"] == []


def test_passwords_are_hidden() -> None:
    """The form names the addresses whose values must not rest in a trait."""
    inner = {"type": "object", "properties": {"p": {"type": "string", "format": "password"}}}
    assert drawn({"type": "object", "properties": {"a": inner}})["hidden"] == ["/body/a/p"]
