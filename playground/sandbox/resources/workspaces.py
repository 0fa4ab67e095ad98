"""Workspaces, as their members see them."""

from functools import cache
import json
import re
from typing import Any

from sqlalchemy import BindParameter, Executable, bindparam, delete, select, update

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler, Later
from playground.sandbox.envelope import Reply, encoded, page
from playground.sandbox.refusal import Refusal, invalid, not_found
from playground.scopes.vocabulary import Vocabulary

__all__ = ["HANDLERS", "refuse_elsewhere", "workspace_document"]

_CREATED = 201
_FIRST_PLAN = "starter"
_UNKNOWN_ZONE = "must be an IANA time zone"

_workspaces, _members = tables.workspaces.c, tables.members.c
_MINE = (
    select(_workspaces.document, _members.role)
    .join_from(
        tables.members,
        tables.workspaces,
        (_workspaces.tenant == _members.tenant) & (_workspaces.id == _members.workspace),
    )
    .where(_members.tenant == bindparam("in_tenant"), _members.user == bindparam("is_user"))
    .order_by(_workspaces.position.desc())
)
_SLUG = select(_workspaces.id).where(
    _workspaces.tenant == bindparam("in_tenant"), _workspaces.slug == bindparam("is_slug")
)
_ONE = (_workspaces.tenant == bindparam("in_tenant"), _workspaces.id == bindparam("is_id"))
_GET = select(_workspaces.document).where(*_ONE)
_CHANGE = (
    update(tables.workspaces)
    .where(*_ONE)
    .values(
        document=bindparam("new_document"), name=bindparam("new_name"), slug=bindparam("new_slug")
    )
)


def workspace_document(
    given: dict[str, Any], *, key: str, plan: str, time: str, vocabulary: Vocabulary
) -> dict[str, Any]:
    """Return a whole workspace of what was *given* for it."""
    limits = vocabulary.plans[plan].limits
    return {
        "id": key,
        "name": given["name"],
        "slug": given["slug"],
        "plan": plan,
        "linksLimit": limits["links"],
        "clicksLimit": limits["clicks_per_month"],
        "defaultCurrency": given.get("defaultCurrency", "USD"),
        "timezone": given.get("timezone", "UTC"),
        "createdAt": time,
    }


def refuse_elsewhere(call: Call) -> str:
    """
    Return the workspace that the path names.

    Raises:
        Refusal: the caller acts in another one, or there is none (404, as if unknown).
    """
    asked: str = call.params["workspaceId"]
    if asked != call.workspace.id:
        raise not_found("Workspace", elsewhere=call.store.row(_GET, is_id=asked) is not None)
    return asked


def list_workspaces(call: Call) -> Reply:
    """Return the workspaces that the person belongs to, with the role in each."""
    number, limit = call.params["page"], call.params["limit"]
    rows = call.store.rows(_MINE, is_user=call.caller.user)
    begin = (number - 1) * limit
    shown = [_with_role(row.document, row.role) for row in rows[begin : begin + limit]]
    return page(shown, total=len(rows), number=number, limit=limit)


def create_workspace(call: Call) -> Reply:
    """Make a workspace, which the person owns."""
    key = call.id("ws_")
    given = {"slug": _slug(call.body["name"]) or key, **call.body}
    _refuse_unknown_zone(given)
    _refuse_taken(call, given["slug"])
    document = workspace_document(
        given, key=key, plan=_FIRST_PLAN, time=call.time, vocabulary=call.vocabulary
    )
    credential = call.caller.credential
    row = {
        "id": key,
        "position": call.ids.number(),
        "name": given["name"],
        "slug": given["slug"],
        "plan": _FIRST_PLAN,
        "environment": str(credential.environment) if credential else "sandbox",
        "requests_per_hour": None,
        "document": encoded(document),
    }
    call.store.add(tables.workspaces, row)
    owner = {"workspace": key, "user": call.caller.user, "role": "owner"}
    call.store.add(tables.members, {**owner, "position": call.ids.number()})
    return Reply(_with_role(row["document"], "owner"), status=_CREATED)


def get_workspace(call: Call) -> Reply:
    """Return one workspace."""
    return Reply(_with_role(encoded(_found(call)), _role(call)))


def update_workspace(call: Call) -> Reply:
    """Change what is named, and nothing else."""
    _refuse_unknown_zone(call.body)
    document = _found(call)
    if call.body.get("slug", document["slug"]) != document["slug"]:
        _refuse_taken(call, call.body["slug"])
    document |= call.body
    call.store.run(
        _CHANGE,
        is_id=document["id"],
        new_document=encoded(document),
        new_name=document["name"],
        new_slug=document["slug"],
    )
    return Reply(_with_role(encoded(document), _role(call)))


def delete_workspace(call: Call) -> Later:
    """Delete a workspace with everything in it; its keys and applications end at once."""
    key = refuse_elsewhere(call)
    for statement in _deletions():
        call.store.run(statement, is_id=key)

    def answer() -> Reply:
        provider = call.provider(call.now)
        for app in provider.store.apps(provider.tenant):
            if app.workspace == key:
                provider.store.delete_app(app.tenant, app.client_id, now=provider.now)
        return Reply(encoded({"id": key, "deleted": True}))

    return answer


@cache
def _deletions() -> tuple[Executable, ...]:
    """Return what deletes a workspace, once all modules have declared their tables."""
    within = (table for table in reversed(tables.METADATA.sorted_tables) if "workspace" in table.c)
    tenant: BindParameter[str] = bindparam("in_tenant")
    key: BindParameter[str] = bindparam("is_id")
    return (
        delete(tables.workspaces).where(*_ONE),
        *(delete(t).where(t.c.tenant == tenant, t.c.workspace == key) for t in within),
    )


def _found(call: Call) -> dict[str, Any]:
    row = call.store.row(_GET, is_id=refuse_elsewhere(call))
    if row is None:
        raise not_found("Workspace")
    return dict(json.loads(row.document))


def _role(call: Call) -> str:
    credential = call.caller.credential
    return (credential.role if credential else None) or ""


def _with_role(text: str, role: str) -> str:
    return f'{text[:-1]},"role":{encoded(role)}}}'


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].strip("-")


def _refuse_taken(call: Call, slug: str) -> None:
    if call.store.row(_SLUG, is_slug=slug):
        raise Refusal(409, "DUPLICATE_CODE", "This slug is in use already")


def _refuse_unknown_zone(given: dict[str, Any]) -> None:
    from zoneinfo import available_timezones  # noqa: PLC0415  reads a directory, rarely needed

    if given.get("timezone", "UTC") not in available_timezones():
        raise invalid("/timezone", _UNKNOWN_ZONE)


HANDLERS: dict[str, Handler] = {
    "listWorkspaces": list_workspaces,
    "createWorkspace": create_workspace,
    "getWorkspace": get_workspace,
    "updateWorkspace": update_workspace,
    "deleteWorkspace": delete_workspace,
}
