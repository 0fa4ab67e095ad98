"""A value that a schema accepts, as short as it may be."""

from collections.abc import Iterator, Mapping
import math
from typing import Any

from playground.openapi.operation import Schema
from playground.openapi.pattern import is_found, matching_text
from playground.openapi.reference import Definitions

__all__ = ["Generator"]

_TEXTS = {
    "byte": "YQ==",
    "date": "2030-01-31",
    "date-time": "2030-01-31T23:59:59Z",
    "duration": "P1D",
    "email": "ada@example.com",
    "hostname": "example.com",
    "idn-email": "ada@example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "iri": "https://example.com/page",
    "json-pointer": "/a",
    "time": "23:59:59Z",
    "uri": "https://example.com/page",
    "uri-reference": "/page",
    "url": "https://example.com/page",
    "uuid": "123e4567-e89b-42d3-a456-426614174000",
}
_HINTS = (
    ("array", ("items", "minItems", "maxItems", "prefixItems", "uniqueItems")),
    ("object", ("properties", "required", "additionalProperties", "minProperties")),
    ("number", ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum")),
)
_DEEPEST = 12
_MOST = 500


class Generator:
    """
    Makes values of the schemas of one document, always the same ones.

    With `use_examples` an example or a default of the schema goes before a made value. What a
    schema only allows is left out; `is_full` puts in each optional field that has an example.
    """

    def __init__(
        self, definitions: Definitions, *, use_examples: bool = True, is_full: bool = False
    ) -> None:
        self.definitions = definitions
        self.use_examples = use_examples
        self.is_full = is_full
        self._made = 0

    def value(self, schema: Schema, *, depth: int = 0) -> Any:
        """Return a value of *schema*; below a sensible depth, the shortest of its type."""
        # A schema that requires itself twice would double at each depth: the number is bounded too.
        self._made = self._made + 1 if depth else 0
        node = self._merged(schema)
        known = next(self._given(node), None)
        if known is not None:
            return known[0]
        for key in ("oneOf", "anyOf"):
            branches = node.get(key)
            if isinstance(branches, list) and branches and depth < _DEEPEST:
                return self.value(self._joined(node, key, branches), depth=depth + 1)
        return self._of_type(_type(node, is_deep=depth >= _DEEPEST), node, depth)

    def _given(self, node: Mapping[str, Any]) -> Iterator[tuple[Any]]:
        if "const" in node:
            yield (node["const"],)
        if self.use_examples:
            if "example" in node:
                yield (node["example"],)
            if isinstance(node.get("examples"), list):
                yield from ((example,) for example in node["examples"])
            if "default" in node:
                yield (node["default"],)
        if isinstance(node.get("enum"), list):
            yield from ((option,) for option in node["enum"])

    def _joined(self, node: Mapping[str, Any], key: str, branches: list[Any]) -> Schema:
        # A branch that leads back to itself is a poor choice when another one does not.
        rest = {name: value for name, value in node.items() if name != key}
        simple = [b for b in branches if isinstance(b, Mapping) and "$ref" not in b]
        return _combined(rest, self._merged((simple or branches)[0]))

    def _merged(self, schema: Any, *, depth: int = 0) -> Mapping[str, Any]:
        node = self.definitions.resolve(schema)
        if not isinstance(node, Mapping):
            return {}
        parts = node.get("allOf")
        if not isinstance(parts, list) or depth > _DEEPEST:
            return node
        merged: Mapping[str, Any] = {}
        for part in parts:
            merged = _combined(merged, self._merged(part, depth=depth + 1))
        return _combined(merged, {k: v for k, v in node.items() if k != "allOf"})

    def _of_type(self, kind: str, node: Mapping[str, Any], depth: int) -> Any:
        if kind in ("object", "array") and (depth > 2 * _DEEPEST or self._made > _MOST):
            return {} if kind == "object" else []  # it contains itself: no value of it would end
        if kind == "object":
            return self._object(node, depth)
        if kind == "array":
            return self._array(node, depth)
        if kind in ("integer", "number"):
            return _number(node, is_integer=kind == "integer")
        return {"boolean": True, "null": None}[kind] if kind in ("boolean", "null") else _text(node)

    def _object(self, node: Mapping[str, Any], depth: int) -> dict[str, Any]:
        properties = node.get("properties")
        known = properties if isinstance(properties, Mapping) else {}
        names = [name for name in _listed(node, "required") if isinstance(name, str)]
        if self.is_full and depth < 1:
            names += [name for name, entry in known.items() if self._has_example(entry)]
        least = _count(node.get("minProperties"))
        names += [name for name in known if name not in names][: max(0, least - len(set(names)))]
        made = {
            name: self.value(known.get(name, {}), depth=depth + 1)
            for name in dict.fromkeys(names)
            if not self._is_read_only(known.get(name))
        }
        free = node.get("additionalProperties", True)
        while len(made) < least and free is not False:
            made[f"field{len(made) + 1}"] = self.value(free, depth=depth + 1)
        return made

    def _has_example(self, entry: Any) -> bool:
        node = self.definitions.resolve(entry)
        return isinstance(node, Mapping) and bool(node.keys() & {"example", "examples"})

    def _is_read_only(self, entry: Any) -> bool:
        node = self.definitions.resolve(entry)
        return isinstance(node, Mapping) and node.get("readOnly") is True

    def _array(self, node: Mapping[str, Any], depth: int) -> list[Any]:
        items = node.get("items", {})
        first = _listed(node, "prefixItems")
        made = [self.value(entry, depth=depth + 1) for entry in first]
        for _ in range(_count(node.get("minItems")) - len(made)):
            value = self.value(items, depth=depth + 1)
            made.append(self._another(items, value, made) if node.get("uniqueItems") else value)
        return made

    def _another(self, items: Any, value: Any, made: list[Any]) -> Any:
        options = self._merged(items).get("enum")
        if isinstance(options, list):
            return next((option for option in options if option not in made), value)
        while value in made:
            value = f"{value}{len(made)}" if isinstance(value, str) else _next(value)
        return value


def _listed(node: Mapping[str, Any], key: str) -> list[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []


def _next(value: Any) -> Any:
    return value + 1 if isinstance(value, (int, float)) else object()


def _combined(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    joined = {**one, **other}
    maps = (one.get("properties"), other.get("properties"))
    if isinstance(maps[0], Mapping) and isinstance(maps[1], Mapping):
        joined["properties"] = {**maps[0], **maps[1]}
    required = [*_listed(one, "required"), *_listed(other, "required")]
    if required:
        joined["required"] = required
    return joined


def _type(node: Mapping[str, Any], *, is_deep: bool) -> str:
    kind = node.get("type")
    if isinstance(kind, list):
        is_nullable = "null" in kind
        kind = "null" if is_deep and is_nullable else next((k for k in kind if k != "null"), "null")
    if isinstance(kind, str):
        return "null" if is_deep and node.get("nullable") is True else kind
    return next((name for name, hints in _HINTS if any(h in node for h in hints)), "string")


def _count(value: Any) -> int:
    return min(value, 100) if isinstance(value, int) else 0


def _text(node: Mapping[str, Any]) -> str:
    shortest, longest = _count(node.get("minLength")), node.get("maxLength")
    pattern, form = node.get("pattern"), node.get("format")
    formed = _TEXTS.get(form) if isinstance(form, str) else None
    if isinstance(pattern, str):
        made = formed if formed and is_found(pattern, formed) else None
        return made or matching_text(pattern, shortest=shortest) or ""
    text = (formed or "text").ljust(shortest, "a")
    return text[: max(longest, 0)] if isinstance(longest, int) and formed is None else text


def _number(node: Mapping[str, Any], *, is_integer: bool) -> float:
    step = node.get("multipleOf")
    step = step if isinstance(step, (int, float)) and step > 0 else 1 if is_integer else None
    low, is_open = _bound(node, "minimum", "exclusiveMinimum")
    high, is_open_above = _bound(node, "maximum", "exclusiveMaximum")
    if step is None:
        return _between(low, high, is_open=is_open, is_open_above=is_open_above)
    if low is None:
        value = math.floor(high / step) * step if high is not None and high < 1 else step
        return value - step if is_open_above and value == high else value
    value = math.ceil(low / step) * step
    return value + step if is_open and value == low else value


def _bound(node: Mapping[str, Any], closed: str, exclusive: str) -> tuple[float | None, bool]:
    limit, strict = node.get(closed), node.get(exclusive)
    if isinstance(strict, (int, float)) and not isinstance(strict, bool):
        return strict, True
    return (limit, strict is True) if isinstance(limit, (int, float)) else (None, False)


def _between(low: float | None, high: float | None, *, is_open: bool, is_open_above: bool) -> float:
    if low is not None and high is not None:
        return (low + high) / 2 if is_open or is_open_above else low
    if low is not None:
        return low + 1 if is_open else low
    if high is not None:
        return high - 1 if is_open_above else min(high, 1.5)
    return 1.5
