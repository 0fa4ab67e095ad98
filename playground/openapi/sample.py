"""A request that its own operation accepts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground.openapi.check import parameter_keys, problems
from playground.openapi.generate import Generator
from playground.openapi.media import chosen
from playground.openapi.operation import Operation, Parameter

__all__ = ["Sample", "sample"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Values for a request; `warnings` says what a document that contradicts itself still lacks."""

    params: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    warnings: tuple[str, ...] = ()


def sample(operation: Operation) -> Sample:
    """
    Return the smallest request that *operation* accepts.

    The document's examples go first, then its defaults, then values made from the constraints;
    examples that the schema itself refuses are passed over.
    """
    tried = [Sample(params=params, body=body) for params, body in _candidates(operation)]
    fitting = (one for one in tried if not problems(operation, params=one.params, body=one.body))
    return next(fitting, None) or _best(operation, tried[-1])


def _best(operation: Operation, last: Sample) -> Sample:
    wrong = problems(operation, params=last.params, body=last.body)
    return Sample(params=last.params, body=last.body, warnings=tuple(map(str, wrong)))


def _candidates(operation: Operation) -> Iterator[tuple[dict[str, Any], Any]]:
    plain = Generator(operation.definitions, use_examples=False)
    telling = Generator(operation.definitions)
    full = Generator(operation.definitions, is_full=True)
    params = dict(_params(operation, telling))
    if _is_wrong(operation, params):
        params = dict(_params(operation, plain))
    yield from ((params, example) for example in _examples(operation))
    yield from ((params, _body(operation, generator)) for generator in (full, telling, plain))


def _is_wrong(operation: Operation, params: dict[str, Any]) -> bool:
    return any(p.place != "body" for p in problems(operation, params=params))


def _params(operation: Operation, generator: Generator) -> Iterator[tuple[str, Any]]:
    for key, parameter in parameter_keys(operation).items():
        if parameter.required:
            yield key, _param(parameter, generator)


def _param(parameter: Parameter, generator: Generator) -> Any:
    is_told = generator.use_examples and parameter.example is not None
    value = parameter.example if is_told else generator.value(parameter.schema)
    return "text" if parameter.location == "path" and value in ("", None, []) else value


def _media_type(operation: Operation) -> str | None:
    return chosen(operation.body.content) if operation.body else None


def _examples(operation: Operation) -> Iterator[Any]:
    media_type = _media_type(operation)
    if operation.body and media_type:
        yield from operation.body.all_examples.get(media_type, {}).values()


def _body(operation: Operation, generator: Generator) -> Any:
    media_type = _media_type(operation)
    if operation.body is None or media_type is None:
        return None
    return generator.value(operation.body.content.get(media_type, {}))
