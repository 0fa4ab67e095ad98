"""One link: what it is made of, and how it is written."""

from hashlib import scrypt
import secrets
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, conflict
from playground.sandbox.resources.lookup import CAMPAIGNS, DOMAINS, LINKS, wanted, wanted_text
from playground.sandbox.resources.solvency import refuse_unpaid

__all__ = ["HOST", "changed", "link_document", "made", "password_digest", "with_external_id"]

HOST = "linqu.id"
_DEFAULTS: dict[str, Any] = {
    "title": None,
    "description": None,
    "campaignId": None,
    "externalId": None,
    "enabled": True,
    "expiresAt": None,
    "clicksLimit": None,
    "tags": [],
    "redirectBehavior": "auto",
    "domainId": None,
    "deepLinkEnabled": False,
    "deepLinkIos": None,
    "deepLinkAndroid": None,
    "deepLinkFallbackUrl": None,
    "conversionTracking": False,
    "trackingType": "pixel",
    "clicks": 0,
    "uniqueClicks": 0,
    "impressions": 0,
    "conversions": 0,
    "revenue": 0,
    "lastClickedAt": None,
}

_links = tables.links.c
_mine = (
    _links.tenant == bindparam("in_tenant"),
    _links.workspace == bindparam("in_workspace"),
)
_BY_EXTERNAL = select(_links.id, _links.document).where(
    *_mine, _links.live_external == bindparam("is_external")
)
_CODE_TAKEN = select(_links.id).where(
    _links.tenant == bindparam("in_tenant"),
    _links.host == bindparam("is_host"),
    _links.live_code == bindparam("is_code"),
)


def link_document(
    given: dict[str, Any], *, key: str, code: str, host: str, time: str
) -> dict[str, Any]:
    """Return a whole link of what was *given* for it."""
    return {
        "id": key,
        "shortCode": code,
        "shortUrl": f"https://{host}/{code}",
        "destinationUrl": given["destinationUrl"],
        "defaultDestination": given["destinationUrl"],
        **_DEFAULTS,
        **{name: value for name, value in given.items() if name != "password"},
        "password": None,
        "passwordProtected": bool(given.get("password")),
        "redirectDomain": host,
        "createdAt": time,
        "updatedAt": time,
    }


def password_digest(password: str) -> str | None:
    """Return a slow, salted digest of what a person chose; None for no password."""
    if not password:
        return None
    salt = secrets.token_bytes(16)
    return f"{salt.hex()}:{scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1).hex()}"


def made(call: Call) -> str:
    """Make the link that the body of *call* describes, and return it as JSON text."""
    given, workspace = call.body, call.workspace.id
    refuse_unpaid(call)
    call.refuse_beyond("links", used=lambda: LINKS.count(call.store, workspace))
    campaign = given.get("campaignId")
    if campaign is not None:
        wanted_text(call, CAMPAIGNS, campaign)
    external = given.get("externalId")
    if external is not None and with_external_id(call, external):
        raise Refusal(409, "DUPLICATE_CODE", "A link with this external ID exists already")
    host = _host(call)
    asked = given.get("shortCode")
    code = asked or _free_code(call, host)
    if asked and _is_taken(call, host, code):
        raise Refusal(409, "SHORT_CODE_EXISTS", "This short code is already in use")
    key = call.id("link_")
    return LINKS.add(
        call.store,
        workspace,
        link_document(given, key=key, code=code, host=host, time=call.time),
        id=key,
        position=call.ids.number(),
        campaign=campaign,
        host=host,
        live_code=code,
        live_external=external,
        clicks=0,
        visitors=0,
        password_digest=password_digest(given.get("password", "")),
    )


def changed(call: Call, key: str) -> str:
    """Change the link *key* as the body of *call* says, and return it as JSON text."""
    link, given = wanted(call, LINKS, key), dict(call.body)
    columns: dict[str, Any] = {}
    if "campaignId" in given:
        wanted_text(call, CAMPAIGNS, given["campaignId"])
        columns["campaign"] = given["campaignId"]
    if "password" in given:
        password = given.pop("password")
        columns["password_digest"] = password_digest(password)
        link["passwordProtected"] = bool(password)
    if "destinationUrl" in given:
        link["defaultDestination"] = given["destinationUrl"]
    if given.get("shortCode", link["shortCode"]) != link["shortCode"]:
        raise conflict("/shortCode", "cannot be changed: make another link")
    if given.get("domainId", link["domainId"]) != link["domainId"]:
        raise conflict("/domainId", "cannot be changed: make another link")
    link |= {**given, "updatedAt": call.time}
    return LINKS.write(call.store, call.workspace.id, key, link, **columns)


def _host(call: Call) -> str:
    domain = call.body.get("domainId")
    if domain is None:
        return HOST
    found = wanted(call, DOMAINS, domain)
    if found["status"] != "verified":
        raise conflict("/domainId", "this domain is not verified yet")
    return str(found["domain"])


def _free_code(call: Call, host: str) -> str:
    code = call.ids.code()
    while _is_taken(call, host, code):
        code = call.ids.code()
    return code


def _is_taken(call: Call, host: str, code: str) -> bool:
    return call.store.row(_CODE_TAKEN, is_host=host, is_code=code) is not None


def with_external_id(call: Call, external: str) -> Record | None:
    """Return ID and document of the link that carries the caller's own ID for it."""
    return call.store.row(_BY_EXTERNAL, in_workspace=call.workspace.id, is_external=external)
