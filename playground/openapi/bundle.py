"""A schema and all that it refers to, as one self-contained JSON Schema."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from playground.openapi.operation import Schema
from playground.openapi.reference import Definitions, Warn

__all__ = ["Direction", "bundle"]

Direction: TypeAlias = Literal["request", "answer"]

_ONE = ("additionalProperties", "contains", "else", "if", "items", "not", "propertyNames", "then")
_MORE = ("additionalItems", "unevaluatedItems", "unevaluatedProperties")
_SEVERAL = ("allOf", "anyOf", "oneOf", "prefixItems")
_NAMED = ("dependentSchemas", "patternProperties", "properties")
# Words about a value, and words that would move the base that references are resolved against.
_LEFT_OUT = frozenset(
    {"$anchor", "$comment", "$defs", "$dynamicAnchor", "$dynamicRef", "$id", "$schema"}
    | {"$vocabulary", "default", "definitions", "deprecated", "description", "discriminator"}
    | {"example", "examples", "externalDocs", "id", "nullable", "readOnly", "writeOnly", "xml"}
)
_KEPT = ("x-expected",)


def bundle(
    schema: Schema, definitions: Definitions, *, direction: Direction, warn: Warn
) -> dict[str, Any]:
    """
    Return *schema* with what it refers to under `$defs`; circles stay references.

    What may only be sent is not required of an answer, nor the other way round. OpenAPI 3.0's
    `nullable` becomes a second type; a reference that leads nowhere accepts everything.
    """
    bundler = _Bundler(definitions, direction=direction, warn=warn)
    whole = bundler.copy(schema)
    is_plain = isinstance(whole, dict) and "$ref" not in whole
    result: dict[str, Any] = dict(whole) if is_plain else {"allOf": [whole]}
    bundler.copy_references()
    return {**result, "$defs": bundler.copied}


class _Bundler:
    def __init__(self, definitions: Definitions, *, direction: Direction, warn: Warn) -> None:
        self.definitions = definitions
        self.one_way = "readOnly" if direction == "request" else "writeOnly"
        self.warn = warn
        self.names: dict[str, str] = {}
        self.waiting: list[str] = []
        self.copied: dict[str, Any] = {}

    def copy_references(self) -> None:
        while self.waiting:
            ref = self.waiting.pop()
            target = self.definitions.find(ref, warn=self.warn)
            self.copied[self.names[ref]] = self.copy(target)

    def copy(self, node: Any) -> Any:
        if isinstance(node, bool):
            return node if not self.definitions.is_draft4 else {} if node else {"not": {}}
        if not isinstance(node, Mapping):
            self.warn("a schema is neither a map nor true or false, and accepts everything")
            return {}
        ref = node.get("$ref")
        if isinstance(ref, str):
            return self.reference(ref, node)
        return self.nullable(node, self.keywords(node))

    def reference(self, ref: str, node: Mapping[str, Any]) -> dict[str, Any]:
        if ref not in self.names:
            self.names[ref] = f"s{len(self.names)}"
            self.waiting.append(ref)
        pointer = {"$ref": f"#/$defs/{self.names[ref]}"}
        if self.definitions.is_draft4:
            return pointer
        return {**self.keywords({k: v for k, v in node.items() if k != "$ref"}), **pointer}

    def keywords(self, node: Mapping[str, Any]) -> dict[str, Any]:
        return {
            key: self.keyword(key, value, node)
            for key, value in node.items()
            if key not in _LEFT_OUT and (key in _KEPT or not key.startswith("x-"))
        }

    def keyword(self, key: str, value: Any, node: Mapping[str, Any]) -> Any:
        if key in _NAMED and isinstance(value, Mapping):
            return {name: self.copy(entry) for name, entry in value.items()}
        if key in _SEVERAL and isinstance(value, list):
            return [self.copy(entry) for entry in value]
        if key == "items" and isinstance(value, list):
            return [self.copy(entry) for entry in value]
        if key in _ONE or key in _MORE:
            return value if isinstance(value, bool) else self.copy(value)
        if key == "required" and isinstance(value, list):
            names = [name for name in value if isinstance(name, str)]
            return [name for name in names if not self.is_one_way(node, name)]
        return value

    def is_one_way(self, node: Mapping[str, Any], name: str) -> bool:
        properties = node.get("properties")
        entry = properties.get(name) if isinstance(properties, Mapping) else None
        resolved = self.definitions.resolve(entry)
        return isinstance(resolved, Mapping) and resolved.get(self.one_way) is True

    def nullable(self, node: Mapping[str, Any], made: dict[str, Any]) -> dict[str, Any]:
        if not self.definitions.is_draft4:
            return made
        if made.get("required") == []:
            del made["required"]  # draft 4 wants at least one name
        if node.get("nullable") is not True:
            return made
        return {"anyOf": [{"type": "null"}, made]}
