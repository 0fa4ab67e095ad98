"""Campaigns: links that belong together, with a budget."""

from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply
from playground.sandbox.resources.lookup import CAMPAIGNS, listed, wanted, wanted_text

__all__ = ["HANDLERS", "campaign_document"]

_CREATED = 201
_DEFAULTS: dict[str, Any] = {
    "name": "",
    "description": None,
    "status": "active",
    "costModel": "none",
    "costRate": 0,
    "currency": "USD",
    "dailyBudget": None,
    "totalBudget": None,
    "alertThresholds": [],
}


def campaign_document(given: dict[str, Any], *, key: str, time: str) -> dict[str, Any]:
    """Return a whole campaign of what was *given* for it."""
    return {"id": key, **_DEFAULTS, **given, "createdAt": time, "updatedAt": time}


def list_campaigns(call: Call) -> Reply:
    """Return a page of the workspace's campaigns, the newest first."""
    return listed(call, CAMPAIGNS)


def create_campaign(call: Call) -> Reply:
    """Make a campaign."""
    key = call.id("camp_")
    campaign = campaign_document(call.body, key=key, time=call.time)
    position = call.ids.number()
    text = CAMPAIGNS.add(call.store, call.workspace.id, campaign, id=key, position=position)
    return Reply(text, status=_CREATED)


def get_campaign(call: Call) -> Reply:
    """Return one campaign."""
    return Reply(wanted_text(call, CAMPAIGNS, call.params["campaignId"]))


def update_campaign(call: Call) -> Reply:
    """Change what is named, and nothing else."""
    key = call.params["campaignId"]
    campaign = wanted(call, CAMPAIGNS, key) | {**call.body, "updatedAt": call.time}
    return Reply(CAMPAIGNS.write(call.store, call.workspace.id, key, campaign))


HANDLERS: dict[str, Handler] = {
    "listCampaigns": list_campaigns,
    "createCampaign": create_campaign,
    "getCampaign": get_campaign,
    "updateCampaign": update_campaign,
}
