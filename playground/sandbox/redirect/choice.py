"""Which of a link's rules a visitor's click follows; pure, both grammars beside each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from playground.sandbox.redirect import conditions as tests
from playground.sandbox.redirect import typed
from playground.sandbox.redirect.visitor import Visitor

__all__ = ["Match", "Rule", "chosen", "matched", "ordered"]

Rule: TypeAlias = Mapping[str, Any]
"""The document of a rule."""

_TOP = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The rule that was followed, and which of its conditions held, from 0."""

    rule: Rule
    conditions: tuple[int, ...]


def chosen(rules: Iterable[Rule], visitor: Visitor) -> Match | None:
    """Return the first of *rules*, given oldest first, that *visitor* matches."""
    return next(filter(None, (matched(rule, visitor) for rule in ordered(rules))), None)


def ordered(rules: Iterable[Rule]) -> list[Rule]:
    """
    Return *rules* as they are looked at; those of one rank stay as they were given.

    A list of tests counts up from 1, a typed object down from 100 (decision 0070).
    """
    return sorted((rule for rule in rules if rule["enabled"]), key=_rank)


def matched(rule: Rule, visitor: Visitor) -> Match | None:
    """Return how *visitor* matches *rule*, None if not."""
    given = rule["conditions"]
    if isinstance(given, dict):
        holds = typed.holds(rule["type"], given, visitor, rule=rule["id"])
        return Match(rule=rule, conditions=(0,)) if holds else None
    held = tuple(number for number, test in enumerate(given) if tests.holds(test, visitor))
    is_any = rule.get("conditionLogic") == "OR"
    is_match = bool(held) if is_any else len(held) == len(given)
    return Match(rule=rule, conditions=held) if is_match else None


def _rank(rule: Rule) -> int:
    priority = int(rule["priority"])
    return _TOP - priority if isinstance(rule["conditions"], dict) else priority
