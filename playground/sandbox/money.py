"""Currencies: fixed rates, so that the same conversions always add up to the same revenue."""

from collections.abc import Mapping

__all__ = ["DOLLARS", "KNOWN", "in_dollars", "shown"]

DOLLARS = "USD"

# What one unit is worth in US dollars; made up for the sandbox, near the rates of 2025.
_WORTH: Mapping[str, float] = {"USD": 1.0, "EUR": 1.1, "GBP": 1.25, "CHF": 1.15, "JPY": 0.0065}

KNOWN = frozenset(_WORTH)


def in_dollars(value: float, currency: str) -> float:
    """Return *value* in US dollars, to the cent; an unknown currency counts as dollars."""
    return round(value * _WORTH.get(currency, 1.0), 2)


def shown(dollars: float, currency: str) -> float:
    """Return *dollars* in *currency*, one of `KNOWN`, to the cent."""
    return round(dollars / _WORTH[currency], 2)
