"""A request's parameters as a server meets them: text from the wire, to typed values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
import json
from typing import Any, TypeAlias

from playground.openapi.check import ParameterCheck, checks
from playground.openapi.operation import Operation, Parameter
from playground.openapi.problem import LONGEST_ECHO, Problem, in_order
from playground.openapi.serialise import split

__all__ = ["Incoming", "read_params"]

_Query: TypeAlias = dict[str, list[str]]
_NOTHING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """Parameters by their keys, typed, defaults filled in; and what is wrong with them."""

    params: Mapping[str, Any]
    problems: tuple[Problem, ...]


def read_params(
    operation: Operation,
    *,
    path: Mapping[str, str] | None = None,
    query: Iterable[tuple[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    cookies: Mapping[str, str] | None = None,
) -> Incoming:
    """
    Return the parameters of *operation* that a request carries.

    Args:
        operation: what the request is for.
        path: as `Router.route` gives them.
        query: names and values, decoded, in their order; an unknown name is a problem.
        headers: by name in small letters; others than the operation's are ignored.
        cookies: by name; others than the operation's are ignored.
    """
    by_name: _Query = {}
    for name, value in query:
        by_name.setdefault(name, []).append(value)
    sources = {"path": path or {}, "header": headers or {}, "cookie": cookies or {}}
    values: dict[str, Any] = {}
    found: list[Problem] = []
    for check in checks(operation).parameters:
        found.extend(_read(check, operation, sources, by_name, values))
    found.extend(_unknown(name) for name in by_name)
    return Incoming(params=values, problems=in_order(found) if found else ())


def _read(
    check: ParameterCheck,
    operation: Operation,
    sources: Mapping[str, Mapping[str, str]],
    query: _Query,
    values: dict[str, Any],
) -> Iterator[Problem]:
    parameter = check.parameter
    try:
        raw = _raw(check, sources, query)
    except ValueError as error:
        yield _problem(parameter, str(error), "form")
        return
    if raw is not _NOTHING:
        value = values[check.key] = check.typed(raw, operation)
        yield from check.problems(value)
    elif parameter.required:
        yield _problem(parameter, "is required", "required")
    elif isinstance(parameter.schema, Mapping) and "default" in parameter.schema:
        values[check.key] = parameter.schema["default"]


def _raw(check: ParameterCheck, sources: Mapping[str, Mapping[str, str]], query: _Query) -> Any:
    parameter = check.parameter
    if parameter.location == "query":
        return _from_query(check, query)
    name = parameter.name.lower() if parameter.location == "header" else parameter.name
    written = sources[parameter.location].get(name)
    if written is None:
        return _NOTHING
    if parameter.media_type:
        return _json(written)
    return (
        split(_bare(parameter, written), parameter, is_map="object" in check.types)
        if check.is_structured
        else written
    )


def _from_query(check: ParameterCheck, query: _Query) -> Any:
    parameter = check.parameter
    if parameter.style == "deepObject":
        return _deep(parameter.name, query)
    if "object" in check.types and parameter.explode and not parameter.media_type:
        return _exploded(parameter, query)
    written = query.pop(parameter.name, None)
    if written is None:
        return _NOTHING
    if parameter.explode and "array" in check.types and not parameter.media_type:
        return written
    if len(written) > 1:
        raise ValueError("must be given only once")
    if parameter.media_type:
        return _json(written[0])
    return (
        split(written[0], parameter, is_map="object" in check.types)
        if check.is_structured
        else written[0]
    )


def _deep(name: str, query: _Query) -> Any:
    start, end = f"{name}[", "]"
    names = [n for n in query if n.startswith(start) and n.endswith(end)]
    if not names:
        return _NOTHING
    taken = {n[len(start) : -1]: query.pop(n) for n in names}
    return {key: found[0] if len(found) == 1 else found for key, found in taken.items()}


def _exploded(parameter: Parameter, query: _Query) -> Any:
    schema = parameter.schema if isinstance(parameter.schema, Mapping) else {}
    names = [name for name in schema.get("properties", ()) if name in query]
    return {name: query.pop(name)[0] for name in names} if names else _NOTHING


def _bare(parameter: Parameter, written: str) -> str:
    if parameter.style == "label":
        return written.removeprefix(".")
    if parameter.style == "matrix":
        start = f";{parameter.name}="
        is_map = not written.startswith(start)
        return (
            written[1:].replace(";", ",")
            if is_map
            else written[1:].replace(start, ",")[len(start) - 1 :]
        )
    return written


def _json(written: str) -> Any:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        raise ValueError("must be JSON") from None


def _problem(parameter: Parameter, expected: str, keyword: str) -> Problem:
    return Problem.at(parameter.location, (parameter.name,), expected, keyword=keyword)


def _unknown(name: str) -> Problem:
    shown = name if len(name) <= LONGEST_ECHO else "…"
    return Problem.at("query", (shown,), "is no parameter of this operation", keyword="unknown")
