"""A server reads parameters from the wire."""

from playground.openapi import linquid, read_params

from .documents import operation


def test_defaults_are_filled_in() -> None:
    """What is not given has the document's default, and what is given is typed."""
    found = read_params(linquid().operations["listLinks"], query=[("limit", "5")])
    assert found.params == {"page": 1, "limit": 5}
    assert not found.problems


def test_wrong_parameters_are_told() -> None:
    """Wrong, repeated and unknown parameters each have a pointer."""
    query = [("limit", "x"), ("page", "1"), ("page", "2"), ("sort", "up")]
    found = read_params(linquid().operations["listLinks"], query=query)
    assert [str(problem) for problem in found.problems] == [
        "/query/limit: limit must be a whole number",
        "/query/page: page must be given only once",
        "/query/sort: sort is no parameter of this operation",
    ]


def test_headers_have_no_case() -> None:
    """A header is found by its name in small letters, and others are ignored."""
    headers = {"x-workspace-id": "ws_acme", "host": "127.0.0.1"}
    found = read_params(linquid().operations["getLinkStats"], headers=headers)
    assert found.params == {"X-Workspace-Id": "ws_acme"}


def test_missing_and_broken() -> None:
    """A missing parameter and broken JSON are problems."""
    raw = [
        {"name": "a", "in": "query", "required": True},
        {"name": "b", "in": "query", "content": {"application/json": {}}},
    ]
    found = read_params(operation({"parameters": raw}), query=[("b", "{")])
    assert [str(p) for p in found.problems] == [
        "/query/a: a is required",
        "/query/b: b must be JSON",
    ]


def test_paths_in_other_styles() -> None:
    """Labels and matrices are taken apart."""
    schema = {"type": "array", "items": {"type": "integer"}}
    for style, written in (("label", ".1,2"), ("matrix", ";id=1,2"), ("simple", "1,2")):
        raw = [{"name": "id", "in": "path", "style": style, "schema": schema}]
        found = read_params(operation({"parameters": raw}, path="/x/{id}"), path={"id": written})
        assert found.params == {"id": [1, 2]}
