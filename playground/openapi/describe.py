"""One operation, read from the raw document; what cannot be read becomes a warning."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeGuard, get_args

from playground.openapi.operation import (
    Body,
    Location,
    Operation,
    Parameter,
    Provenance,
    Response,
    Schema,
)
from playground.openapi.reference import Definitions, Warn
from playground.openapi.security import security

__all__ = ["describe"]

_LOCATIONS = get_args(Location)
_NO_PARAMETERS = ("accept", "authorization", "content-type")
_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_PROVENANCES = get_args(Provenance)


def describe(
    definitions: Definitions, *, name: str, method: str, path: str, item: Any, raw: Any
) -> Operation:
    """Return the operation that *raw* describes, inside the path item *item*; never raises."""
    warnings: list[str] = []
    warn = warnings.append
    raw = _mapping(raw, "the operation", warn)
    item = _mapping(item, "its path item", warn)
    return Operation(
        id=name,
        method=method.upper(),
        path=path,
        summary=_text(raw.get("summary") or item.get("summary")),
        description=_text(raw.get("description") or item.get("description")),
        tags=tuple(_text(tag) for tag in _list(raw.get("tags"), "`tags`", warn)),
        parameters=tuple(_parameters(definitions, path, item, raw, warn)),
        body=_body(definitions, raw.get("requestBody"), warn),
        responses=tuple(_responses(definitions, raw.get("responses"), warn)),
        security=security(raw, definitions.root, warn=warn),
        provenance=_provenance(raw),
        reason=_text(raw.get("x-reason")),
        deprecated=raw.get("deprecated") is True,
        extensions={key: value for key, value in raw.items() if key.startswith("x-")},
        warnings=tuple(dict.fromkeys(warnings)),
        definitions=definitions,
    )


def _parameters(
    definitions: Definitions,
    path: str,
    item: Mapping[str, Any],
    raw: Mapping[str, Any],
    warn: Warn,
) -> Iterator[Parameter]:
    # The operation's parameters override those of its path, by name and place.
    found: dict[tuple[str, str], Parameter] = {}
    for source in (item, raw):
        for entry in _list(source.get("parameters"), "`parameters`", warn):
            parameter = _parameter(definitions, entry, warn)
            if parameter and not _is_set_elsewhere(parameter):
                found[parameter.location, parameter.name] = parameter
    for parameter in found.values():
        if parameter.location == "path" and f"{{{parameter.name}}}" not in path:
            warn(f"the path parameter {parameter.name!r} is not in the path, and is left out")
        else:
            yield parameter
    for name in _names_in(path):
        if ("path", name) not in found:
            warn(f"the path parameter {name!r} is not described, and is taken as any text")
            yield Parameter(
                name=name, location="path", required=True, schema={"type": "string"}, style="simple"
            )


def _is_set_elsewhere(parameter: Parameter) -> bool:
    # Described as parameters, these are to be ignored (OpenAPI 3.1.1, section 4.8.12.1).
    return parameter.location == "header" and parameter.name.lower() in _NO_PARAMETERS


def _names_in(path: str) -> list[str]:
    return list(dict.fromkeys(part.split("}")[0] for part in path.split("{")[1:] if "}" in part))


def _parameter(definitions: Definitions, entry: Any, warn: Warn) -> Parameter | None:
    raw = _mapping(definitions.resolve(entry, warn=warn), "a parameter", warn)
    name, location = raw.get("name"), raw.get("in")
    if not isinstance(name, str) or not _is_location(location):
        warn(f"a parameter has no name or no known place, and is left out: {name!r}")
        return None
    media_type, holder = _parameter_content(raw)
    schema = _schema(definitions, holder.get("schema"), warn)
    style = _text(raw.get("style")) or _STYLES[location]
    explode = raw.get("explode")
    return Parameter(
        name=name,
        location=location,
        required=location == "path" or raw.get("required") is True,
        description=_text(raw.get("description") or _get(schema, "description")),
        schema=schema,
        example=_example(definitions, holder, schema),
        provenance=_provenance(raw),
        reason=_text(raw.get("x-reason")),
        style=style,
        explode=explode if isinstance(explode, bool) else style == "form",
        allow_reserved=raw.get("allowReserved") is True,
        media_type=media_type,
        deprecated=raw.get("deprecated") is True,
    )


def _parameter_content(raw: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    content = raw.get("content")
    if isinstance(content, Mapping):
        for media_type, holder in content.items():
            return media_type, holder if isinstance(holder, Mapping) else {}
    return "", raw


def _body(definitions: Definitions, entry: Any, warn: Warn) -> Body | None:
    if entry is None:
        return None
    raw = _mapping(definitions.resolve(entry, warn=warn), "`requestBody`", warn)
    media = dict(_media(definitions, raw, warn))
    examples = {name: dict(_examples(definitions, holder)) for name, holder in media.items()}
    return Body(
        required=raw.get("required") is True,
        description=_text(raw.get("description")),
        content={name: _schema(definitions, h.get("schema"), warn) for name, h in media.items()},
        examples={name: next(iter(given.values())) for name, given in examples.items() if given},
        all_examples={name: given for name, given in examples.items() if given},
        encoding={name: h["encoding"] for name, h in media.items() if _is_map(h.get("encoding"))},
    )


def _responses(definitions: Definitions, raw: Any, warn: Warn) -> Iterator[Response]:
    for status, entry in _mapping(raw, "`responses`", warn).items():
        if status.startswith("x-"):
            continue
        response = _mapping(definitions.resolve(entry, warn=warn), f"the answer {status}", warn)
        media = _media(definitions, response, warn)
        yield Response(
            status=status.upper() if status != "default" else status,
            description=_text(response.get("description")),
            content={name: _schema(definitions, h.get("schema"), warn) for name, h in media},
        )


def _media(
    definitions: Definitions, raw: Mapping[str, Any], warn: Warn
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, entry in _mapping(raw.get("content"), "`content`", warn).items():
        yield name, _mapping(definitions.resolve(entry, warn=warn), f"the content {name}", warn)


def _schema(definitions: Definitions, raw: Any, warn: Warn) -> Schema:
    # The reference is followed for the warning's sake: a validator wants it as it stands.
    found = definitions.resolve(raw, warn=warn) if raw is not None else {}
    if not isinstance(found, (Mapping, bool)):
        warn("a schema is neither a map nor true or false, and is taken as any value")
        return {}
    return found


def _example(definitions: Definitions, holder: Mapping[str, Any], schema: Schema) -> Any:
    given = dict(_examples(definitions, holder))
    return next(iter(given.values())) if given else _get(schema, "example")


def _examples(definitions: Definitions, holder: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if "example" in holder:
        yield "example", holder["example"]
    named = holder.get("examples")
    for name, entry in (named if _is_map(named) else {}).items():
        example = definitions.resolve(entry)
        if isinstance(example, Mapping) and "value" in example:
            yield name, example["value"]


def _get(schema: Schema, key: str) -> Any:
    return schema.get(key) if isinstance(schema, Mapping) else None


def _is_location(value: Any) -> TypeGuard[Location]:
    return value in _LOCATIONS


def _is_provenance(value: Any) -> TypeGuard[Provenance]:
    return value in _PROVENANCES


def _is_map(value: Any) -> TypeGuard[Mapping[str, Any]]:
    return isinstance(value, Mapping)


def _mapping(value: Any, what: str, warn: Warn) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    if value is not None:
        warn(f"{what} is no map, and is left out")
    return {}


def _list(value: Any, what: str, warn: Warn) -> list[Any]:
    if isinstance(value, list):
        return value
    if value is not None:
        warn(f"{what} is no list, and is left out")
    return []


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _provenance(raw: Mapping[str, Any]) -> Provenance:
    mark = raw.get("x-provenance")
    return mark if _is_provenance(mark) else "unmarked"
