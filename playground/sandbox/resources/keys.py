"""Keys of one kind, workspace or publishable: their records, and the values that are good now."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, or_, select, update

from playground.credentials.credential import CredentialKind, CredentialStatus, Environment
from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.clock import instant, milliseconds, stamp
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import not_found
from playground.sandbox.values import digest, issued, prefix_of

__all__ = ["Keys", "shown"]

_keys, _values = tables.credentials.c, tables.credential_values.c
_MINE = (
    _keys.tenant == bindparam("in_tenant"),
    _keys.workspace == bindparam("in_workspace"),
    _keys.kind == bindparam("is_kind"),
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
    _keys.tenant == bindparam("in_tenant"),
    _keys.workspace != bindparam("in_workspace"),
    _keys.id == bindparam("is_id"),
)
_CHANGED = ("name", "scopes", "origins", "owner", "purpose", "status", "expires_at")
_CHANGE = (
    update(tables.credentials)
    .where(*_MINE, _keys.id == bindparam("is_id"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGED})
)
_DELETE = delete(tables.credentials).where(*_MINE, _keys.id == bindparam("is_id"))
_ITS_VALUES = (
    _values.tenant == bindparam("in_tenant"),
    _values.workspace == bindparam("in_workspace"),
    _values.credential == bindparam("is_id"),
)
_DELETE_VALUES = delete(tables.credential_values).where(*_ITS_VALUES)
_END_VALUES = (
    update(tables.credential_values)
    .where(
        *_ITS_VALUES,
        or_(_values.expires_at.is_(None), _values.expires_at > bindparam("is_end")),
    )
    .values(expires_at=bindparam("new_end"))
)


class Keys:
    """The keys of one *kind*; every method is bound to the caller's workspace."""

    def __init__(self, kind: CredentialKind, *, noun: str) -> None:
        self._kind = str(kind)
        self._of = kind
        self._noun = noun

    def page(self, call: Call) -> Reply:
        """Return the page that the call asks for, the newest first, without a value."""
        number, limit = call.params["page"], call.params["limit"]
        rows = call.store.rows(_LIST, **self._here(call), limit=limit, offset=(number - 1) * limit)
        texts = [encoded(shown(row, self._of)) for row in rows]
        return page(texts, total=self.count(call), number=number, limit=limit)

    def count(self, call: Call) -> int:
        """Return how many there are."""
        row = call.store.row(_COUNT, **self._here(call))
        return int(row[0]) if row else 0

    def got(self, call: Call, key: str) -> Record:
        """
        Return the record of *key*.

        Raises:
            Refusal: the workspace has none of this kind (404).
        """
        row = call.store.row(_GET, **self._here(call), is_id=key)
        if row is None:
            workspace = call.workspace.id
            elsewhere = call.store.row(_ELSEWHERE, in_workspace=workspace, is_id=key)
            raise not_found(self._noun, elsewhere=elsewhere is not None)
        return row

    def add(self, call: Call, *, expires_at: datetime | None, **given: str) -> dict[str, Any]:
        """Make a key of what is *given*, and return it with its value, this once."""
        environment = Environment(call.workspace.environment)
        key = call.id("key_")
        row: dict[str, Any] = {
            "workspace": call.workspace.id,
            "id": key,
            "position": call.ids.number(),
            "kind": self._kind,
            "environment": str(environment),
            "scopes": "",
            "origins": "",
            "status": str(CredentialStatus.ACTIVE),
            "prefix": prefix_of(self._of, environment),
            "created_at": call.at,
            "expires_at": None if expires_at is None else milliseconds(expires_at),
            "last_used_at": None,
            **given,
        }
        call.store.add(tables.credentials, row)
        made = self.got(call, key)
        return {**shown(made, self._of), "key": self._issued(call, made)}

    def change(self, call: Call, row: Record, **changes: Any) -> dict[str, Any]:
        """Write *changes* into the record, and return it."""
        new = {f"new_{name}": changes.get(name, getattr(row, name)) for name in _CHANGED}
        call.store.run(_CHANGE, **self._here(call), is_id=row.id, **new)
        return shown(self.got(call, row.id), self._of)

    def rotate(self, call: Call, row: Record, *, overlap: timedelta) -> dict[str, Any]:
        """Return the key with a fresh value; those before it still work for *overlap*."""
        end = call.now + overlap
        at = milliseconds(end)
        workspace = call.workspace.id
        call.store.run(_END_VALUES, in_workspace=workspace, is_id=row.id, is_end=at, new_end=at)
        value = self._issued(call, row)
        return {**shown(row, self._of), "key": value, "previousValidUntil": stamp(end)}

    def remove(self, call: Call, key: str) -> Reply:
        """Delete a key; every value of it is refused from now on."""
        self.got(call, key)
        call.store.run(_DELETE_VALUES, in_workspace=call.workspace.id, is_id=key)
        call.store.run(_DELETE, **self._here(call), is_id=key)
        return Reply(encoded({"id": key, "deleted": True}))

    def _here(self, call: Call) -> dict[str, str]:
        return {"in_workspace": call.workspace.id, "is_kind": self._kind}

    def _issued(self, call: Call, row: Record) -> str:
        expires_at = None if row.expires_at is None else instant(row.expires_at)
        value = issued(row.prefix, expires_at=expires_at)
        kept = {"digest": digest(value), "workspace": row.workspace, "credential": row.id}
        call.store.add(tables.credential_values, kept)
        return value


def shown(row: Record, kind: CredentialKind) -> dict[str, Any]:
    """Return a key as the API shows it: without its value."""
    rights = "scopes" if kind is CredentialKind.WORKSPACE_KEY else "origins"
    return {
        "id": row.id,
        "name": row.name,
        rights: getattr(row, rights).split(),
        "owner": row.owner,
        "purpose": row.purpose,
        "expiresAt": _time(row.expires_at),
        "enabled": row.status == CredentialStatus.ACTIVE,
        "prefix": row.prefix,
        "workspaceId": row.workspace,
        "lastUsedAt": _time(row.last_used_at),
        "lastUsedFrom": row.last_used_from,
        "lastUsedOperation": row.last_used_by,
        "createdAt": _time(row.created_at),
    }


def _time(at: int | None) -> str | None:
    return None if at is None else stamp(instant(at))
