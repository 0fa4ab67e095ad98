"""What customers are worth: cohorts over time, the journey of one, and where they came from."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
import json
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import instant, milliseconds, stamp
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.figures.events import (
    Click,
    Conversion,
    clicks_of,
    conversions_of,
)
from playground.sandbox.figures.period import moment, zone
from playground.sandbox.resources.customer import found
from playground.sandbox.resources.customer_tables import customers

__all__ = ["HANDLERS"]

_MONTHS = 12
_EVERYBODY = (
    select(customers.c.id, customers.c.visitor, customers.c.created_at, customers.c.document)
    .where(
        customers.c.tenant == bindparam("in_tenant"),
        customers.c.workspace == bindparam("in_workspace"),
        customers.c.deleted_at.is_(None),
        customers.c.created_at >= bindparam("from_at"),
        customers.c.created_at < bindparam("to_at"),
    )
    .order_by(customers.c.created_at, customers.c.position)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Person:
    """A customer since `since`, with everything that is known of them."""

    since: datetime
    clicks: Sequence[Click]
    conversions: Sequence[Conversion]

    @property
    def worth(self) -> float:
        """What all of their conversions were worth, in US dollars."""
        return round(sum(made.dollars for made in self.conversions), 2)


def get_customer_cohorts(call: Call) -> Reply:
    """Group customers by when they came, or by what brought them."""
    kind = call.params["group_by"]
    start, end = call.params.get("start"), call.params.get("end")
    local = zone(call)
    since = milliseconds(moment("start", start, local)) if start else 0
    until = milliseconds(moment("end", end, local)) if end else call.at + 1
    cohorts: dict[str, list[_Person]] = defaultdict(list)
    for person in _people(call, since, until):
        cohorts[_cohort(person, kind, local)].append(person)
    return Reply(encoded([_summed(name, cohorts[name]) for name in sorted(cohorts)]))


def get_customer_ltv_cohorts(call: Call) -> Reply:
    """Follow the customers of each month: what they were worth after each month since."""
    months = call.params["months"]
    first = _month(call.now, -months + 1)
    people = list(_people(call, milliseconds(first), call.at + 1))
    rows = []
    for number in range(months):
        begin, end = _month(first, number), _month(first, number + 1)
        group = [person for person in people if begin <= person.since < end]
        worths = [_until(group, _month(begin, step + 1)) for step in range(months - number)]
        rows.append({"cohort": f"{begin:%Y-%m}", "customers": len(group), "ltv": worths})
    return Reply(encoded(rows))


def get_customer_journey(call: Call) -> Reply:
    """Tell one customer's clicks and conversions, in order of time."""
    row = found(call, call.params["customerId"])
    person = _person(call, row.visitor, row)
    events = [*map(_click_event, person.clicks), *map(_conversion_event, person.conversions)]
    return Reply(encoded(sorted(events, key=lambda event: str(event["timestamp"]))))


def get_customer_attribution(call: Call) -> Reply:
    """Tell the first and the last click, and which of them the customer is credited to."""
    row = found(call, call.params["customerId"])
    document, person = json.loads(row.document), _person(call, row.visitor, row)
    credited = next((c for c in person.clicks if c.id == document["clickId"]), None)
    told = {
        "customerId": row.id,
        "clickId": document["clickId"],
        "linkId": credited.link if credited else None,
        "campaignId": credited.campaign if credited else None,
        "firstTouch": _touch(person.clicks[0]) if person.clicks else None,
        "lastTouch": _touch(person.clicks[-1]) if person.clicks else None,
        "conversions": len(person.conversions),
        "revenue": person.worth,
    }
    return Reply(encoded(told))


def _people(call: Call, start: int, end: int) -> Iterable[_Person]:
    rows = call.store.rows(_EVERYBODY, in_workspace=call.workspace.id, from_at=start, to_at=end)
    return (_person(call, row.visitor, row) for row in rows)


def _person(call: Call, visitor: str | None, row: Any) -> _Person:
    since = datetime.fromisoformat(json.loads(row.document)["createdAt"])
    return _Person(
        since=since,
        clicks=clicks_of(call, visitor) if visitor else (),
        conversions=conversions_of(call, visitor) if visitor else (),
    )


def _cohort(person: _Person, kind: str, local: tzinfo) -> str:
    if kind == "month":
        return f"{person.since.astimezone(local):%Y-%m}"
    if kind == "week":
        return f"{person.since.astimezone(local):%G-W%V}"
    first = person.clicks[0] if person.clicks else None
    if kind == "campaign":
        return (first.campaign if first else None) or "none"
    return (first and (first.fact("utmSource") or first.fact("referrerDomain"))) or "direct"


def _summed(name: str, people: Sequence[_Person]) -> dict[str, Any]:
    revenue = sum(person.worth for person in people)
    return {
        "cohort": name,
        "customers": len(people),
        "conversions": sum(len(person.conversions) for person in people),
        "revenue": round(revenue, 2),
        "averageLtv": round(revenue / len(people), 2),
    }


def _month(time: datetime, step: int) -> datetime:
    """Return where the month of *time* begins, moved by so many months."""
    months = time.year * _MONTHS + time.month - 1 + step
    start = time.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return start.replace(year=months // _MONTHS, month=months % _MONTHS + 1)


def _until(people: Iterable[_Person], end: datetime) -> float:
    bound = milliseconds(end)
    made = (c.dollars for person in people for c in person.conversions if c.at < bound)
    return round(sum(made), 2)


def _click_event(click: Click) -> dict[str, Any]:
    told = {"type": "click", "timestamp": stamp(instant(click.at)), "clickId": click.id}
    return {**told, "linkId": click.link, "campaignId": click.campaign}


def _conversion_event(made: Conversion) -> dict[str, Any]:
    told = {"type": "conversion", "timestamp": stamp(instant(made.at)), "clickId": made.click}
    where = {"linkId": made.link or None, "campaignId": made.campaign}
    what = {"conversionId": made.id, "event": made.document["event"], "revenue": made.dollars}
    return {**told, **where, **what}


def _touch(click: Click) -> dict[str, Any]:
    source = click.fact("utmSource") or click.fact("referrerDomain") or "direct"
    return {**_click_event(click), "source": source}


HANDLERS: dict[str, Handler] = {
    "getCustomerCohorts": get_customer_cohorts,
    "getCustomerLtvCohorts": get_customer_ltv_cohorts,
    "getCustomerJourney": get_customer_journey,
    "getCustomerAttribution": get_customer_attribution,
}
