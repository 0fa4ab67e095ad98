"""One link in depth: its rules, their conditions, the traffic's flow, and single clicks."""

from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.figures.breakdown import grouped, percentage, source, unique
from playground.sandbox.figures.events import Click
from playground.sandbox.figures.scope import revenue, scoped
from playground.sandbox.hosts import host_in
from playground.sandbox.refusal import invalid, not_found
from playground.sandbox.resources.lookup import RULES, wanted

__all__ = ["HANDLERS", "click_path"]

_PLACES = ("country", "region", "city", "deviceType", "browser", "os")


def get_link_rule_figures(call: Call) -> Reply:
    """Count clicks by the rule that decided them."""
    scope = scoped(call)
    rows = []
    for rule, group in grouped(scope.clicks, lambda click: [click.facts.get("ruleId")]):
        ids = {click.id for click in group}
        made = [conversion for conversion in scope.conversions if conversion.click in ids]
        rows.append(
            {
                "ruleId": rule,
                "name": group[-1].facts.get("ruleName"),
                "clicks": len(group),
                "uniqueClicks": unique(group),
                "percentage": percentage(len(group), len(scope.clicks)),
                "conversions": len(made),
                "revenue": revenue(made, scope.currency),
            }
        )
    return Reply(encoded(rows))


def get_rule_condition_figures(call: Call) -> Reply:
    """Count how often each condition held when its rule decided."""
    scope, rule = scoped(call), wanted(call, RULES, call.params["ruleId"])
    if rule["linkId"] not in {None, call.params["linkId"]}:
        raise not_found("Rule")
    decided = [click for click in scope.clicks if click.facts.get("ruleId") == rule["id"]]
    rows = []
    for number, words in enumerate(_in_words(rule)):
        held = [click for click in decided if number in click.facts["matchedConditions"]]
        rows.append(
            {
                "condition": words,
                "index": number,
                "clicks": len(held),
                "uniqueClicks": unique(held),
                "percentage": percentage(len(held), len(decided)),
            }
        )
    return Reply(encoded(rows))


def get_link_traffic_flow(call: Call) -> Reply:
    """Draw clicks from their sources through rules to destinations."""
    clicks = scoped(call).clicks
    nodes: Counter[tuple[str, str, str]] = Counter()
    links: Counter[tuple[str, str]] = Counter()
    for click in clicks:
        stations = _stations(click)
        nodes.update(stations)
        links.update((a[0], b[0]) for a, b in pairwise(stations))
    flow = {
        "nodes": [
            {"id": key, "kind": kind, "label": label, "value": count}
            for (key, kind, label), count in sorted(nodes.items())
        ],
        "links": [
            {
                "source": start,
                "target": end,
                "value": count,
                "percentage": percentage(count, len(clicks)),
            }
            for (start, end), count in sorted(links.items())
        ],
        "totalClicks": len(clicks),
    }
    return Reply(encoded(flow))


def get_link_click_paths(call: Call) -> Reply:
    """List single clicks, the newest first, those that a filter lets through."""
    kind, value = call.params.get("filterType"), call.params.get("filterValue")
    if (kind is None) is not (value is None):
        raise invalid("/query/filterValue", "is required with `filterType`, and only then")
    paths = [click_path(click) for click in reversed(scoped(call).clicks)]
    kept = [path for path in paths if kind is None or path[_FILTERS[kind]] == value]
    number, limit = call.params["page"], call.params["limit"]
    rows = kept[(number - 1) * limit : number * limit]
    return page([encoded(row) for row in rows], total=len(kept), number=number, limit=limit)


_FILTERS = {
    "source": "source",
    "destination": "destinationHost",
    "rule": "ruleId",
    "condition": "conditionHash",
}


def click_path(click: Click) -> dict[str, Any]:
    """Return one click as a row of its own."""
    facts = click.facts
    target = click.fact("destinationUrl")
    return {
        "timestamp": facts["timestamp"],
        "clickId": click.id,
        "linkId": click.link,
        "source": source(click),
        "ruleId": facts.get("ruleId"),
        "ruleName": facts.get("ruleName"),
        "destinationHost": host_in(target) or None,
        "destinationUrl": target or None,
        "conditionHash": facts.get("conditionHash"),
        "matchedConditions": facts.get("matchedConditions", []),
        **{name: click.fact(name) or None for name in _PLACES},
        "trigger": click.fact("trigger") or "link",
    }


def _stations(click: Click) -> list[tuple[str, str, str]]:
    """Return ID, kind and label of each node that a click goes through."""
    path = click_path(click)
    start, host = path["source"], path["destinationHost"] or "unknown"
    stations = [(f"source:{start}", "source", start)]
    if path["ruleId"]:
        stations.append((f"rule:{path['ruleId']}", "rule", path["ruleName"] or path["ruleId"]))
    return [*stations, (f"destination:{host}", "destination", host)]


def _in_words(rule: Mapping[str, Any]) -> list[str]:
    """Return each condition of *rule* in words; a typed object is one."""
    given = rule["conditions"]
    if isinstance(given, dict):
        told = ", ".join(f"{name}: {_listed(value)}" for name, value in given.items())
        return [f"{rule['type']}: {told}"]
    return [_sentence(test) for test in given]


def _sentence(test: Mapping[str, Any]) -> str:
    words = f"{test['field']} {test['operator'].replace('_', ' ')}"
    return f"{words} {_listed(test['value'])}" if test.get("value") is not None else words


def _listed(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


HANDLERS: dict[str, Handler] = {
    "getLinkRuleFigures": get_link_rule_figures,
    "getRuleConditionFigures": get_rule_condition_figures,
    "getLinkTrafficFlow": get_link_traffic_flow,
    "getLinkClickPaths": get_link_click_paths,
}
