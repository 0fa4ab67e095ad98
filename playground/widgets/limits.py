"""A schema's limits in words, so that a person knows them before breaking them."""

from collections.abc import Mapping
from typing import Any

__all__ = ["limits"]

WORDS = (
    ("minimum", "at least {}"),
    ("exclusiveMinimum", "more than {}"),
    ("maximum", "at most {}"),
    ("exclusiveMaximum", "less than {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} entries"),
    ("maxItems", "at most {} entries"),
    ("multipleOf", "a multiple of {}"),
    ("pattern", "matches {}"),
    ("x-expected", "{}"),
)


def limits(schema: Mapping[str, Any]) -> str:
    """Return "at least 1, at most 100" or the like; empty where nothing is limited."""
    told = [
        words.format(schema[name])
        for name, words in WORDS
        if name in schema
        and not isinstance(schema[name], bool)
        # Said in words, a pattern need not be read.
        and not (name == "pattern" and "x-expected" in schema)
    ]
    return ", ".join(told)
