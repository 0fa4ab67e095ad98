"""Links: listed, made, found by ID or short code, changed, and softly deleted."""

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.resources.link import changed, made
from playground.sandbox.resources.link_removal import removed
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
    removed(call, key)
    return Reply(encoded({"id": key, "deleted": True}))


HANDLERS: dict[str, Handler] = {
    "listLinks": list_links,
    "createLink": create_link,
    "getLink": get_link,
    "updateLink": update_link,
    "deleteLink": delete_link,
}
