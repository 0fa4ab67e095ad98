"""What a rule's conditions mean together: whether it is anything, and an advanced thing."""

from collections.abc import Mapping
from typing import Any

from playground.sandbox.redirect.typed import KEYS
from playground.sandbox.refusal import invalid

__all__ = ["is_advanced", "refuse_senseless"]

_NEED_NO_VALUE = frozenset({"is_true", "is_false"})
_SAY_NOTHING_ALONE = frozenset({"operator", "timezone"})
_ADVANCED_TYPES = frozenset({"percentage", "visitor_state"})
_ADVANCED_FIELDS = frozenset({"vpn", "proxy", "tor", "datacenter", "isNewVisitor", "isReturning"})


def is_advanced(rule: Mapping[str, Any]) -> bool:
    """Return whether *rule*, or what changes one, looks beyond what a visit tells of itself."""
    conditions = rule.get("conditions", ())
    tests = conditions if isinstance(conditions, list) else ()
    return rule.get("type") in _ADVANCED_TYPES or any(
        test["field"] in _ADVANCED_FIELDS for test in tests
    )


def refuse_senseless(rule: Mapping[str, Any]) -> None:
    """
    Return only if the conditions of *rule* are of its `type`, or tests that compare.

    Raises:
        Refusal: keys belong to another type, or a test has nothing to compare with.
    """
    conditions = rule["conditions"]
    if isinstance(conditions, dict):
        _refuse_other_type(conditions, rule["type"])
        return
    for place, test in enumerate(conditions):
        if "value" not in test and test["operator"] not in _NEED_NO_VALUE:
            raise invalid(f"/conditions/{place}/value", "is required")


def _refuse_other_type(conditions: Mapping[str, Any], kind: str) -> None:
    known = KEYS[kind]
    for key in conditions:
        if key not in known:
            raise invalid(f"/conditions/{key}", f"belongs to another `type` than {kind}")
    if conditions.keys() <= _SAY_NOTHING_ALONE:
        wanted = ", ".join(sorted(known - _SAY_NOTHING_ALONE))
        raise invalid("/conditions", f"must say what {kind} compares: {wanted}")
