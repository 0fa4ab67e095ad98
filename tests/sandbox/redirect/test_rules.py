"""Rules: both grammars, all fields and operators, and the order in which they are looked at."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.openapi import linquid
from playground.sandbox.redirect import conditions, typed
from playground.sandbox.redirect.choice import chosen, matched, ordered
from playground.sandbox.redirect.visitor import DAYS, FIELDS, FLAGS, Visitor, day_number

SUNDAY = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SCHEMAS = linquid().root["components"]["schemas"]
CONDITION = SCHEMAS["Condition"]["properties"]


def visitor(*, languages: tuple[str, ...] = (), **facts: str) -> Visitor:
    """Return a visitor of Sunday noon."""
    return Visitor(at=SUNDAY, fingerprint="f", facts=facts, languages=languages)


def rule(**fields: Any) -> dict[str, Any]:
    """Return a rule that everybody matches, except for *fields*."""
    everybody = [{"field": "vpn", "operator": "is_false"}]
    basics = {"id": "r", "enabled": True, "priority": 50, "type": None, "conditionLogic": "AND"}
    return {**basics, "conditions": everybody, **fields}


def test_the_modules_know_what_the_document_knows() -> None:
    """31 fields, 10 operators and 8 types: none more and none less."""
    assert set(CONDITION["field"]["enum"]) == FIELDS
    assert set(conditions.OPERATORS) == set(CONDITION["operator"]["enum"])
    assert set(typed.TYPES) == set(SCHEMAS["RuleCreate"]["properties"]["type"]["enum"])
    assert (len(FIELDS), len(conditions.OPERATORS), len(typed.TYPES)) == (31, 10, 8)


@pytest.mark.parametrize(
    ("facts", "field", "operator", "value", "is_held"),
    [
        ({"country": "DE"}, "country", "equals", "de", True),
        ({"country": "DE"}, "country", "equals", "US", False),
        ({"country": "DE"}, "country", "not_equals", "US", True),
        ({}, "country", "equals", "", False),
        ({}, "country", "not_equals", "DE", True),
        ({"city": "New York"}, "city", "contains", "york", True),
        ({"city": "New York"}, "city", "contains", "", False),
        ({"city": "New York"}, "city", "not_contains", "york", False),
        ({"country": "AT"}, "country", "in", ["DE", "AT"], True),
        ({"country": "AT"}, "country", "not_in", ["DE", "AT"], False),
        ({"country": "AT"}, "country", "in", "AT", True),
        ({"country": "AT"}, "country", "equals", ["DE", "AT"], True),
        ({"asn": "3320"}, "asn", "greater_than", 3000, True),
        ({"asn": "3320"}, "asn", "less_than", "3000", False),
        ({"latitude": "-33.9"}, "latitude", "less_than", "-30", True),
        ({}, "latitude", "less_than", 90, False),
        ({"latitude": "north"}, "latitude", "greater_than", 0, False),
        ({"osVersion": "17.10"}, "osVersion", "greater_than", "17.9", True),
        ({"browserVersion": "9"}, "browserVersion", "less_than", "17.2.1", True),
        ({"browserVersion": "beta"}, "browserVersion", "less_than", "17", False),
        ({"vpn": "true"}, "vpn", "is_true", None, True),
        ({"vpn": "true"}, "vpn", "is_false", None, False),
        ({}, "tor", "is_true", None, False),
        ({}, "tor", "is_false", None, True),
        ({}, "hour", "equals", "12", True),
        ({"timezone": "Asia/Tokyo"}, "hour", "equals", 21, True),
        ({}, "hour", "less_than", 12, False),
        ({}, "dayOfWeek", "equals", "sunday", True),
        ({}, "dayOfWeek", "in", ["Sat", "Sun"], True),
        ({}, "dayOfWeek", "equals", 0, True),
        ({"timezone": "Pacific/Auckland"}, "dayOfWeek", "equals", 1, True),
        ({"utmSource": "mail"}, "utmSource", "equals", "Mail", True),
        ({"isReturning": "true"}, "isReturning", "is_true", None, True),
    ],
)
def test_a_test_of_the_newer_grammar(
    facts: dict[str, str], field: str, operator: str, value: Any, *, is_held: bool
) -> None:
    """Each operator does what its name says, whatever the case, and of nothing nothing holds."""
    test = {"field": field, "operator": operator, "value": value}
    assert conditions.holds(test, visitor(**facts)) is is_held


@pytest.mark.parametrize(
    ("kind", "given", "facts", "is_held"),
    [
        ("geo", {"countries": ["US", "CA"], "operator": "in"}, {"country": "ca"}, True),
        ("geo", {"countries": ["US", "CA"], "operator": "not_in"}, {"country": "CA"}, False),
        ("geo", {"countries": ["US"], "operator": "not_in"}, {}, True),
        ("device", {"devices": ["mobile"]}, {"deviceType": "mobile"}, True),
        ("device", {"devices": ["mobile"], "os": "iOS"}, {"deviceType": "mobile"}, False),
        ("device", {"os": ["ios", "android"]}, {"os": "Android"}, True),
        ("time", {"days": ["sunday"], "startTime": "09:00", "endTime": "17:00"}, {}, True),
        ("time", {"days": ["monday"]}, {}, False),
        ("time", {"days": [7]}, {}, True),
        ("time", {"startTime": "12:00", "endTime": "12:01"}, {}, True),
        ("time", {"startTime": "11:00", "endTime": "12:00"}, {}, False),
        ("time", {"startTime": "22:00", "endTime": "06:00"}, {}, False),
        ("time", {"startTime": "20:00", "endTime": "22:00", "timezone": "Asia/Tokyo"}, {}, True),
        ("time", {"startTime": "20:00", "endTime": "13:00"}, {}, True),
        ("referrer", {"referrers": ["news."]}, {"referrer": "https://news.example/1"}, True),
        ("referrer", {"referrers": ["news."], "operator": "contains"}, {}, False),
        ("referrer", {"referrers": ["a.b"], "operator": "in"}, {"referrerDomain": "a.b"}, True),
        ("utm", {"utm_source": "mail"}, {"utmSource": "MAIL"}, True),
        ("utm", {"utm_source": "mail", "utm_campaign": "x"}, {"utmSource": "mail"}, False),
        ("percentage", {"percentage": 100}, {}, True),
        ("percentage", {"percentage": 0}, {}, False),
        ("visitor_state", {"state": "new"}, {}, True),
        ("visitor_state", {"state": "returning"}, {"isReturning": "true"}, True),
        ("visitor_state", {"state": "new"}, {"isReturning": "true"}, False),
    ],
)
def test_a_rule_of_the_older_grammar(
    kind: str, given: dict[str, Any], facts: dict[str, str], *, is_held: bool
) -> None:
    """Each type looks at its own keys; a span of time may go over midnight."""
    assert typed.holds(kind, given, visitor(**facts)) is is_held


@pytest.mark.parametrize(
    ("languages", "operator", "is_held"),
    [(("de-AT", "en"), "in", True), (("en", "de"), "in", False), ((), "not_in", True)],
)
def test_a_language_is_the_best_one(
    languages: tuple[str, ...], operator: str, *, is_held: bool
) -> None:
    """`de` includes `de-AT`, and only the language that is liked best counts."""
    given = {"languages": ["de"], "operator": operator}
    assert typed.holds("language", given, visitor(languages=languages)) is is_held


def test_priorities_count_as_their_page_says() -> None:
    """Of lists the lowest number is first, of typed objects the highest; then the older."""
    everywhere = {"type": "geo", "conditions": {"countries": [], "operator": "not_in"}}
    rules = [
        rule(id="list-9", priority=9),
        rule(id="typed-70", priority=70, **everywhere),
        rule(id="list-1", priority=1),
        rule(id="typed-99", priority=99, **everywhere),
        rule(id="list-2", priority=2),
        rule(id="off", priority=1, enabled=False),
    ]
    names = [entry["id"] for entry in ordered(rules)]
    assert names == ["list-1", "typed-99", "list-2", "list-9", "typed-70"]


def test_all_tests_must_hold_or_one() -> None:
    """`AND` wants all, `OR` one; which ones held is told."""
    two = [
        {"field": "country", "operator": "equals", "value": "DE"},
        {"field": "deviceType", "operator": "equals", "value": "mobile"},
    ]
    phone = visitor(deviceType="mobile")
    assert matched(rule(conditions=two), phone) is None
    either = matched(rule(conditions=two, conditionLogic="OR"), phone)
    assert either is not None
    assert either.conditions == (1,)


FACTS = st.dictionaries(
    st.sampled_from(sorted(FIELDS - FLAGS - {"timezone"})), st.text(max_size=8), max_size=6
)
TESTS = st.fixed_dictionaries(
    {
        "field": st.sampled_from(sorted(FIELDS)),
        "operator": st.sampled_from(conditions.OPERATORS),
        "value": st.text(max_size=8) | st.lists(st.text(max_size=8), max_size=4) | st.none(),
    }
)
NEGATIONS = [("equals", "not_equals"), ("contains", "not_contains"), ("in", "not_in")]


@given(FACTS, st.sampled_from([*NEGATIONS, ("is_true", "is_false")]), TESTS)
def test_a_negation_is_the_opposite(
    facts: dict[str, str], pair: tuple[str, str], test: dict[str, Any]
) -> None:
    """Whoever passes a test fails its negation, and the other way round."""
    who = visitor(**facts)
    positive, negative = ({**test, "operator": name} for name in pair)
    assert conditions.holds(positive, who) is not conditions.holds(negative, who)


@given(FACTS, st.lists(TESTS, min_size=1, max_size=5))
def test_whoever_passes_all_passes_one(facts: dict[str, str], tests: list[dict[str, Any]]) -> None:
    """`AND` is narrower than `OR`, whatever the tests and the visitor."""
    who = visitor(**facts)
    narrow = matched(rule(conditions=tests), who)
    wide = matched(rule(conditions=tests, conditionLogic="OR"), who)
    assert narrow is None or (wide is not None and wide.conditions == narrow.conditions)


@given(FACTS, st.lists(st.tuples(st.integers(1, 100), TESTS), max_size=6))
def test_the_chosen_rule_is_the_first_that_matches(
    facts: dict[str, str], given_rules: list[tuple[int, dict[str, Any]]]
) -> None:
    """No rule before the chosen one matches, and none at all if none is chosen."""
    who = visitor(**facts)
    rules = [
        rule(id=str(number), priority=priority, conditions=[test])
        for number, (priority, test) in enumerate(given_rules)
    ]
    found = chosen(rules, who)
    order = ordered(rules)
    before = order if found is None else order[: order.index(found.rule)]
    assert not any(matched(entry, who) for entry in before)


@given(st.text(min_size=1, max_size=12), st.floats(0, 100), st.floats(0, 100))
def test_a_share_grows(fingerprint: str, one: float, other: float) -> None:
    """Who is in a small share of a rule is in each larger one, at every visit."""
    who = Visitor(at=SUNDAY, fingerprint=fingerprint)
    small, large = sorted((one, other))
    is_in = [typed.holds("percentage", {"percentage": p}, who, rule="r") for p in (small, large)]
    assert is_in != [True, False]


@pytest.mark.parametrize("number", range(1, 8))
def test_days_have_names_and_numbers(number: int) -> None:
    """A day is known by its name, by three letters and by its number."""
    day = DAYS[number - 1]
    assert {day_number(day), day_number(day[:3].title()), day_number(number)} == {str(number)}
