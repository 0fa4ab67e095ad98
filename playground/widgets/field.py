"""One field of a form for one schema: which control draws it, and what stands beside it."""

from collections.abc import Mapping
import json
from typing import Any, cast

from playground.openapi.operation import Parameter
from playground.widgets.limits import limits
from playground.widgets.pointer import join
from playground.widgets.shape import Resolve, Shape, shape
from playground.widgets.wire import Field

__all__ = ["Drawer"]

PARAMETER_DEPTH = 2


class Drawer:
    """Draws the schemas of one document, whose references `resolve` follows."""

    def __init__(self, resolve: Resolve) -> None:
        self._resolve = resolve

    def parameter(self, parameter: Parameter) -> Field:
        """Return the field for *parameter*, whose own words win over its schema's."""
        address = join(parameter.location, parameter.name)
        field = self.field(address, parameter.name, parameter.schema, depth=PARAMETER_DEPTH)
        own = _kept(
            required=parameter.required,
            help=parameter.description,
            example="" if parameter.example is None else _text(parameter.example),
            provenance=parameter.provenance,
            reason=parameter.reason,
        )
        return cast("Field", {**field, **own})

    def field(
        self, address: str, name: str, schema: Any, *, depth: int, required: bool = False
    ) -> Field:
        """Return the field for *schema*; what lies more than *depth* objects down is JSON."""
        seen = shape(schema, self._resolve)
        words = seen.schema
        field = {
            "address": address,
            "name": name,
            **_kept(
                required=required,
                nullable=seen.nullable,
                help=str(words.get("description", "")),
                limits=limits(words),
                default=words.get("default"),
                example=_example(words),
                provenance=str(words.get("x-provenance", "")),
                reason=str(words.get("x-reason", "")),
            ),
            **self._drawn(address, seen, depth=depth),
        }
        return cast("Field", field)

    def _drawn(self, address: str, seen: Shape, *, depth: int) -> dict[str, Any]:
        """Return the kind of a field and what belongs to that kind."""
        words = seen.schema
        drawn = _as_json(seen.because or f"its type is {seen.type}")
        match seen.type:
            case "string":
                drawn = {"kind": "text", **_kept(format=str(words.get("format", "")))}
            case "number" | "integer":
                drawn = {"kind": "number", "format": seen.type}
            case "boolean":
                drawn = {"kind": "flag"}
            case "enum":
                choices = words.get("enum", [words.get("const")])
                drawn = {"kind": "choice", "choices": [one for one in choices if one is not None]}
            case "array":
                drawn = self._list(words)
            case "object":
                drawn = self._group(address, words, depth=depth)
        return drawn

    def _list(self, words: Mapping[str, Any]) -> dict[str, Any]:
        item = shape(words.get("items"), self._resolve)
        if item.type == "enum":
            choices = list(item.schema.get("enum", []))
            return {"kind": "tags", "item": "string", "choices": choices}
        if item.type in {"string", "number", "integer"}:
            return {"kind": "tags", "item": item.type}
        what = {"object": "objects", "array": "lists"}.get(item.type, "values of several kinds")
        return _as_json(f"it is a list of {what}")

    def _group(self, address: str, words: Mapping[str, Any], *, depth: int) -> dict[str, Any]:
        properties = words.get("properties")
        if not isinstance(properties, Mapping) or not properties:
            return _as_json("it is an object whose names are free")
        if depth == 0:
            return _as_json("it lies too deep for a form")
        required = words.get("required") or ()
        fields = [
            self.field(
                address + join(name), name, below, depth=depth - 1, required=name in required
            )
            for name, below in properties.items()
            if not (isinstance(below, Mapping) and below.get("readOnly"))
        ]
        return {"kind": "group", "fields": fields}


def _as_json(because: str) -> dict[str, Any]:
    return {"kind": "json", "because": because}


def _example(words: Mapping[str, Any]) -> str:
    examples = words.get("examples")
    first = examples[0] if isinstance(examples, list) and examples else words.get("example")
    return "" if first is None else _text(first)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _kept(**given: Any) -> dict[str, Any]:
    """Return what is not empty, so that a form of many fields travels light."""
    return {
        name: value
        for name, value in given.items()
        if (name == "default" and value is not None) or value not in ("", None, False)
    }
