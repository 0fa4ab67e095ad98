"""Who belongs to a workspace, and what follows for a member's keys when the role changes."""

from typing import Any

from sqlalchemy import bindparam, delete, func, select, update

from playground.credentials.credential import CredentialStatus
from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, not_found
from playground.scopes.vocabulary import Vocabulary

__all__ = [
    "add",
    "count",
    "end",
    "given_scopes",
    "got",
    "page_of",
    "put_role",
    "refuse_to_grant",
    "role_of",
]

_members, _users, _keys = tables.members.c, tables.users.c, tables.credentials.c
_HERE = (
    _members.tenant == bindparam("in_tenant"),
    _members.workspace == bindparam("in_workspace"),
)
_LIST = (
    select(_members.user, _members.role, _members.workspace, _users.email)
    .join_from(
        tables.members,
        tables.users,
        (_users.tenant == _members.tenant) & (_users.id == _members.user),
    )
    .where(*_HERE)
    .order_by(_members.position.desc())
)
_PAGE = _LIST.limit(bindparam("limit")).offset(bindparam("offset"))
_ONE = (*_HERE, _members.user == bindparam("is_user"))
_GET = _LIST.where(_members.user == bindparam("is_user"))
_COUNT = select(func.count()).select_from(tables.members).where(*_HERE)
_PUT_ROLE = update(tables.members).where(*_ONE).values(role=bindparam("new_role"))
_END = delete(tables.members).where(*_ONE)
_OWNED = (
    _keys.tenant == bindparam("in_tenant"),
    _keys.workspace == bindparam("in_workspace"),
    _keys.owner == bindparam("is_owner"),
)
_THEIR_KEYS = select(_keys.id, _keys.scopes).where(*_OWNED)
_SHRINK = (
    update(tables.credentials)
    .where(*_OWNED, _keys.id == bindparam("is_id"))
    .values(scopes=bindparam("new_scopes"))
)
_SWITCH_OFF = (
    update(tables.credentials).where(*_OWNED).values(status=str(CredentialStatus.DISABLED))
)


def page_of(call: Call, *, offset: int, limit: int) -> list[Record]:
    """Return members of the caller's workspace with their addresses, the newest first."""
    return call.store.rows(_PAGE, in_workspace=call.workspace.id, offset=offset, limit=limit)


def count(call: Call, workspace: str) -> int:
    """Return how many belong to *workspace*."""
    row = call.store.row(_COUNT, in_workspace=workspace)
    return int(row[0]) if row else 0


def got(call: Call, workspace: str, user: str) -> Record:
    """
    Return the membership of *user*.

    Raises:
        Refusal: they do not belong to *workspace* (404).
    """
    row = call.store.row(_GET, in_workspace=workspace, is_user=user)
    if row is None:
        raise not_found("Member")
    return row


def role_of(call: Call, workspace: str, user: str) -> str | None:
    """Return the role of *user*, None if they do not belong to *workspace*."""
    row = call.store.row(_GET, in_workspace=workspace, is_user=user)
    return None if row is None else str(row.role)


def add(call: Call, workspace: str, user: str, role: str) -> None:
    """Let *user* belong to *workspace*."""
    row: dict[str, Any] = {"workspace": workspace, "user": user, "role": role}
    call.store.add(tables.members, {**row, "position": call.ids.number()})


def put_role(call: Call, workspace: str, user: str, role: str) -> None:
    """Give *user* another role; their keys lose at once what it does not permit."""
    call.store.run(_PUT_ROLE, in_workspace=workspace, is_user=user, new_role=role)
    for key in call.store.rows(_THEIR_KEYS, in_workspace=workspace, is_owner=user):
        kept = given_scopes(call.vocabulary, role, key.scopes.split())
        call.store.run(
            _SHRINK, in_workspace=workspace, is_owner=user, is_id=key.id, new_scopes=" ".join(kept)
        )


def end(call: Call, workspace: str, user: str) -> None:
    """Take *user* out of *workspace*; every key that they answer for is switched off."""
    call.store.run(_END, in_workspace=workspace, is_user=user)
    call.store.run(_SWITCH_OFF, in_workspace=workspace, is_owner=user)


def given_scopes(vocabulary: Vocabulary, role: str, scopes: list[str]) -> list[str]:
    """Return those of *scopes* that *role* permits, whole."""
    permitted = vocabulary.permissions(role)
    return [scope for scope in scopes if vocabulary.expand([scope]) <= permitted]


def refuse_to_grant(call: Call, role: str) -> None:
    """
    Refuse to give *role* to somebody, where it permits more than the caller's own.

    Raises:
        Refusal: the caller's role permits less (403).
    """
    own = call.caller.credential.role if call.caller.credential else None
    if beyond := sorted(call.vocabulary.permissions(role) - call.vocabulary.permissions(own)):
        raise Refusal(403, "FORBIDDEN", f"Your role does not permit {' and '.join(beyond)}")
