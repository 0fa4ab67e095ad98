"""Links: listed, made, found by ID or short code, changed, and softly deleted."""

from sqlalchemy import bindparam, select, update

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources.link import changed, made
from playground.sandbox.resources.lookup import LINKS, RULES, listed, wanted_text

__all__ = ["HANDLERS"]

_CREATED = 201
_EVERY_RULE = 1000

_links = tables.links.c
_mine = (
    _links.tenant == bindparam("in_tenant"),
    _links.workspace == bindparam("in_workspace"),
)
_BY_CODE = select(_links.document).where(*_mine, _links.live_code == bindparam("is_code"))
_DELETED = select(_links.id).where(
    *_mine, _links.id == bindparam("is_id"), _links.deleted_at.is_not(None)
)
_DROP_RULES = (
    update(tables.rules)
    .where(
        tables.rules.c.tenant == bindparam("in_tenant"),
        tables.rules.c.workspace == bindparam("in_workspace"),
        tables.rules.c.link == bindparam("is_link"),
        tables.rules.c.deleted_at.is_(None),
    )
    .values(deleted_at=bindparam("new_deleted_at"))
)
_DROP_LINK = (
    update(tables.links)
    .where(*_mine, _links.id == bindparam("is_id"))
    .values(deleted_at=bindparam("new_deleted_at"), live_code=None, live_external=None)
)


def list_links(call: Call) -> Reply:
    """Return a page of the workspace's links, the newest first."""
    return listed(call, LINKS, campaign=call.params.get("campaignId"))


def create_link(call: Call) -> Reply:
    """Make a link; its code is chosen, or generated."""
    return Reply(made(call), status=_CREATED)


def get_link(call: Call) -> Reply:
    """Return a link by its ID or its short code, with its rules if they are asked for."""
    key = call.params["linkId"]
    text = LINKS.text(call.store, call.workspace.id, key)
    if text is None:
        row = call.store.row(_BY_CODE, in_workspace=call.workspace.id, is_code=key)
        text = row.document if row else wanted_text(call, LINKS, key)
    if call.params.get("include") != "rules":
        return Reply(text)
    link = text[text.index('"') + len('"id":"') :].partition('"')[0]
    rules = RULES.texts(call.store, call.workspace.id, offset=0, limit=_EVERY_RULE, link=link)
    return Reply(f'{text[:-1]},"rules":[{",".join(rules)}]}}')


def update_link(call: Call) -> Reply:
    """Change what is named, and nothing else."""
    return Reply(changed(call, call.params["linkId"]))


def delete_link(call: Call) -> Reply:
    """Delete a link and its rules softly; its short code is free at once, its clicks stay."""
    key = call.params["linkId"]
    workspace = call.workspace.id
    if call.store.row(_DELETED, in_workspace=workspace, is_id=key):
        raise Refusal(409, "ALREADY_DELETED", "Link has already been deleted")
    wanted_text(call, LINKS, key)
    call.store.run(_DROP_LINK, in_workspace=workspace, is_id=key, new_deleted_at=call.at)
    call.store.run(_DROP_RULES, in_workspace=workspace, is_link=key, new_deleted_at=call.at)
    return Reply(encoded({"id": key, "deleted": True}))


HANDLERS: dict[str, Handler] = {
    "listLinks": list_links,
    "createLink": create_link,
    "getLink": get_link,
    "updateLink": update_link,
    "deleteLink": delete_link,
}
