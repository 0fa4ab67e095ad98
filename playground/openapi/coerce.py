"""Parameters are text on the wire: from text to the type that the schema means."""

from collections.abc import Mapping
import math
import re
from typing import Any, TypeGuard

from playground.openapi.operation import Schema
from playground.openapi.reference import Definitions

__all__ = ["coerced", "members", "types_of"]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,300})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,300})(\.[0-9]+)?([eE][-+]?[0-9]{1,3})?")
_BOOLEANS = {"true": True, "false": False}
_DEPTH = 8


def types_of(schema: Any, definitions: Definitions, *, depth: int = _DEPTH) -> frozenset[str]:
    """Return the JSON types that *schema* names, in any of its branches; none named = empty."""
    schema = definitions.resolve(schema)
    if not isinstance(schema, Mapping) or not depth:
        return frozenset()
    own = schema.get("type")
    named = frozenset(name for name in (own if isinstance(own, list) else [own]) if _is_name(name))
    if named:
        return named
    several = [schema.get(key) for key in ("allOf", "anyOf", "oneOf")]
    branches = [branch for listed in several if isinstance(listed, list) for branch in listed]
    return frozenset().union(*(types_of(b, definitions, depth=depth - 1) for b in branches))


def _is_name(value: Any) -> TypeGuard[str]:
    return isinstance(value, str)


def coerced(value: Any, types: frozenset[str]) -> Any:
    """
    Return *value* as one of *types*, or as it is where it is none of them.

    Numbers and booleans become text where only text is meant: the wire makes no difference.
    """
    if isinstance(value, str):
        return value if "string" in types or not types else _from_text(value, types)
    is_scalar = isinstance(value, (bool, int, float))
    if is_scalar and types and types <= {"string", "null"}:
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value


def _from_text(text: str, types: frozenset[str]) -> Any:
    if "boolean" in types and text in _BOOLEANS:
        return _BOOLEANS[text]
    if types & {"integer", "number"} and _INTEGER.fullmatch(text):
        return int(text)
    if "number" in types and _NUMBER.fullmatch(text):
        number = float(text)
        return number if math.isfinite(number) else text
    if "null" in types and not text:
        return None
    return text


def members(value: Any, schema: Schema, definitions: Definitions) -> Any:
    """Return the list or map *value* with each member coerced to what *schema* means by it."""
    resolved = definitions.resolve(schema)
    if not isinstance(resolved, Mapping):
        return value
    if isinstance(value, (list, tuple)):
        types = types_of(resolved.get("items"), definitions)
        return [coerced(item, types) for item in value]
    if isinstance(value, Mapping):
        declared = resolved.get("properties")
        fields = declared if isinstance(declared, Mapping) else {}
        return {k: coerced(v, types_of(fields.get(k), definitions)) for k, v in value.items()}
    return value
