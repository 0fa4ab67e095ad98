"""Custom domains: added, verified, removed. No name is ever looked up on the network."""

from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources.lookup import DOMAINS, listed, wanted, wanted_text

__all__ = ["HANDLERS", "domain_document"]

_CREATED = 201
_LINQUIDS = frozenset({"linqu.id", "linqid.io"})  # every workspace's short links are there
_NEVER_VERIFIED = ".invalid"  # RFC 2606, section 2: such a name never resolves

_TAKEN = select(tables.domains.c.id).where(
    tables.domains.c.tenant == bindparam("in_tenant"),
    tables.domains.c.name == bindparam("is_name"),
)


def domain_document(given: dict[str, Any], *, key: str, time: str) -> dict[str, Any]:
    """Return a whole domain of what was *given* for it."""
    return {
        "id": key,
        "domain": given["domain"],
        "status": "pending",
        "dnsRecord": {
            "type": "TXT",
            "name": f"_linquid.{given['domain']}",
            "value": f"linquid-verification={key}",
        },
        "notFoundUrl": None,
        "expiredUrl": None,
        "verifiedAt": None,
        **given,
        "createdAt": time,
    }


def list_domains(call: Call) -> Reply:
    """Return a page of the workspace's domains, the newest first."""
    return listed(call, DOMAINS)


def add_domain(call: Call) -> Reply:
    """Add a domain, which waits to be verified."""
    name = call.body["domain"]
    call.refuse_beyond("custom_domains", used=DOMAINS.count(call.store, call.workspace.id))
    if name in _LINQUIDS or call.store.row(_TAKEN, is_name=name):
        raise Refusal(409, "DUPLICATE_CODE", "This domain is in use already")
    key = call.id("dom_")
    domain = domain_document(call.body, key=key, time=call.time)
    position = call.ids.number()
    text = DOMAINS.add(call.store, call.workspace.id, domain, id=key, position=position, name=name)
    return Reply(text, status=_CREATED)


def verify_domain(call: Call) -> Reply:
    """Verify a domain: any but a `.invalid` one has its DNS entry at once."""
    key = call.params["domainId"]
    domain = wanted(call, DOMAINS, key)
    if domain["domain"].endswith(_NEVER_VERIFIED):
        domain |= {"status": "failed"}
    else:
        domain |= {"status": "verified", "verifiedAt": domain["verifiedAt"] or call.time}
    return Reply(DOMAINS.write(call.store, call.workspace.id, key, domain))


def delete_domain(call: Call) -> Reply:
    """Remove a domain; links that were made with it keep their short URL."""
    key = call.params["domainId"]
    wanted_text(call, DOMAINS, key)
    DOMAINS.remove(call.store, call.workspace.id, key)
    return Reply(encoded({"id": key, "deleted": True}))


HANDLERS: dict[str, Handler] = {
    "listDomains": list_domains,
    "addDomain": add_domain,
    "verifyDomain": verify_domain,
    "deleteDomain": delete_domain,
}
