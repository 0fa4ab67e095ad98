"""A schema's refusal in words: what is expected, never what was given."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
import re
from typing import Any

from playground.openapi.pointer import lookup
from playground.openapi.problem import LONGEST_ECHO
from playground.openapi.validator import Failure

__all__ = ["Said", "said"]

Said = tuple[tuple[str | int, ...], str, str]
"""Where (segments), what is expected, and the keyword that says so."""

_SHOWN = 12
_KEY_LIKE = re.compile(r"(?=.*\d)[\w\-.+/=]{20,}")
_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}
_FORMATS = {
    "date-time": "a date and time such as 2030-01-31T23:59:59Z",
    "date": "a date such as 2030-01-31",
    "time": "a time such as 23:59:59Z",
    "duration": "a duration such as P1D",
    "email": "an e-mail address",
    "hostname": "a host name such as example.com",
    "idn-email": "an e-mail address",
    "ipv4": "an IPv4 address",
    "ipv6": "an IPv6 address",
    "iri": "a full address such as https://example.com/page",
    "regex": "a regular expression",
    "uri": "a full address such as https://example.com/page",
    "uri-reference": "an address",
    "uuid": "a UUID",
}


def said(failures: Iterable[Failure], schema: Mapping[str, Any]) -> Iterator[Said]:
    """Yield what *failures* of *schema* expect, one entry a field and rule."""
    for failure in failures:
        yield from _said(failure, schema)


def _said(failure: Failure, schema: Mapping[str, Any]) -> Iterator[Said]:
    where = tuple(_masked(failure))
    rule = failure.kind.name
    facts = failure.kind.as_dict()
    if rule in ("anyOf", "oneOf") and "context" in facts:
        yield from _nearest(failure, facts["context"], schema)
    elif rule == "required":
        yield (*where, facts["property"]), "is required", rule
    elif rule in ("additionalProperties", "unevaluatedProperties"):
        yield from _unexpected(where, facts["unexpected"], rule, _around(failure, schema))
    else:
        expected = _around(failure, schema).get("x-expected")
        yield where, f"must be {expected}" if expected else _expected(rule, facts), rule


def _masked(failure: Failure) -> Iterator[str | int]:
    # A field's name that the schema does not know may be a key that was pasted there.
    known = set(failure.evaluation_path)
    for part in failure.instance_path:
        is_key_like = isinstance(part, str) and _KEY_LIKE.fullmatch(part) and part not in known
        yield "…" if is_key_like else part


def _around(failure: Failure, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found = lookup(schema, failure.schema_path[:-1])
    except LookupError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _unexpected(
    where: tuple[str | int, ...], names: list[str], rule: str, around: Mapping[str, Any]
) -> Iterator[Said]:
    known = list(around.get("properties", ()))
    for name in names:
        if len(name) > LONGEST_ECHO and not get_close_matches(name, known, 1, 0.9):
            yield where, "has a field that is not known here", rule
            continue
        near = get_close_matches(name, known, 1)
        guess = f"; did you mean {near[0]!r}?" if near else ""
        yield (*where, name), f"is not known here{guess}", rule


def _nearest(
    failure: Failure, branches: list[list[Failure]], schema: Mapping[str, Any]
) -> Iterator[Said]:
    # The branch whose kind of value was given is the one that was meant.
    here = list(failure.instance_path)
    meant = [b for b in branches if b and not any(_is_kind(f, here) for f in b)]
    if meant:
        shortest: list[Failure] = min(meant, key=len)
        yield from said(shortest, schema)
        return
    types = [name for branch in branches for entry in branch for name in _types(entry)]
    rule = failure.kind.name
    if branches and not any(branches):
        yield tuple(_masked(failure)), "fits more than one of the forms, and must fit one", rule
    else:
        yield tuple(_masked(failure)), _type(dict.fromkeys(types)), rule


def _types(failure: Failure) -> list[str]:
    return failure.kind.as_dict()["types"] if failure.kind.name == "type" else []


def _is_kind(failure: Failure, here: list[str | int]) -> bool:
    return list(failure.instance_path) == here and failure.kind.name in ("type", "const")


def _expected(rule: str, facts: dict[str, Any]) -> str:
    words = _WORDS.get(rule)
    return words(next(iter(facts.values()), None)) if words else f"breaks the rule {rule!r}"


def _type(types: Iterable[str]) -> str:
    ordered = sorted(types, key=lambda name: name == "null")
    named = [_TYPES.get(name, name) for name in ordered]
    return f"must be {' or '.join(named)}" if named else "has none of the forms that are possible"


def _enum(options: list[Any]) -> str:
    shown = ", ".join(str(option) for option in options[:_SHOWN])
    more = f" and {len(options) - _SHOWN} more" if len(options) > _SHOWN else ""
    return f"must be one of: {shown}{more}"


def _count(limit: int, noun: str) -> str:
    return f"{limit} {noun}{'' if limit == 1 else 's'}"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda value: f"must be {value}",
    "format": lambda name: f"must be {_FORMATS.get(name, f'of the form {name!r}')}",
    "pattern": lambda pattern: f"must match the pattern {pattern}",
    "minLength": lambda n: f"must have at least {_count(n, 'character')}",
    "maxLength": lambda n: f"must have at most {_count(n, 'character')}",
    "minimum": lambda n: f"must be {n} or more",
    "maximum": lambda n: f"must be {n} or less",
    "exclusiveMinimum": lambda n: f"must be more than {n}",
    "exclusiveMaximum": lambda n: f"must be less than {n}",
    "multipleOf": lambda n: f"must be a multiple of {n}",
    "minItems": lambda n: f"must have at least {_count(n, 'item')}",
    "maxItems": lambda n: f"must have at most {_count(n, 'item')}",
    "uniqueItems": lambda _: "must not hold the same item twice",
    "contains": lambda _: "lacks an item that is asked for",
    "additionalItems": lambda n: f"must have at most {_count(n, 'item')}",
    "minProperties": lambda n: f"must have at least {_count(n, 'field')}",
    "maxProperties": lambda n: f"must have at most {_count(n, 'field')}",
    "propertyNames": lambda _: "has a field whose name is not allowed",
    "dependentRequired": lambda _: "lacks a field that another one asks for",
    "not": lambda _: "is of a form that is excluded",
    "falseSchema": lambda _: "must not be given",
}
