"""The audit log: who changed what in a workspace, one row for each write that succeeded."""

from sqlalchemy import BigInteger, Column, Index, String

from playground.sandbox.call import Call
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.tables import resource

__all__ = ["audit_log", "note"]

_READS = frozenset({"GET", "HEAD"})
_UNCHANGING = (
    "/api/analytics/",
    "/api/bulk/links/validate",
    "/api/conversions/",
    "/api/deep-links/",
)
_ID = '{"id":"'
# The workspace is the log's own; a token in a path is a credential, which no log may hold.
_NO_NAMES = frozenset({"{workspaceId}", "{token}"})

audit_log = resource(
    "audit_log",
    Column("at", BigInteger, nullable=False),
    Column("actor", String(128), nullable=False),
    Column("action", String(64), nullable=False),
    Column("resource_type", String(64), nullable=False),
)
Index("audit_in_time", audit_log.c.tenant, audit_log.c.workspace, audit_log.c.at)


def note(call: Call, reply: Reply) -> None:
    """
    Remember that *call* changed something, unless it only read, reported or belongs to nobody.

    Args:
        call: carried out, in its own transaction still.
        reply: what it answered; only an ID at its very beginning is looked at.
    """
    operation, credential = call.operation, call.caller.credential
    if operation.method in _READS or credential is None or call.caller.workspace is None:
        return
    if operation.path.startswith(_UNCHANGING):
        return
    kind, key = _kind(operation.path), call.id("log_")
    entry = {
        "id": key,
        "at": call.time,
        "actorId": credential.id,
        "actorKind": str(credential.kind),
        "action": operation.id,
        "resourceType": kind,
        "resourceId": _named(call, reply.data),
    }
    row = {
        "workspace": call.workspace.id,
        "id": key,
        "position": call.ids.number(),
        "at": call.at,
        "actor": credential.id,
        "action": operation.id,
        "resource_type": kind,
        "document": encoded(entry),
    }
    call.store.add(audit_log, row)


def _kind(path: str) -> str:
    """Return what kind of thing an operation at *path* changes."""
    names = [name for name in path.split("/")[2:] if "{" not in name]
    return names[1] if names[0] == "workspaces" and len(names) > 1 else names[0]


def _named(call: Call, data: str) -> str | None:
    """Return which thing was changed: the last that the path names, else the one answered."""
    named = [name for name in call.operation.path.split("/") if name.startswith("{")]
    inner = [name.strip("{}") for name in named if name not in _NO_NAMES]
    if inner:
        return str(call.params[inner[-1]])
    return data[len(_ID) :].partition('"')[0] if data.startswith(_ID) else None
