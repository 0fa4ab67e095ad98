"""A request is written as the document says."""

from typing import Any

import pytest

from playground.errors import RequestInvalid
from playground.openapi import build, linquid, read_params
from playground.openapi.operation import Operation

from .documents import operation

LIST = ["blue", "black"]
MAP = {"R": 100, "G": 200}


def with_parameter(location: str, path: str = "/x", **fields: Any) -> Operation:
    """Return an operation with one parameter `color` at *location*."""
    return operation({"parameters": [{"name": "color", "in": location, **fields}]}, path=path)


@pytest.mark.parametrize(
    ("style", "explode", "value", "path"),
    [
        ("simple", False, "a b/c?ä", "/x/a%20b%2Fc%3F%C3%A4"),
        ("simple", False, LIST, "/x/blue,black"),
        ("simple", False, MAP, "/x/R,100,G,200"),
        ("simple", True, MAP, "/x/R=100,G=200"),
        ("label", False, "blue", "/x/.blue"),
        ("label", False, LIST, "/x/.blue,black"),
        ("label", True, LIST, "/x/.blue.black"),
        ("label", True, MAP, "/x/.R=100.G=200"),
        ("matrix", False, "blue", "/x/;color=blue"),
        ("matrix", False, LIST, "/x/;color=blue,black"),
        ("matrix", True, LIST, "/x/;color=blue;color=black"),
        ("matrix", True, MAP, "/x/;R=100;G=200"),
        ("simple", False, "..", "/x/%2E%2E"),
    ],
)
def test_path_styles(style: str, explode: bool, value: Any, path: str) -> None:  # noqa: FBT001
    """Each style of the specification's table is written as the table shows."""
    found = with_parameter("path", path="/x/{color}", style=style, explode=explode)
    assert build(found, params={"color": value}).path == path


@pytest.mark.parametrize(
    ("style", "explode", "value", "query"),
    [
        ("form", True, "a b", [("color", "a b")]),
        ("form", True, True, [("color", "true")]),
        ("form", True, LIST, [("color", "blue"), ("color", "black")]),
        ("form", False, LIST, [("color", "blue,black")]),
        ("form", True, MAP, [("R", "100"), ("G", "200")]),
        ("form", False, MAP, [("color", "R,100,G,200")]),
        ("spaceDelimited", False, LIST, [("color", "blue black")]),
        ("pipeDelimited", False, LIST, [("color", "blue|black")]),
        ("deepObject", True, MAP, [("color[R]", "100"), ("color[G]", "200")]),
        ("deepObject", True, {"a": {"b": 1}}, [("color[a][b]", "1")]),
        ("form", True, None, []),
    ],
)
def test_query_styles(style: str, explode: bool, value: Any, query: Any) -> None:  # noqa: FBT001
    """Each style of the specification's table is written as the table shows."""
    found = with_parameter("query", style=style, explode=explode)
    assert build(found, params={"color": value}).query == query


@pytest.mark.parametrize(
    ("style", "explode"),
    [("form", True), ("form", False), ("pipeDelimited", False), ("spaceDelimited", False)],
)
def test_lists_come_back(style: str, explode: bool) -> None:  # noqa: FBT001
    """What `build` writes, `read_params` reads."""
    schema = {"type": "array", "items": {"type": "integer"}}
    found = with_parameter("query", style=style, explode=explode, schema=schema)
    request = build(found, params={"color": [1, 2]})
    assert read_params(found, query=request.query).params == {"color": [1, 2]}


def test_maps_come_back() -> None:
    """A deep object that `build` writes, `read_params` reads."""
    schema = {"type": "object", "properties": {"R": {"type": "integer"}}}
    found = with_parameter("query", style="deepObject", schema=schema)
    request = build(found, params={"color": {"R": 1}})
    assert read_params(found, query=request.query).params == {"color": {"R": 1}}


def test_text_for_a_list() -> None:
    """A list may be given as text, joined as its style joins it."""
    found = with_parameter("query", schema={"type": "array", "items": {"type": "string"}})
    assert build(found, params={"color": "a,b"}).query == [("color", "a"), ("color", "b")]


def test_a_parameter_that_travels_as_json() -> None:
    """A parameter with `content` is written as that content."""
    found = with_parameter("query", content={"application/json": {"schema": {"type": "object"}}})
    request = build(found, params={"color": MAP})
    assert request.query == [("color", '{"R":100,"G":200}')]
    assert read_params(found, query=request.query).params == {"color": MAP}


def test_headers_and_cookies() -> None:
    """Headers are written in the simple style, cookies joined into one header."""
    raw = [{"name": "X-A", "in": "header"}, *({"name": n, "in": "cookie"} for n in "bc")]
    found = operation({"parameters": raw})
    assert build(found, params={"X-A": [1, 2], "b": "1", "c": 2}).headers == [
        ("X-A", "1,2"),
        ("Cookie", "b=1; c=2"),
    ]


@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_path_parameter(value: Any) -> None:
    """A path cannot be built with a hole in it."""
    found = linquid().operations["getLink"]
    with pytest.raises(RequestInvalid, match="linkId is required"):
        build(found, params={"linkId": value})


def test_a_header_cannot_be_split() -> None:
    """A line break in a header is refused."""
    with pytest.raises(RequestInvalid, match="line break"):
        build(with_parameter("header"), params={"color": "a\r\nX-B: c"})


@pytest.mark.parametrize(
    ("media_type", "body", "content"),
    [
        ("application/json", {"a": "ü"}, '{"a":"ü"}'),
        ("application/vnd.api+json", [1], "[1]"),
        (
            "application/x-www-form-urlencoded",
            {"a": [1, 2], "b": None, "c": {"d": 1}},
            "a=1&a=2&c=%7B%22d%22%3A1%7D",
        ),
        ("text/plain", "hello", "hello"),
        ("application/octet-stream", b"\x00", "\x00"),
    ],
)
def test_bodies(media_type: str, body: Any, content: str) -> None:
    """A body is written by its media type."""
    request = build(operation({"requestBody": {"content": {media_type: {}}}}), body=body)
    assert (request.content, request.media_type) == (content.encode(), media_type)
    assert request.headers == [("Content-Type", media_type)]


def test_form_fields_may_have_a_style() -> None:
    """A form's field is written as its `encoding` says."""
    media = {"encoding": {"a": {"style": "deepObject"}}}
    found = operation({"requestBody": {"content": {"application/x-www-form-urlencoded": media}}})
    assert build(found, body={"a": {"b": 1}}).content == b"a%5Bb%5D=1"


def test_multipart() -> None:
    """Files and fields are parts; the same body is the same bytes."""
    found = operation({"requestBody": {"content": {"multipart/form-data": {}}}})
    request = build(found, body={"note": "x", 'fi"le': b"--"})
    assert request == build(found, body={"note": "x", 'fi"le': b"--"})
    boundary = request.media_type.partition("boundary=")[2].encode()
    parts = (request.content or b"").split(b"--" + boundary)
    assert b'name="note"\r\n\r\nx' in parts[1]
    assert b'filename="fi%22le"\r\nContent-Type: application/octet-stream\r\n\r\n--' in parts[2]


def test_json_goes_before_forms() -> None:
    """Of several media types JSON is taken, whatever their order."""
    content = {"multipart/form-data": {}, "application/json; charset=utf-8": {}}
    found = operation({"requestBody": {"content": content}})
    assert build(found, body={}).media_type == "application/json; charset=utf-8"
