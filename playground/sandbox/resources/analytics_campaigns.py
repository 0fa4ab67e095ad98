"""Campaigns side by side: what they brought, what they cost, and what is left of their budgets."""

from collections.abc import Iterable, Mapping, Sequence
import json
from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.figures.breakdown import percentage, unique
from playground.sandbox.figures.events import Click, Conversion, clicks, conversions
from playground.sandbox.figures.period import zone
from playground.sandbox.figures.scope import revenue, scoped
from playground.sandbox.money import DOLLARS, KNOWN
from playground.sandbox.resources.lookup import CAMPAIGNS

__all__ = ["HANDLERS", "cost"]


def cost(
    campaign: Mapping[str, Any], clicked: Sequence[Click], made: Sequence[Conversion]
) -> float:
    """Return what *campaign* cost for its clicks and conversions, by the published formulas."""
    rate, model = campaign["costRate"] or 0, campaign["costModel"]
    if model == "CPC":
        return round(len(clicked) * rate, 2)
    if model == "CPM":
        return round(len(clicked) / 1000 * rate, 2)
    if model == "CPA":
        return round(len(made) * rate, 2)
    return round(revenue(made, _currency(campaign)) * rate / 100, 2) if model == "revshare" else 0


def get_campaign_ranking(call: Call) -> Reply:
    """Return every campaign's figures of a period, the most clicks first."""
    scope = scoped(call)
    rows = [
        _ranked(campaign, *_of(campaign["id"], scope.clicks, scope.conversions))
        for campaign in _campaigns(call)
    ]
    rows.sort(key=lambda row: (-row["clicks"], row["campaignId"]))
    return Reply(encoded(rows[: call.params["limit"]]))


def get_workspace_budgets(call: Call) -> Reply:
    """Return what every campaign spent until now, today and in all."""
    clicked = clicks(call, start=0, end=call.at + 1)
    made = conversions(call, start=0, end=call.at + 1)
    local = call.now.astimezone(zone(call))
    today = milliseconds(local.replace(hour=0, minute=0, second=0, microsecond=0))
    rows = []
    for campaign in _campaigns(call):
        mine = _of(campaign["id"], clicked, made)
        of_today = ([e for e in mine[0] if e.at >= today], [e for e in mine[1] if e.at >= today])
        rows.append(_budget(campaign, cost(campaign, *of_today), cost(campaign, *mine)))
    return Reply(encoded(rows))


def _ranked(
    campaign: Mapping[str, Any], clicked: Sequence[Click], made: Sequence[Conversion]
) -> dict[str, Any]:
    return {
        "campaignId": campaign["id"],
        "name": campaign["name"],
        "clicks": len(clicked),
        "uniqueClicks": unique(clicked),
        "conversions": len(made),
        "revenue": revenue(made, _currency(campaign)),
        "cost": cost(campaign, clicked, made),
        "currency": _currency(campaign),
    }


def _budget(campaign: Mapping[str, Any], today: float, spent: float) -> dict[str, Any]:
    total = campaign["totalBudget"]
    share = percentage(spent, total) if total else None
    return {
        "campaignId": campaign["id"],
        "name": campaign["name"],
        "status": campaign["status"],
        "costModel": campaign["costModel"],
        "currency": _currency(campaign),
        "spentToday": today,
        "spent": spent,
        "dailyBudget": campaign["dailyBudget"],
        "totalBudget": total,
        "remaining": None if total is None else max(round(total - spent, 2), 0),
        "percentage": share,
        "alertsReached": [at for at in campaign["alertThresholds"] if at <= (share or 0)],
    }


def _of(
    campaign: str, clicked: Iterable[Click], made: Iterable[Conversion]
) -> tuple[list[Click], list[Conversion]]:
    return [e for e in clicked if e.campaign == campaign], [
        e for e in made if e.campaign == campaign
    ]


def _currency(campaign: Mapping[str, Any]) -> str:
    asked = str(campaign["currency"])
    return asked if asked in KNOWN else DOLLARS


def _campaigns(call: Call) -> list[dict[str, Any]]:
    many = CAMPAIGNS.count(call.store, call.workspace.id)
    texts = CAMPAIGNS.texts(call.store, call.workspace.id, offset=0, limit=many)
    return [json.loads(text) for text in texts]


HANDLERS: dict[str, Handler] = {
    "getCampaignRanking": get_campaign_ranking,
    "getWorkspaceBudgets": get_workspace_budgets,
}
