"""A schema's limits in words, so that a person knows them before breaking them."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["limits"]

RANGES = (
    ("minimum", "maximum", ""),
    ("minLength", "maxLength", " characters"),
    ("minItems", "maxItems", " entries"),
)
OTHERS = (
    ("exclusiveMinimum", "more than {}"),
    ("exclusiveMaximum", "less than {}"),
    ("multipleOf", "a multiple of {}"),
)


def limits(schema: Mapping[str, Any]) -> str:
    """Return "1 to 100", "up to 255 characters" or the like; empty where nothing is limited."""
    return ", ".join(_limits(schema))


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    expected = str(schema.get("x-expected", ""))
    for least, most, unit in () if any(map(str.isdigit, expected)) else RANGES:
        words = _range(schema.get(least), schema.get(most), is_count=bool(unit))
        if words:
            yield words + unit
    for name, words in OTHERS:
        if isinstance(schema.get(name), int | float) and not isinstance(schema[name], bool):
            yield words.format(f"{schema[name]:,}")
    if expected:
        yield expected
    elif isinstance(schema.get("pattern"), str):
        yield f"written like {schema['pattern']}"


def _range(least: Any, most: Any, *, is_count: bool) -> str:
    """Return the range in words; a count of at least one says nothing new beside its most."""
    low, high = (f"{end:,}" if isinstance(end, int | float) else "" for end in (least, most))
    if low and high and not (is_count and least <= 1):
        return low if low == high else f"{low} to {high}"
    if high:
        return f"up to {high}"
    return f"at least {low}" if low else ""
