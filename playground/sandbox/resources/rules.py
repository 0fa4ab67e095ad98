"""Rules, in both published grammars: a list of tests, or one object for the rule's type."""

from typing import Any

from sqlalchemy import bindparam, update

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.redirect.sense import is_advanced, refuse_senseless
from playground.sandbox.refusal import Refusal, conflict
from playground.sandbox.resources.lookup import (
    CAMPAIGNS,
    LINKS,
    RULES,
    listed,
    wanted,
    wanted_text,
)

__all__ = ["HANDLERS", "rule_document"]

_CREATED = 201
_DEEP = ("deepLinkEnabled", "deepLinkIos", "deepLinkAndroid", "deepLinkFallbackUrl")
_DEFAULTS: dict[str, Any] = {
    "linkId": None,
    "campaignId": None,
    "name": "",
    "description": None,
    "type": None,
    "conditions": [],
    "conditionLogic": "AND",
    "destinationUrl": "",
    "priority": 50,
    "enabled": True,
    "deepLinkEnabled": False,
    "deepLinkIos": None,
    "deepLinkAndroid": None,
    "deepLinkFallbackUrl": None,
    "inappBrowserBreakout": False,
    "forwardUtms": False,
    "preserveQueryParams": False,
    "redirectDelayMs": 0,
}

_rules = tables.rules.c
_DROP = (
    update(tables.rules)
    .where(
        _rules.tenant == bindparam("in_tenant"),
        _rules.workspace == bindparam("in_workspace"),
        _rules.id == bindparam("is_id"),
        _rules.deleted_at.is_(None),
    )
    .values(deleted_at=bindparam("new_deleted_at"))
)


def rule_document(given: dict[str, Any], *, key: str, time: str) -> dict[str, Any]:
    """Return a whole rule of what was *given* for it."""
    return {"id": key, **_DEFAULTS, **given, "createdAt": time, "updatedAt": time}


def list_rules(call: Call) -> Reply:
    """Return a page of the workspace's rules, or of one link's or campaign's."""
    filters = {"link": call.params.get("linkId"), "campaign": call.params.get("campaignId")}
    return listed(call, RULES, **filters)


def create_rule(call: Call) -> Reply:
    """Make a rule for a link or a campaign of the workspace."""
    link, campaign = call.body.get("linkId"), call.body.get("campaignId")
    if link is not None:
        wanted_text(call, LINKS, link)
        used = RULES.count(call.store, call.workspace.id, link=link)
        call.refuse_beyond("rules_per_link", used=used)
    if campaign is not None:
        wanted_text(call, CAMPAIGNS, campaign)
    _judge(call)
    key = call.id("rule_")
    rule = rule_document(call.body, key=key, time=call.time)
    refuse_senseless(rule)
    text = RULES.add(
        call.store,
        call.workspace.id,
        rule,
        id=key,
        position=call.ids.number(),
        link=link,
        campaign=campaign,
    )
    return Reply(text, status=_CREATED)


def get_rule(call: Call) -> Reply:
    """Return one rule."""
    return Reply(wanted_text(call, RULES, call.params["ruleId"]))


def change_rule(call: Call) -> Reply:
    """Change what is named, and nothing else; PUT does the same as PATCH, as published."""
    key = call.params["ruleId"]
    rule = wanted(call, RULES, key)
    _judge(call)
    rule |= {**call.body, "updatedAt": call.time}
    if isinstance(rule["conditions"], dict) and rule["type"] is None:
        raise conflict("/type", "is required where `conditions` is an object")
    if call.body.keys() & {"type", "conditions"}:
        refuse_senseless(rule)
    return Reply(RULES.write(call.store, call.workspace.id, key, rule))


def delete_rule(call: Call) -> Reply:
    """Take a rule out of evaluation; what it counted stays."""
    key = call.params["ruleId"]
    wanted_text(call, RULES, key)
    call.store.run(_DROP, in_workspace=call.workspace.id, is_id=key, new_deleted_at=call.at)
    return Reply(encoded({"id": key, "deleted": True}))


def _judge(call: Call) -> None:
    """Refuse what the workspace's plan does not include."""
    plan = call.vocabulary.plans.get(call.workspace.plan)
    if plan is None:
        return
    if "deep_links" not in plan.features and any(call.body.get(name) for name in _DEEP):
        raise Refusal(403, "FEATURE_NOT_AVAILABLE", "The plan does not include deep links")
    if "advanced_rules" not in plan.features and is_advanced(call.body):
        raise Refusal(403, "FEATURE_NOT_AVAILABLE", "The plan does not include advanced rules")


HANDLERS: dict[str, Handler] = {
    "listRules": list_rules,
    "createRule": create_rule,
    "getRule": get_rule,
    "updateRule": change_rule,
    "patchRule": change_rule,
    "deleteRule": delete_rule,
}
