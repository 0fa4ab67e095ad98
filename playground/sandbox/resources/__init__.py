"""The handlers of the API by `operationId`, one module a resource, and what they plan for later."""

from collections.abc import Mapping

from playground.sandbox.agenda import Work
from playground.sandbox.call import Handler
from playground.sandbox.resources import (
    analytics,
    analytics_audit,
    analytics_batch,
    analytics_campaigns,
    analytics_live,
    analytics_parts,
    analytics_paths,
    analytics_unified,
    api_keys,
    billing,
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
    oauth_apps,
    prepaid,
    publishable_keys,
    qr,
    rules,
    subscription,
    usage,
    webhooks,
    workspaces,
)

__all__ = ["HANDLERS", "WORKS"]

HANDLERS: Mapping[str, Handler] = {
    **links.HANDLERS,
    **links_advanced.HANDLERS,
    **rules.HANDLERS,
    **campaigns.HANDLERS,
    **domains.HANDLERS,
    **analytics.HANDLERS,
    **analytics_campaigns.HANDLERS,
    **analytics_parts.HANDLERS,
    **analytics_paths.HANDLERS,
    **analytics_unified.HANDLERS,
    **analytics_live.HANDLERS,
    **analytics_batch.HANDLERS,
    **analytics_audit.HANDLERS,
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
    **oauth_apps.HANDLERS,
    **billing.HANDLERS,
    **qr.HANDLERS,
    **webhooks.HANDLERS,
    **prepaid.HANDLERS,
}

WORKS: Mapping[str, Work] = {subscription.RENEWAL: subscription.renew, **webhooks.WORKS}
