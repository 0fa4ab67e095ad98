"""What a schema comes down to for a form: one type, its properties, and whether it may be null."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

__all__ = ["Resolve", "Shape", "shape"]

DEEPEST = 20
"""Composition inside composition further down than this is a cycle."""

Resolve: TypeAlias = Callable[[Any], Any]
"""Follows the reference at the top of a schema."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A schema without its composition; `because` is set where no form can draw it."""

    type: str = ""
    nullable: bool = False
    schema: Mapping[str, Any] = field(default_factory=dict)
    because: str = ""


def shape(schema: Any, resolve: Resolve, *, depth: int = 0) -> Shape:
    """Return the shape of *schema*; never raises, whatever the document holds."""
    if depth > DEEPEST:
        return Shape(because="it contains itself")
    found = resolve(schema) if isinstance(schema, Mapping) else schema
    if not isinstance(found, Mapping) or not found:
        return Shape(because="the document does not say what goes here")
    if isinstance(found.get("allOf"), Sequence):
        return shape(_merged(found, resolve, depth=depth), resolve, depth=depth + 1)
    for word in ("oneOf", "anyOf"):
        if isinstance(found.get(word), Sequence):
            return _chosen(found, word, resolve, depth=depth)
    return _typed(found)


def _merged(schema: Mapping[str, Any], resolve: Resolve, *, depth: int) -> dict[str, Any]:
    """Return *schema* with the parts of its `allOf` folded in; the whole's own words win."""
    parts = [shape(part, resolve, depth=depth + 1).schema for part in schema["allOf"]]
    own = {name: value for name, value in schema.items() if name != "allOf"}
    merged: dict[str, Any] = {}
    for part in (*parts, own):
        properties = {**merged.get("properties", {}), **part.get("properties", {})}
        required = [*merged.get("required", ()), *part.get("required", ())]
        merged.update(part)
        merged.update({"properties": properties} if properties else {})
        merged.update({"required": required} if required else {})
    return merged


def _chosen(schema: Mapping[str, Any], word: str, resolve: Resolve, *, depth: int) -> Shape:
    """Return the shape of the only branch that is not null, or of constants, or none."""
    own = {name: value for name, value in schema.items() if name != word}
    branches = [resolve(one) if isinstance(one, Mapping) else one for one in schema[word]]
    real = [one for one in branches if isinstance(one, Mapping) and not _is_null(one)]
    nullable = len(real) < len(branches)
    if len(real) == 1:
        only = shape({**real[0], **own}, resolve, depth=depth + 1)
        return replace(only, nullable=only.nullable or nullable)
    if real and all("const" in one for one in real):
        return replace(_typed({**own, "enum": [one["const"] for one in real]}), nullable=nullable)
    listed = ", ".join(_name(one, number) for number, one in enumerate(real, 1))
    return Shape(schema=own, nullable=nullable, because=f"it takes one of several shapes: {listed}")


def _is_null(branch: Mapping[str, Any]) -> bool:
    return (
        branch.get("type") == "null"
        or branch.get("enum") == [None]
        or ("const" in branch and branch["const"] is None)
    )


def _name(branch: Mapping[str, Any], number: int) -> str:
    return str(branch.get("title") or branch.get("type") or f"shape {number}")


def _typed(schema: Mapping[str, Any]) -> Shape:
    declared = schema.get("type", _implied(schema))
    types = list(declared) if isinstance(declared, list | tuple) else [declared]
    real = [str(name) for name in types if name not in ("null", "")]
    nullable = "null" in types or schema.get("nullable") is True
    if "enum" in schema or "const" in schema:
        return Shape(type="enum", nullable=nullable, schema=schema)
    if len(real) == 1:
        return Shape(type=real[0], nullable=nullable, schema=schema)
    because = f"it may be {' or '.join(real)}" if real else "the document does not say its type"
    return Shape(schema=schema, nullable=nullable, because=because)


def _implied(schema: Mapping[str, Any]) -> str:
    """Return the type that other words of a schema imply where `type` is not written."""
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    if "items" in schema:
        return "array"
    return "string" if {"format", "pattern", "maxLength"} & set(schema) else ""
