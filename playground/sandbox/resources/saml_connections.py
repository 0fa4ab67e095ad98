"""Identity providers of a workspace, and whether everybody must come through one."""

from typing import Any

from sqlalchemy import bindparam, delete, select

from playground.sandbox.call import Call, Handler
from playground.sandbox.collection import Collection
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import conflict, invalid
from playground.sandbox.resources.lookup import listed, wanted
from playground.sandbox.resources.saml_message import METADATA, element
from playground.sandbox.resources.saml_tables import connections, enforcement
from playground.sandbox.store import Transaction

__all__ = ["CONNECTIONS", "HANDLERS", "PROVIDER", "is_enforced"]

CONNECTIONS = Collection(connections, noun="Connection")
PROVIDER = "/_provider/saml"
"""The metadata address of the simulated provider: the only one that is ever read."""

_HERE = (
    enforcement.c.tenant == bindparam("in_tenant"),
    enforcement.c.workspace == bindparam("in_workspace"),
)
_ENFORCED = select(enforcement.c.is_on).where(*_HERE)
_FORGET = delete(enforcement).where(*_HERE)
_MANUAL = ("entityId", "ssoUrl", "certificate")


def create_connection(call: Call) -> Reply:
    """Make a connection out of a metadata address, metadata, or single fields."""
    key = call.id("saml_")
    connection = {
        "id": key,
        "name": call.body["name"],
        "domains": call.body.get("domains", []),
        "enabled": call.body.get("enabled", True),
        **_provider(call.body, key),
        "createdAt": call.time,
        "updatedAt": call.time,
    }
    columns = {"position": call.ids.number(), "entity": connection["entityId"]}
    text = CONNECTIONS.add(call.store, call.workspace.id, connection, id=key, **columns)
    return Reply(text, status=201)


def list_connections(call: Call) -> Reply:
    """Return a page of the workspace's connections, the newest first."""
    return listed(call, CONNECTIONS)


def update_connection(call: Call) -> Reply:
    """Change what is named, and nothing else."""
    connection = wanted(call, CONNECTIONS, call.params["connectionId"])
    given = dict(call.body)
    source = {name: given.pop(name) for name in (*_MANUAL, *_SOURCES) if name in given}
    if source:
        connection |= _provider(source, connection["id"])
    connection |= {**given, "updatedAt": call.time}
    key, entity = connection["id"], connection["entityId"]
    return Reply(CONNECTIONS.write(call.store, call.workspace.id, key, connection, entity=entity))


def delete_connection(call: Call) -> Reply:
    """Delete a connection; the last one takes the enforcement with it."""
    key = wanted(call, CONNECTIONS, call.params["connectionId"])["id"]
    CONNECTIONS.remove(call.store, call.workspace.id, key)
    if CONNECTIONS.count(call.store, call.workspace.id) == 0:
        call.store.run(_FORGET, in_workspace=call.workspace.id)
    return Reply(encoded({"id": key, "deleted": True}))


def enforce(call: Call) -> Reply:
    """Turn enforcement on or off; on, there must be a way in."""
    wanted_on, workspace = call.body["enforced"], call.workspace.id
    if wanted_on and CONNECTIONS.count(call.store, workspace) == 0:
        raise conflict("/enforced", "needs a connection: nobody could sign in")
    call.store.run(_FORGET, in_workspace=workspace)
    call.store.add(enforcement, {"workspace": workspace, "is_on": int(wanted_on)})
    return Reply(encoded({"workspaceId": workspace, "enforced": wanted_on}))


def is_enforced(store: Transaction, workspace: str) -> bool:
    """Whether everybody of *workspace* must sign in through its identity provider."""
    row = store.row(_ENFORCED, in_workspace=workspace)
    return bool(row and row.is_on)


def _provider(given: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the provider's fields; exactly one of the three ways must be taken."""
    ways = [name for name in _SOURCES if name in given]
    ways += ["entityId"] * any(name in given for name in _MANUAL)
    if len(ways) != 1:
        raise invalid("", "must have one of metadataUrl, metadataXml, or the provider's fields")
    return _SOURCES.get(ways[0], _by_hand)(given, key)


def _by_address(given: dict[str, Any], key: str) -> dict[str, Any]:
    if given["metadataUrl"] != PROVIDER:
        raise invalid("/metadataUrl", f"must be {PROVIDER}: nothing else is ever fetched")
    return {"entityId": PROVIDER, "ssoUrl": f"{PROVIDER}/{key}", "simulated": True}


def _by_metadata(given: dict[str, Any], _: str) -> dict[str, Any]:
    root = element(given["metadataXml"], pointer="/metadataXml")
    service = root.find(f".//{{{METADATA}}}SingleSignOnService")
    entity = root.get("entityID")
    if not entity or service is None or not service.get("Location"):
        raise invalid("/metadataXml", "names no entityID or no SingleSignOnService")
    return {"entityId": entity, "ssoUrl": str(service.get("Location")), "simulated": False}


def _by_hand(given: dict[str, Any], _: str) -> dict[str, Any]:
    for name in _MANUAL:
        if name not in given:
            raise invalid(f"/{name}", "is required, where the provider's fields are given")
    return {"entityId": given["entityId"], "ssoUrl": given["ssoUrl"], "simulated": False}


_SOURCES = {"metadataUrl": _by_address, "metadataXml": _by_metadata}

HANDLERS: dict[str, Handler] = {
    "createSamlConnection": create_connection,
    "listSamlConnections": list_connections,
    "updateSamlConnection": update_connection,
    "deleteSamlConnection": delete_connection,
    "enforceSaml": enforce,
}
