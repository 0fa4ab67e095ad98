"""API keys: made with an owner and a purpose, shown once, changed, switched off, deleted."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from playground.credentials.credential import CredentialKind, CredentialStatus, Environment
from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import instant, milliseconds, stamp
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, invalid, not_found
from playground.sandbox.resources.workspaces import refuse_elsewhere
from playground.sandbox.values import digest, issued, prefix_of

__all__ = ["HANDLERS"]

_CREATED = 201
_KIND = CredentialKind.WORKSPACE_KEY

_keys, _values = tables.credentials.c, tables.credential_values.c
_MINE = (
    _keys.tenant == bindparam("in_tenant"),
    _keys.workspace == bindparam("in_workspace"),
    _keys.kind == str(_KIND),
)
_LIST = (
    select(tables.credentials)
    .where(*_MINE)
    .order_by(_keys.position.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT = select(func.count()).select_from(tables.credentials).where(*_MINE)
_GET = select(tables.credentials).where(*_MINE, _keys.id == bindparam("is_id"))
_ELSEWHERE = select(_keys.id).where(
    _keys.tenant == bindparam("in_tenant"), _keys.id == bindparam("is_id")
)
_CHANGED = ("name", "scopes", "owner", "purpose", "status", "expires_at")
_CHANGE = (
    update(tables.credentials)
    .where(*_MINE, _keys.id == bindparam("is_id"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)
_DELETE_KEY = delete(tables.credentials).where(*_MINE, _keys.id == bindparam("is_id"))
_DELETE_VALUES = delete(tables.credential_values).where(
    _values.tenant == bindparam("in_tenant"),
    _values.workspace == bindparam("in_workspace"),
    _values.credential == bindparam("is_id"),
)
_MEMBER = select(tables.members.c.user).where(
    tables.members.c.tenant == bindparam("in_tenant"),
    tables.members.c.workspace == bindparam("in_workspace"),
    tables.members.c.user == bindparam("is_user"),
)


def list_api_keys(call: Call) -> Reply:
    """Return a page of the workspace's keys, the newest first, without a value."""
    workspace = refuse_elsewhere(call)
    number, limit = call.params["page"], call.params["limit"]
    offset = (number - 1) * limit
    rows = call.store.rows(_LIST, in_workspace=workspace, limit=limit, offset=offset)
    total = _count(call, workspace)
    return page([encoded(_shown(row)) for row in rows], total=total, number=number, limit=limit)


def create_api_key(call: Call) -> Reply:
    """Make a key, and return its value: the only time that it is shown."""
    workspace, given = refuse_elsewhere(call), call.body
    call.refuse_beyond("api_keys", used=_count(call, workspace))
    _refuse_stranger(call, given["owner"])
    _refuse_more_than_own(call, given["scopes"])
    environment = Environment(call.workspace.environment)
    prefix = prefix_of(_KIND, environment)
    expires_at = _expiry(call, given.get("expiresAt"))
    value = issued(prefix, expires_at=expires_at)
    row = {
        "workspace": workspace,
        "id": call.id("key_"),
        "position": call.ids.number(),
        "kind": str(_KIND),
        "name": given["name"],
        "environment": str(environment),
        "scopes": " ".join(given["scopes"]),
        "origins": "",
        "owner": given["owner"],
        "purpose": given["purpose"],
        "status": str(CredentialStatus.ACTIVE),
        "prefix": prefix,
        "created_at": call.at,
        "expires_at": None if expires_at is None else milliseconds(expires_at),
        "last_used_at": None,
    }
    call.store.add(tables.credentials, row)
    kept = {"digest": digest(value), "workspace": workspace, "credential": row["id"]}
    call.store.add(tables.credential_values, kept)
    made = _got(call, workspace, str(row["id"]))
    return Reply(encoded(_shown(made) | {"key": value}), status=_CREATED)


def update_api_key(call: Call) -> Reply:
    """Rename, rescope, hand over, shorten or switch a key; its value stays."""
    workspace, key, given = refuse_elsewhere(call), call.params["keyId"], call.body
    row = _got(call, workspace, key)
    if "owner" in given:
        _refuse_stranger(call, given["owner"])
    if "scopes" in given:
        _refuse_more_than_own(call, given["scopes"])
    expires_at = _shortened(call, row) if "expiresAt" in given else row.expires_at
    call.store.run(
        _CHANGE,
        in_workspace=workspace,
        is_id=key,
        new_name=given.get("name", row.name),
        new_scopes=" ".join(given["scopes"]) if "scopes" in given else row.scopes,
        new_owner=given.get("owner", row.owner),
        new_purpose=given.get("purpose", row.purpose),
        new_status=_status(given.get("enabled"), row.status),
        new_expires_at=expires_at,
    )
    return Reply(encoded(_shown(_got(call, workspace, key))))


def delete_api_key(call: Call) -> Reply:
    """Delete a key; every value of it is refused from now on."""
    workspace, key = refuse_elsewhere(call), call.params["keyId"]
    _got(call, workspace, key)
    call.store.run(_DELETE_VALUES, in_workspace=workspace, is_id=key)
    call.store.run(_DELETE_KEY, in_workspace=workspace, is_id=key)
    return Reply(encoded({"id": key, "deleted": True}))


def _count(call: Call, workspace: str) -> int:
    row = call.store.row(_COUNT, in_workspace=workspace)
    return int(row[0]) if row else 0


def _got(call: Call, workspace: str, key: str) -> Record:
    row = call.store.row(_GET, in_workspace=workspace, is_id=key)
    if row is None:
        raise not_found("API key", elsewhere=call.store.row(_ELSEWHERE, is_id=key) is not None)
    return row


def _shown(row: Record) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "scopes": row.scopes.split(),
        "owner": row.owner,
        "purpose": row.purpose,
        "expiresAt": _time(row.expires_at),
        "enabled": row.status == CredentialStatus.ACTIVE,
        "prefix": row.prefix,
        "workspaceId": row.workspace,
        "lastUsedAt": _time(row.last_used_at),
        "createdAt": _time(row.created_at),
    }


def _time(at: int | None) -> str | None:
    return None if at is None else stamp(instant(at))


def _expiry(call: Call, given: str | None) -> datetime | None:
    if given is None:
        return None
    expires_at = datetime.fromisoformat(given)
    if expires_at <= call.now:
        raise invalid("/expiresAt", "must be in the future")
    return expires_at


def _shortened(call: Call, row: Record) -> int | None:
    """Return the expiry asked for; a later one would contradict what the value says itself."""
    asked = _expiry(call, call.body["expiresAt"])
    if row.expires_at is not None and (asked is None or milliseconds(asked) > row.expires_at):
        raise invalid("/expiresAt", "cannot be put off: make a new key")
    return None if asked is None else milliseconds(asked)


def _status(enabled: bool | None, before: str) -> str:  # noqa: FBT001  the API's own field
    if enabled is None:
        return before
    return str(CredentialStatus.ACTIVE if enabled else CredentialStatus.DISABLED)


def _refuse_stranger(call: Call, owner: str) -> None:
    if call.store.row(_MEMBER, in_workspace=call.workspace.id, is_user=owner) is None:
        raise invalid("/owner", "must be the ID of a member of the workspace")


def _refuse_more_than_own(call: Call, scopes: list[str]) -> None:
    """Refuse to hand out what the person's own role does not permit."""
    role = call.caller.credential.role if call.caller.credential else None
    own = call.vocabulary.permissions(role)
    if beyond := sorted(call.vocabulary.expand(scopes) - own):
        raise Refusal(403, "FORBIDDEN", f"Your role does not permit {' and '.join(beyond)}")


HANDLERS: dict[str, Handler] = {
    "listApiKeys": list_api_keys,
    "createApiKey": create_api_key,
    "updateApiKey": update_api_key,
    "deleteApiKey": delete_api_key,
}
