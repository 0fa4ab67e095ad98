"""Invitations: made with a token that is shown once, accepted within seven days, withdrawn."""

from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, not_found
from playground.sandbox.resources import membership
from playground.sandbox.resources.invitation_tables import invitations
from playground.sandbox.resources.workspaces import refuse_elsewhere
from playground.sandbox.values import digest, token

__all__ = ["HANDLERS"]

_LIFE = timedelta(days=7)
_MOST_AN_HOUR = 20
_HOUR = 3_600_000
_PENDING, _ACCEPTED, _WITHDRAWN = "pending", "accepted", "withdrawn"

_sent, _users, _workspaces = invitations.c, tables.users.c, tables.workspaces.c
_HERE = (_sent.tenant == bindparam("in_tenant"), _sent.workspace == bindparam("in_workspace"))
_OPEN = (*_HERE, _sent.status == _PENDING, _sent.expires_at > bindparam("is_now"))
_LIST = (
    select(_sent.document)
    .where(*_OPEN)
    .order_by(_sent.position.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_COUNT = select(func.count()).select_from(invitations).where(*_OPEN)
_SAME = select(_sent.id).where(*_OPEN, _sent.email == bindparam("is_email"))
_RECENT = (
    select(func.count())
    .select_from(invitations)
    .where(*_HERE, _sent.created_at > bindparam("is_since"))
)
_ELSEWHERE = select(_sent.id).where(
    _sent.tenant == bindparam("in_tenant"),
    _sent.workspace != bindparam("in_workspace"),
    _sent.id == bindparam("is_id"),
)
_BY_TOKEN = (
    select(invitations, _workspaces.plan)
    .join_from(
        invitations,
        tables.workspaces,
        (_workspaces.tenant == _sent.tenant) & (_workspaces.id == _sent.workspace),
    )
    .where(
        _sent.tenant == bindparam("in_tenant"),
        _sent.digest == bindparam("is_digest"),
        _sent.status == _PENDING,
    )
)
# The condition on the status makes an invitation good for one acceptance, however many come.
_SETTLE = (
    update(invitations)
    .where(*_HERE, _sent.id == bindparam("is_id"), _sent.status == _PENDING)
    .values(status=bindparam("new_status"))
)
_EMAIL = select(_users.email).where(
    _users.tenant == bindparam("in_tenant"), _users.id == bindparam("is_user")
)
_MEMBER = (
    select(_users.id)
    .join_from(
        tables.users,
        tables.members,
        (tables.members.c.tenant == _users.tenant) & (tables.members.c.user == _users.id),
    )
    .where(
        _users.tenant == bindparam("in_tenant"),
        tables.members.c.workspace == bindparam("in_workspace"),
        func.lower(_users.email) == bindparam("is_email"),
    )
)


def invite_member(call: Call) -> Reply:
    """Invite an address; the answer alone has the token, since nothing is mailed here."""
    workspace, email = refuse_elsewhere(call), call.body["email"].lower()
    membership.refuse_to_grant(call, call.body["role"])
    _refuse_flood(call, workspace)
    _refuse_known(call, workspace, email)
    used = membership.count(call, workspace) + _pending(call, workspace)
    call.refuse_beyond("team_members", used=used)
    invitation, value = _invitation(call, workspace, email), token()
    call.store.add(
        invitations,
        {
            "workspace": workspace,
            "id": invitation["id"],
            "position": call.ids.number(),
            "digest": digest(value),
            "email": email,
            "role": invitation["role"],
            "inviter": call.caller.user,
            "status": _PENDING,
            "created_at": call.at,
            "expires_at": milliseconds(call.now + _LIFE),
            "document": encoded(invitation),
        },
    )
    return Reply(encoded({**invitation, "token": value}), status=201)


def list_pending_invitations(call: Call) -> Reply:
    """Return a page of what the workspace sent, and nobody accepted or withdrew in time."""
    number, limit = call.params["page"], call.params["limit"]
    workspace = call.workspace.id
    rows = call.store.rows(
        _LIST, in_workspace=workspace, is_now=call.at, limit=limit, offset=(number - 1) * limit
    )
    total = _pending(call, workspace)
    return page([row.document for row in rows], total=total, number=number, limit=limit)


def accept_invitation(call: Call) -> Reply:
    """Let the person who was invited belong to the workspace; the token is used up."""
    row = call.store.row(_BY_TOKEN, is_digest=digest(call.params["token"]))
    if row is None or not _is_for(call, row) or not _still_stands(call, row):
        raise not_found("Invitation")
    if row.expires_at <= call.at:
        raise Refusal(410, "NOT_FOUND", "This invitation has expired: ask for another one")
    if call.store.row(_MEMBER, in_workspace=row.workspace, is_email=row.email) is not None:
        raise Refusal(409, "DUPLICATE_CODE", "You belong to this workspace already")
    most = call.vocabulary.plans[row.plan].limits["team_members"]
    if most is not None and membership.count(call, row.workspace) >= most:
        raise Refusal(403, "LIMIT_EXCEEDED", f"The plan allows {most} team members at most")
    if not _settled(call, row.workspace, row.id, _ACCEPTED):
        raise not_found("Invitation")
    membership.add(call, row.workspace, call.caller.user, row.role)
    member = {"id": call.caller.user, "email": row.email, "role": row.role}
    return Reply(encoded({**member, "workspaceId": row.workspace}))


def withdraw_invitation(call: Call) -> Reply:
    """Withdraw an invitation; its token is worth nothing any more."""
    workspace, key = call.workspace.id, call.params["invitationId"]
    if not _settled(call, workspace, key, _WITHDRAWN):
        elsewhere = call.store.row(_ELSEWHERE, in_workspace=workspace, is_id=key) is not None
        raise not_found("Invitation", elsewhere=elsewhere)
    return Reply(encoded({"id": key, "deleted": True}))


def _invitation(call: Call, workspace: str, email: str) -> dict[str, Any]:
    return {
        "id": call.id("inv_"),
        "email": email,
        "role": call.body["role"],
        "workspaceId": workspace,
        "invitedBy": call.caller.user,
        "expiresAt": stamp(call.now + _LIFE),
        "createdAt": call.time,
    }


def _settled(call: Call, workspace: str, key: str, status: str) -> bool:
    return call.store.run(_SETTLE, in_workspace=workspace, is_id=key, new_status=status) > 0


def _pending(call: Call, workspace: str) -> int:
    row = call.store.row(_COUNT, in_workspace=workspace, is_now=call.at)
    return int(row[0]) if row else 0


def _is_for(call: Call, row: Record) -> bool:
    """Whether the person's own address is the one that was invited."""
    person = call.store.row(_EMAIL, is_user=call.caller.user)
    return person is not None and person.email.lower() == row.email


def _still_stands(call: Call, row: Record) -> bool:
    """Whether the one who invited may still give that role."""
    own = call.vocabulary.permissions(membership.role_of(call, row.workspace, row.inviter))
    return "members:invite" in own and call.vocabulary.permissions(row.role) <= own


def _refuse_flood(call: Call, workspace: str) -> None:
    row = call.store.row(_RECENT, in_workspace=workspace, is_since=call.at - _HOUR)
    if row is not None and row[0] >= _MOST_AN_HOUR:
        wait = (("Retry-After", str(_HOUR // 1000)),)
        message = f"At most {_MOST_AN_HOUR} invitations an hour"
        raise Refusal(429, "RATE_LIMITED", message, headers=wait)


def _refuse_known(call: Call, workspace: str, email: str) -> None:
    if call.store.row(_MEMBER, in_workspace=workspace, is_email=email) is not None:
        raise Refusal(409, "DUPLICATE_CODE", "This person belongs to the workspace already")
    if call.store.row(_SAME, in_workspace=workspace, is_now=call.at, is_email=email) is not None:
        raise Refusal(409, "DUPLICATE_CODE", "This person is invited already")


HANDLERS: dict[str, Handler] = {
    "inviteMember": invite_member,
    "listPendingInvitations": list_pending_invitations,
    "acceptInvitation": accept_invitation,
    "withdrawInvitation": withdraw_invitation,
}
