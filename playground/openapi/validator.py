"""Compiled schemas; the only module that names jsonschema-rs."""

from collections.abc import Iterable
from typing import Any, Protocol, TypeAlias

import jsonschema_rs

from playground.openapi.bundle import Direction, bundle
from playground.openapi.operation import Schema
from playground.openapi.pointer import join, lookup
from playground.openapi.reference import Definitions, Warn

__all__ = ["Failure", "NotJSON", "Validator"]

Failure: TypeAlias = jsonschema_rs.ValidationError
_ATTEMPTS = 100


class NotJSON(ValueError):
    """A value that JSON cannot express."""


class _Compiled(Protocol):
    def is_valid(self, instance: Any) -> bool: ...

    def iter_errors(self, instance: Any) -> Iterable[Failure]: ...


class Validator:
    """
    One schema, compiled.

    A keyword that makes no sense is left out and told to *warn*, so that every schema compiles.
    `schema` is what was compiled: self-contained, so that a failure's `schema_path` leads into it.
    """

    __slots__ = ("_compiled", "schema")

    def __init__(
        self, schema: Schema, definitions: Definitions, *, direction: Direction, warn: Warn
    ) -> None:
        try:
            self.schema = bundle(schema, definitions, direction=direction, warn=warn)
            self._compiled = _compile(self.schema, is_draft4=definitions.is_draft4, warn=warn)
        except RecursionError:
            warn("a schema is nested too deeply, and is not checked")
            self.schema = {}
            self._compiled = jsonschema_rs.Draft202012Validator({})

    def is_valid(self, value: Any) -> bool:
        """Whether *value* meets the schema; what is no JSON at all does not."""
        try:
            return self._compiled.is_valid(value)
        except (ValueError, TypeError):
            return False

    def failures(self, value: Any) -> list[Failure]:
        """
        Return everything that is wrong with *value*.

        Raises:
            NotJSON: it holds something that JSON cannot express.
        """
        try:
            return list(self._compiled.iter_errors(value))
        except (ValueError, TypeError) as error:
            raise NotJSON from error


def _compile(schema: dict[str, Any], *, is_draft4: bool, warn: Warn) -> _Compiled:
    kind = jsonschema_rs.Draft4Validator if is_draft4 else jsonschema_rs.Draft202012Validator
    for _ in range(_ATTEMPTS):
        try:
            return kind(schema, validate_formats=True, offline=True)
        except jsonschema_rs.ValidationError as error:
            place = list(error.instance_path)
            if not place or not _drop(schema, place):
                break
            warn(f"the schema's keyword {place[-1]!r} makes no sense there: {join(place)}")
    warn("a schema cannot be compiled, and is not checked")
    return kind({})


def _drop(schema: dict[str, Any], place: list[str | int]) -> bool:
    # Inside a list, such as `enum` or `required`, the list as a whole is the keyword.
    while place and isinstance(place[-1], int):
        place.pop()
    if not place:
        return False
    lookup(schema, place[:-1]).pop(place[-1], None)
    return True
