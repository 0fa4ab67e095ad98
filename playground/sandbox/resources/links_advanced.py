"""Links, the advanced operations: totals, your own IDs, upsert, moving."""

from functools import cache
from typing import Any

from sqlalchemy import Executable, bindparam, func, select, update

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import Refusal, conflict, invalid, not_found
from playground.sandbox.resources.link import changed, made, with_external_id
from playground.sandbox.resources.lookup import CAMPAIGNS, LINKS, wanted

__all__ = ["HANDLERS"]

_CREATED = 201

_links = tables.links.c
_mine = (
    _links.tenant == bindparam("in_tenant"),
    _links.workspace == bindparam("in_workspace"),
)
_TOTALS = select(
    func.count(),
    func.coalesce(func.sum(_links.clicks), 0),
    func.coalesce(func.sum(_links.visitors), 0),
).where(*_mine, _links.deleted_at.is_(None))
_MOVE = (
    update(tables.links)
    .where(*_mine, _links.id == bindparam("is_link"))
    .values(workspace=bindparam("new_workspace"))
)
_ROOM = select(tables.workspaces.c.plan).where(
    tables.workspaces.c.tenant == bindparam("in_tenant"),
    tables.workspaces.c.id == bindparam("in_workspace"),
)


def get_link_stats(call: Call) -> Reply:
    """Return totals over all links of the workspace."""
    row = call.store.row(_TOTALS, in_workspace=call.workspace.id)
    links, clicks, visitors = map(int, row or (0, 0, 0))
    totals = {"totalLinks": links, "totalClicks": clicks, "totalUniqueClicks": visitors}
    return Reply(encoded(totals))


def get_link_by_external_id(call: Call) -> Reply:
    """Return the link that carries the caller's own ID, with or without `ext_` before it."""
    given = call.params["externalId"]
    row = with_external_id(call, given) or with_external_id(call, given.removeprefix("ext_"))
    if row is None:
        raise not_found("Link")
    return Reply(row.document)


def upsert_link(call: Call) -> Reply:
    """Change the link that has the external ID of the body, or make it."""
    external = call.body.get("externalId")
    if external is None:
        raise invalid("/externalId", "is required, to know whether the link exists")
    row = with_external_id(call, external)
    if row is None:
        return Reply(made(call), status=_CREATED)
    return Reply(changed(call, row.id))


def transfer_link(call: Call) -> Reply:
    """Move a link to another campaign, or with everything that belongs to it to a workspace."""
    key = call.params["linkId"]
    link = wanted(call, LINKS, key)
    target = call.body.get("workspaceId", call.workspace.id)
    if target != call.workspace.id:
        if not _may_create_in(call, target):
            raise not_found("Workspace", elsewhere=True)
        if link["domainId"]:
            raise conflict("/workspaceId", "a link on a custom domain cannot leave its workspace")
        _refuse_without_room(call, link, target)
        for statement in (_MOVE, *_follow()):
            call.store.run(
                statement, in_workspace=call.workspace.id, is_link=key, new_workspace=target
            )
    stays = link["campaignId"] if target == call.workspace.id else None
    campaign = call.body.get("campaignId", stays)
    if campaign and CAMPAIGNS.text(call.store, target, campaign) is None:
        raise not_found("Campaign")
    link |= {"campaignId": campaign, "updatedAt": call.time}
    return Reply(LINKS.write(call.store, target, key, link, campaign=campaign))


@cache
def _follow() -> tuple[Executable, ...]:
    """Return what takes everything of a link along, once all modules have declared their tables."""
    return tuple(
        update(table)
        .where(
            table.c.tenant == bindparam("in_tenant"),
            table.c.workspace == bindparam("in_workspace"),
            table.c.link == bindparam("is_link"),
        )
        .values(workspace=bindparam("new_workspace"))
        for table in tables.METADATA.sorted_tables
        if {"workspace", "link"} <= set(table.c.keys())
    )


def _refuse_without_room(call: Call, link: dict[str, Any], target: str) -> None:
    """Refuse to move *link* where it is too much, or where its external ID is taken."""
    row = call.store.row(_ROOM, in_workspace=target)
    most = call.vocabulary.plans[row.plan].limits["links"] if row else None
    if most is not None and LINKS.count(call.store, target) >= most:
        raise Refusal(403, "LIMIT_EXCEEDED", f"The plan there allows {most} links at most")
    external = link["externalId"]
    if external and LINKS.count(call.store, target, live_external=external):
        raise conflict("/workspaceId", "a link there has this external ID already")


def _may_create_in(call: Call, workspace: str) -> bool:
    """Whether the caller is signed in, and may create links in *workspace* too."""
    members = tables.members.c
    role = call.store.row(
        select(members.role).where(
            members.tenant == bindparam("in_tenant"),
            members.workspace == bindparam("in_workspace"),
            members.user == bindparam("is_user"),
        ),
        in_workspace=workspace,
        is_user=call.caller.user,
    )
    return role is not None and "links:create" in call.vocabulary.permissions(role.role)


HANDLERS: dict[str, Handler] = {
    "getLinkStats": get_link_stats,
    "getLinkByExternalId": get_link_by_external_id,
    "upsertLink": upsert_link,
    "transferLink": transfer_link,
}
