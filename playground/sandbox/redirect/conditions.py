"""The newer grammar of conditions: a list of tests `{field, operator, value}`."""

from collections.abc import Callable, Mapping
from operator import gt, lt
from typing import Any, TypeAlias

from playground.sandbox.redirect.visitor import Visitor, day_number

__all__ = ["OPERATORS", "holds"]

_Measure: TypeAlias = tuple[float, ...]


def holds(condition: Mapping[str, Any], visitor: Visitor) -> bool:
    """
    Return whether *visitor* passes the test *condition*.

    Texts are compared whatever their case. Of what is not known nothing positive holds, so its
    negation does. Versions are compared part by part, so 17.10 comes after 17.9.
    """
    field, operator = condition["field"], condition["operator"]
    values, fact = _texts(condition.get("value")), visitor.fact(field).lower()
    if field == "dayOfWeek":
        values, fact = [day_number(value) for value in values], day_number(fact)
    if operator in _ORDERS:
        measure = _version if field.endswith("Version") else _number
        found, bound = measure(fact), measure(values[0] if values else "")
        return bool(found and bound) and _ORDERS[operator](found, bound)
    positive = operator.removeprefix("not_")
    is_negated = positive != operator or operator == "is_false"
    return _TESTS[positive](fact, values) is not is_negated


def _texts(value: Any) -> list[str]:
    """Return what a fact is compared with: one text, or each of a list."""
    if value is None:
        return []
    if isinstance(value, list):
        return [text for entry in value for text in _texts(entry)]
    return [str(value).strip().lower()]


def _is_in(fact: str, values: list[str]) -> bool:
    return bool(fact) and fact in values


def _contains(fact: str, values: list[str]) -> bool:
    return any(value and value in fact for value in values)


def _is_true(fact: str, _: list[str]) -> bool:
    return fact == "true"


def _number(text: str) -> _Measure | None:
    try:
        return (float(text),) if text[-1:].isdecimal() else None
    except ValueError:
        return None


def _version(text: str) -> _Measure | None:
    parts = text.split(".")
    return tuple(map(float, parts)) if all(part.isdecimal() for part in parts) else None


_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"greater_than": gt, "less_than": lt}
_TESTS: Mapping[str, Callable[[str, list[str]], bool]] = {
    "equals": _is_in,
    "in": _is_in,
    "contains": _contains,
    "is_true": _is_true,
    "is_false": _is_true,
}
OPERATORS = (
    *("equals", "not_equals", "contains", "not_contains", "in", "not_in"),
    *("greater_than", "less_than", "is_true", "is_false"),
)
