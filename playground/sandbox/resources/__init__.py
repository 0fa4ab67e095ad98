"""The handlers of the API, one module a resource, looked up by `operationId`."""

from collections.abc import Mapping

from playground.sandbox.call import Handler
from playground.sandbox.resources import (
    analytics,
    api_keys,
    campaigns,
    conversions,
    customer_worth,
    customers,
    deep_links,
    domains,
    invitations,
    links,
    links_advanced,
    members,
    publishable_keys,
    rules,
    usage,
    workspaces,
)

__all__ = ["HANDLERS"]

HANDLERS: Mapping[str, Handler] = {
    **links.HANDLERS,
    **links_advanced.HANDLERS,
    **rules.HANDLERS,
    **campaigns.HANDLERS,
    **domains.HANDLERS,
    **analytics.HANDLERS,
    **conversions.HANDLERS,
    **deep_links.HANDLERS,
    **customers.HANDLERS,
    **customer_worth.HANDLERS,
    **workspaces.HANDLERS,
    **api_keys.HANDLERS,
    **publishable_keys.HANDLERS,
    **members.HANDLERS,
    **invitations.HANDLERS,
    **usage.HANDLERS,
}
