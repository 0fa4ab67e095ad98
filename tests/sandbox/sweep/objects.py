"""One object of each kind in Acme, so that an address can name what is really there."""

from collections.abc import Mapping
from typing import Any

from playground.openapi import Operation
from tests.sandbox.laboratory import Laboratory

__all__ = ["Objects"]

_SEEDED: Mapping[str, str] = {
    "linkId": "link_spring",
    "ruleId": "rule_mobile",
    "campaignId": "camp_spring",
    "domainId": "dom_go",
    "customerId": "cust_lena",
    "clickId": "lw_ck_spring1",
    "externalId": "cms-4711",
    "workspaceId": "ws_acme",
    "memberId": "user_ben",
    "appId": "app_campaign_desk",
    "provider": "bitly",
    "event": "sales",
}
_HOOK = {"url": "http://127.0.0.1:9/hook"}
_CSV = {"csv": "destinationUrl\nhttps://example.com/a\n"}


class Objects:
    """The IDs by the names of parameters; where a name means several kinds, by path."""

    def __init__(self, lab: Laboratory) -> None:
        self._lab = lab
        self._ada = lab.signed_in("user_ada")
        invited = self._made(
            "/workspaces/ws_acme/members/invite", {"email": "eve@acme.example", "role": "viewer"}
        )
        subscribed = {"targetUrl": _HOOK["url"], "event": "click"}
        zapier = "/api/integrations/webhooks/zapier/subscribe"
        webhooks = "/links/link_spring/webhooks"
        hook = self._hook(webhooks, "click")
        self._made("/billing/ws_acme/change-plan", {"plan": "enterprise", "period": "monthly"})
        provider = {"name": "Login", "metadataUrl": "/_provider/saml"}
        self._known = {
            **_SEEDED,
            "invitationId": invited["id"],
            "token": invited["token"],
            "qrId": self._made("/qr/links/link_spring", {"name": "Poster"})["id"],
            "connectionId": self._made("/saml/connections", provider)["id"],
            "hookId": lab.data("POST", zapier, subscribed, key="everything")["id"],
            "exportId": self._made("/exports", {"type": "links", "format": "csv"})["id"],
            "operationId": self._made("/bulk/links/delete", {"ids": ["nobody"]})["id"],
            "jobId": self._made("/links/import/csv", _CSV)["id"],
            "deliveryId": self._made(f"{webhooks}/{hook}/test", None)["id"],
        }
        self._by_path = {
            ("/publishable-keys", "keyId"): "key_web_tracker",
            ("/api-keys", "keyId"): "key_links_writer",
            ("/webhooks-manage", "webhookId"): self._hook("/webhooks-manage", "click"),
            ("/integrations/outbound", "webhookId"): self._hook("/integrations/outbound", "sales"),
            ("/links/", "webhookId"): hook,
            ("/hubspot/", "installationId"): "inst_hubspot_ws_acme",
            ("/slack/", "installationId"): "inst_slack_ws_acme",
        }

    def target(self, operation: Operation, *, is_real: bool = True) -> str:
        """Return an address of *operation* whose IDs are these, or are nobody's."""
        path = operation.path
        for parameter in operation.parameters:
            if parameter.location == "path":
                name = parameter.name
                known = self.named(operation, name)
                value = known if is_real or name == "provider" else _unheard_of(known)
                path = path.replace(f"{{{name}}}", value)
        return path

    def named(self, operation: Operation, name: str) -> str:
        """Return the ID that the parameter *name* of *operation* stands for."""
        for (part, parameter), value in self._by_path.items():
            if parameter == name and part in operation.path:
                return value
        assert name in self._known, f"make an object for {{{name}}} of {operation.id} here"
        return self._known[name]

    def _made(self, path: str, body: Any) -> Any:
        return self._lab.data("POST", f"/api{path}", body, **self._ada)

    def _hook(self, path: str, *events: str) -> str:
        return str(self._made(path, {**_HOOK, "events": list(events)})["id"])


def _unheard_of(known: str) -> str:
    """Return an ID of the same shape that nobody has."""
    prefix, mark, _ = known.rpartition("_")
    return f"{prefix}{mark}unheard0of"
