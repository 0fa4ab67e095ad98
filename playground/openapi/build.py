"""From an operation and its values to a request that can be sent; nothing is sent here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playground.errors import RequestInvalid
from playground.openapi.check import checks
from playground.openapi.encode import encoded
from playground.openapi.media import chosen
from playground.openapi.operation import Operation, Parameter
from playground.openapi.problem import Problem
from playground.openapi.serialise import pairs, text

__all__ = ["Request", "build"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """
    A request without host and without credential.

    `path` is percent-encoded; `query` is not. `headers` has the content's type, if any.
    """

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: list[tuple[str, str]]
    content: bytes | None = None
    media_type: str = ""


def build(
    operation: Operation,
    *,
    params: Mapping[str, Any] | None = None,
    body: Any = None,
    media_type: str | None = None,
) -> Request:
    """
    Return the request that carries *params* and *body* as the document says.

    Values are not checked, see `problems`; `None` counts as not given. *media_type* is one of the
    operation's, by default JSON if it takes that.

    Raises:
        RequestInvalid: a path parameter is missing or empty, or a header holds a line break.
    """
    given = _given(operation, params or {})
    content, content_type = _content(operation, body, media_type)
    headers = [(p.name, _header(operation, p, v)) for p, v in given if p.location == "header"]
    cookies = [pair for p, v in given if p.location == "cookie" for pair in pairs(p, v)]
    if cookies:
        headers.append(("Cookie", "; ".join(f"{name}={value}" for name, value in cookies)))
    if content_type:
        headers.append(("Content-Type", content_type))
    return Request(
        method=operation.method,
        path=_path(operation, given),
        query=[pair for p, v in given if p.location == "query" for pair in pairs(p, v)],
        headers=headers,
        content=content,
        media_type=content_type,
    )


def _given(operation: Operation, params: Mapping[str, Any]) -> list[tuple[Parameter, Any]]:
    known = [(check, params.get(check.key)) for check in checks(operation).parameters]
    return [
        (check.parameter, check.typed(value, operation) if check.is_structured else value)
        for check, value in known
        if value is not None
    ]


def _path(operation: Operation, given: list[tuple[Parameter, Any]]) -> str:
    path = operation.path
    for parameter, value in given:
        if parameter.location == "path" and value not in ("", []):
            path = path.replace(f"{{{parameter.name}}}", _segment(parameter, value))
    left = [p for p in operation.parameters if p.location == "path" and f"{{{p.name}}}" in path]
    if left:
        raise RequestInvalid(operation.id, [_wrong(parameter, "is required") for parameter in left])
    return path


def _segment(parameter: Parameter, value: Any) -> str:
    written = text(parameter, value, lambda piece: quote(piece, safe=""))
    # A segment of dots alone would climb out of the path.
    return written.replace(".", "%2E") if written in (".", "..") else written


def _header(operation: Operation, parameter: Parameter, value: Any) -> str:
    written = text(parameter, value)
    if "\r" in written or "\n" in written:
        raise RequestInvalid(operation.id, [_wrong(parameter, "must not hold a line break")])
    return written


def _wrong(parameter: Parameter, expected: str) -> Problem:
    return Problem.at(parameter.location, (parameter.name,), expected)


def _content(operation: Operation, body: Any, media_type: str | None) -> tuple[bytes | None, str]:
    if body is None:
        return None, ""
    declared = operation.body
    name = media_type or (chosen(declared.content) if declared else None) or "application/json"
    encoding = declared.encoding.get(name, {}) if declared else {}
    return encoded(body, media_type=name, encoding=encoding)
