"""The older grammar of conditions: one object, whose keys belong to the rule's `type`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from playground.sandbox.redirect.visitor import Visitor, day_number

__all__ = ["KEYS", "TYPES", "holds"]

_Conditions: TypeAlias = Mapping[str, Any]
_Test: TypeAlias = Callable[[_Conditions, Visitor, str], bool]


def holds(kind: str, conditions: _Conditions, visitor: Visitor, *, rule: str = "") -> bool:
    """
    Return whether *visitor* passes *conditions* of a rule whose `type` is *kind*.

    A list that is not there asks for nothing; *rule*, its ID, decides who is in its share.
    """
    return TYPES[kind](conditions, visitor, rule)


def _geo(conditions: _Conditions, visitor: Visitor, _: str) -> bool:
    return _compared(conditions, "countries", [visitor.fact("country")])


def _device(conditions: _Conditions, visitor: Visitor, _: str) -> bool:
    devices, systems = _lower(conditions.get("devices")), _lower(conditions.get("os"))
    is_device = not devices or visitor.fact("deviceType").lower() in devices
    return is_device and (not systems or visitor.fact("os").lower() in systems)


def _time(conditions: _Conditions, visitor: Visitor, _: str) -> bool:
    local = visitor.local(conditions.get("timezone", ""))
    days = {day_number(day) for day in conditions.get("days", ())}
    if days and str(local.isoweekday()) not in days:
        return False
    start, end = conditions.get("startTime", "00:00"), conditions.get("endTime", "24:00")
    now = f"{local:%H:%M}"
    return start <= now < end if start <= end else not end <= now < start  # over midnight


def _referrer(conditions: _Conditions, visitor: Visitor, _: str) -> bool:
    if conditions.get("operator", "contains") == "contains":
        referrer = visitor.fact("referrer").lower()
        return any(part in referrer for part in _lower(conditions.get("referrers")) if part)
    return _compared(conditions, "referrers", [visitor.fact("referrerDomain")])


def _utm(conditions: _Conditions, visitor: Visitor, _: str) -> bool:
    wanted = {"utm_source": "utmSource", "utm_campaign": "utmCampaign"}
    return all(
        visitor.fact(field).lower() == str(conditions[name]).lower()
        for name, field in wanted.items()
        if name in conditions
    )


def _percentage(conditions: _Conditions, visitor: Visitor, rule: str) -> bool:
    return visitor.share(rule) < float(conditions.get("percentage", 0))


def _language(conditions: _Conditions, visitor: Visitor, _: str) -> bool:
    """Test the language that the visitor likes best; `de` includes `de-AT`."""
    best = visitor.languages[0].lower() if visitor.languages else ""
    return _compared(conditions, "languages", [best, best.partition("-")[0]])


def _visitor_state(conditions: _Conditions, visitor: Visitor, _: str) -> bool:
    state = "returning" if visitor.is_known_as("isReturning") else "new"
    return bool(conditions.get("state", state) == state)


def _compared(conditions: _Conditions, name: str, facts: Iterable[str]) -> bool:
    """Return whether one of *facts* is in the list *name*, or none where the operator says so."""
    values = _lower(conditions.get(name))
    is_in = any(fact.lower() in values for fact in facts if fact)
    return not is_in if conditions.get("operator") == "not_in" else is_in


def _lower(values: str | Iterable[str] | None) -> list[str]:
    given = [values] if isinstance(values, str) else values or ()
    return [str(value).lower() for value in given]


TYPES: Mapping[str, _Test] = {
    "geo": _geo,
    "device": _device,
    "time": _time,
    "referrer": _referrer,
    "utm": _utm,
    "percentage": _percentage,
    "language": _language,
    "visitor_state": _visitor_state,
}

KEYS: Mapping[str, frozenset[str]] = {
    "geo": frozenset({"countries", "operator"}),
    "device": frozenset({"devices", "os"}),
    "time": frozenset({"days", "startTime", "endTime", "timezone"}),
    "referrer": frozenset({"referrers", "operator"}),
    "utm": frozenset({"utm_source", "utm_campaign"}),
    "percentage": frozenset({"percentage"}),
    "language": frozenset({"languages", "operator"}),
    "visitor_state": frozenset({"state"}),
}
