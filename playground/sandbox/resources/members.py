"""Members: listed, given another role, taken out, and ownership handed over."""

from typing import Any

from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import conflict
from playground.sandbox.resources import membership
from playground.sandbox.resources.workspaces import refuse_elsewhere

__all__ = ["HANDLERS"]

_OWNER = "owner"
_AFTERWARDS = "admin"


def list_members(call: Call) -> Reply:
    """Return a page of the workspace's members, the newest first."""
    workspace = refuse_elsewhere(call)
    number, limit = call.params["page"], call.params["limit"]
    rows = membership.page_of(call, offset=(number - 1) * limit, limit=limit)
    total = membership.count(call, workspace)
    return page([encoded(_shown(row)) for row in rows], total=total, number=number, limit=limit)


def update_member(call: Call) -> Reply:
    """Give a member another role; what it does not permit, their keys lose at once."""
    workspace, member = refuse_elsewhere(call), call.params["memberId"]
    _refuse_owner(membership.got(call, workspace, member), "their role changes by a transfer")
    role = call.body["role"]
    membership.refuse_to_grant(call, role)
    membership.put_role(call, workspace, member, role)
    return Reply(encoded(_shown(membership.got(call, workspace, member))))


def remove_member(call: Call) -> Reply:
    """Take a member out; they and their keys lose the workspace at once."""
    workspace, member = refuse_elsewhere(call), call.params["memberId"]
    _refuse_owner(membership.got(call, workspace, member), "hand the ownership over first")
    membership.end(call, workspace, member)
    return Reply(encoded({"id": member, "deleted": True}))


def transfer_ownership(call: Call) -> Reply:
    """Make another member the owner; the one before becomes an admin."""
    workspace, heir = refuse_elsewhere(call), call.body["memberId"]
    before = call.caller.user
    if heir == before:
        raise conflict("/memberId", "must be another member than the owner")
    membership.got(call, workspace, heir)
    membership.put_role(call, workspace, heir, _OWNER)
    membership.put_role(call, workspace, before, _AFTERWARDS)
    done = {"workspaceId": workspace, "ownerId": heir, "previousOwnerId": before}
    return Reply(encoded(done))


def _shown(row: Record) -> dict[str, Any]:
    return {
        "id": row.user,
        "email": row.email,
        "role": row.role,
        "workspaceId": row.workspace,
    }


def _refuse_owner(row: Record, otherwise: str) -> None:
    if row.role == _OWNER:
        raise conflict("/memberId", f"must not be the owner: {otherwise}")


HANDLERS: dict[str, Handler] = {
    "listMembers": list_members,
    "updateMember": update_member,
    "removeMember": remove_member,
    "transferOwnership": transfer_ownership,
}
