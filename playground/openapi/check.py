"""What is wrong with a request before it is sent, and with an answer once it is there."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from playground.openapi.coerce import coerced, members, types_of
from playground.openapi.media import bare, chosen, is_json, matching
from playground.openapi.operation import Operation, Parameter, Response, Schema
from playground.openapi.problem import LONGEST_ECHO, Place, Problem, in_order
from playground.openapi.serialise import split
from playground.openapi.validator import NotJSON, Validator
from playground.openapi.wording import said

__all__ = [
    "Checks",
    "ParameterCheck",
    "answer_problems",
    "body_problems",
    "checks",
    "parameter_keys",
    "problems",
]


class ParameterCheck:
    """One parameter with its compiled schema; `key` is its name in `params`."""

    __slots__ = ("is_structured", "key", "parameter", "types", "validator")

    def __init__(self, parameter: Parameter, key: str, operation: Operation, warn: Any) -> None:
        self.parameter = parameter
        self.key = key
        self.types = types_of(parameter.schema, operation.definitions)
        self.is_structured = bool(self.types & {"array", "object"})
        self.validator = Validator(
            parameter.schema, operation.definitions, direction="request", warn=warn
        )

    def typed(self, value: Any, operation: Operation) -> Any:
        """Return *value*, text perhaps, as the type that the schema means."""
        if self.is_structured and isinstance(value, str) and "string" not in self.types:
            value = split(value, self.parameter, is_map="array" not in self.types)
        if isinstance(value, (list, tuple, Mapping)):
            return members(value, self.parameter.schema, operation.definitions)
        return coerced(value, self.types)

    def problems(self, value: Any) -> Iterator[Problem]:
        """Yield what is wrong with *value*, which is typed."""
        if not self.validator.is_valid(value):
            parameter = self.parameter
            yield from _told(self.validator, value, parameter.location, (parameter.name,))


class Checks:
    """The compiled schemas of one operation; `warnings` says which keywords made no sense."""

    __slots__ = ("_answers", "_bodies", "operation", "parameters", "warnings")

    def __init__(self, operation: Operation) -> None:
        self.operation = operation
        self.warnings: list[str] = []
        self.parameters = tuple(
            ParameterCheck(parameter, key, operation, self.warnings.append)
            for key, parameter in parameter_keys(operation).items()
        )
        self._bodies: dict[str, Validator] = {}
        self._answers: dict[tuple[str, str], Validator] = {}

    def body(self, media_type: str) -> Validator:
        """Return the compiled schema of a body of *media_type*, one of the operation's."""
        if media_type not in self._bodies:
            content = self.operation.body.content if self.operation.body else {}
            self._bodies[media_type] = self._compile(content.get(media_type, {}), "request")
        return self._bodies[media_type]

    def answer(self, status: str, media_type: str, schema: Schema) -> Validator:
        """Return the compiled *schema* of the answers *status* of *media_type*."""
        known = self._answers.get((status, media_type))
        if known is None:
            known = self._answers[status, media_type] = self._compile(schema, "answer")
        return known

    def _compile(self, schema: Schema, direction: Any) -> Validator:
        return Validator(
            schema, self.operation.definitions, direction=direction, warn=self.warnings.append
        )


def checks(operation: Operation) -> Checks:
    """Return the compiled schemas of *operation*, made at the first call."""
    compiled = operation.definitions.compiled
    known = compiled.get((operation.id, "checks"))
    if known is None or known.operation is not operation:
        known = compiled[operation.id, "checks"] = Checks(operation)
    return known


def parameter_keys(operation: Operation) -> dict[str, Parameter]:
    """Return the parameters by their keys in `params`: the name, or "query/id" if two share it."""
    names = [parameter.name for parameter in operation.parameters]
    return {
        p.name if names.count(p.name) == 1 else f"{p.location}/{p.name}": p
        for p in operation.parameters
    }


def problems(
    operation: Operation, *, params: Mapping[str, Any] | None = None, body: Any = None
) -> tuple[Problem, ...]:
    """
    Return what is wrong with a request; `()` = the operation takes it.

    Args:
        operation: what the request is for.
        params: values by name, as text or typed; `None` counts as not given.
        body: the decoded body; `None` = no body.
    """
    found = [*_parameter_problems(operation, params or {}), *body_problems(operation, body)]
    return in_order(found) if found else ()


def body_problems(
    operation: Operation, body: Any, *, media_type: str | None = None
) -> tuple[Problem, ...]:
    """Return what is wrong with *body* alone, sent as *media_type* (default: as `build` would)."""
    declared = operation.body
    if declared is None:
        return () if body is None else (Problem(pointer="", message="this takes no body"),)
    if body is None:
        needed = (Problem(pointer="", message="a body is required", keyword="required"),)
        return needed if declared.required else ()
    media_type = media_type or chosen(declared.content)
    if media_type is None or isinstance(body, (bytes, bytearray)):
        return ()
    validator = checks(operation).body(media_type)
    if validator.is_valid(body):
        return ()
    return in_order(_told(validator, body, "body", ()))


def answer_problems(
    operation: Operation, status: int, media_type: str, body: Any
) -> tuple[Problem, ...]:
    """Return what of an answer, its *body* decoded, is not as the document says."""
    response = _response(operation, status)
    if response is None:
        declared = ", ".join(r.status for r in operation.responses) or "none"
        message = f"the status {status} is not declared (declared: {declared})"
        return (Problem(pointer="", message=message, keyword="status"),)
    if not response.content:
        return ()
    schema = matching(media_type, response.content)
    if schema is None:
        message = f"the media type is not declared (declared: {', '.join(response.content)})"
        return (Problem(pointer="", message=message, keyword="content"),)
    if not is_json(media_type):
        return ()
    validator = checks(operation).answer(response.status, bare(media_type), schema)
    return () if validator.is_valid(body) else in_order(_told(validator, body, "body", ()))


def _response(operation: Operation, status: int) -> Response | None:
    by_status = {response.status: response for response in operation.responses}
    wanted = (str(status), f"{status // 100}XX", "default")
    return next((by_status[name] for name in wanted if name in by_status), None)


def _parameter_problems(operation: Operation, params: Mapping[str, Any]) -> Iterator[Problem]:
    given = 0
    known = checks(operation).parameters
    for check in known:
        value = params.get(check.key)
        given += check.key in params
        if value is not None:
            yield from check.problems(check.typed(value, operation))
        elif check.parameter.required:
            yield _missing(check.parameter)
    if given != len(params):
        yield from _unknown(params, [check.key for check in known])


def _missing(parameter: Parameter) -> Problem:
    return Problem.at(parameter.location, (parameter.name,), "is required", keyword="required")


def _unknown(params: Mapping[str, Any], known: list[str]) -> Iterator[Problem]:
    for name in params:
        if name in known:
            continue
        near = get_close_matches(name, known, 1)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        shown = name if len(name) <= LONGEST_ECHO or near else "…"
        expected = f"is no parameter of this operation{guess}"
        yield Problem.at("query", (shown,), expected, keyword="unknown")


def _told(
    validator: Validator, value: Any, place: Place, prefix: tuple[str, ...]
) -> Iterator[Problem]:
    try:
        failures = validator.failures(value)
    except NotJSON:
        yield Problem.at(place, prefix, "holds something that JSON cannot express", keyword="json")
        return
    entries = list(said(failures, validator.schema))
    telling = {where for where, _, rule in entries if rule != "pattern"}
    for where, expected, rule in entries:
        if rule != "pattern" or where not in telling:
            yield Problem.at(place, (*prefix, *where), expected, keyword=rule)
