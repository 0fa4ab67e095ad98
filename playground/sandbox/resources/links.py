"""Links: listed, made, found by ID or short code, changed, and softly deleted."""

from sqlalchemy import bindparam, desc, literal_column, select, union_all

from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.resources.link import changed, made
from playground.sandbox.resources.link_removal import removed
from playground.sandbox.resources.lookup import LINKS, RULES, listed, wanted_text

__all__ = ["HANDLERS"]

_CREATED = 201
_EVERY_RULE = 1000

_links, _rules = tables.links.c, tables.rules.c
_mine = (
    _links.tenant == bindparam("in_tenant"),
    _links.workspace == bindparam("in_workspace"),
)
_BY_CODE = select(_links.id).where(*_mine, _links.live_code == bindparam("is_code"))
# In one turn, because a database across a socket counts turns: the link, then its rules.
_WITH_RULES = (
    union_all(
        select(literal_column("0").label("is_rule"), _links.position, _links.document).where(
            *LINKS.where(["id"])
        ),
        select(literal_column("1"), _rules.position, _rules.document).where(
            *RULES.where([]), _rules.link == bindparam("is_id")
        ),
    )
    .order_by("is_rule", desc("position"))
    .limit(bindparam("limit"))
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
    read = _with_rules if call.params.get("include") == "rules" else _alone
    text = read(call, key)
    if text is None:
        named = call.store.row(_BY_CODE, in_workspace=call.workspace.id, is_code=key)
        text = read(call, named.id) if named else None
    return Reply(text or wanted_text(call, LINKS, key))


def _alone(call: Call, link: str) -> str | None:
    return LINKS.text(call.store, call.workspace.id, link)


def _with_rules(call: Call, link: str) -> str | None:
    found = call.store.rows(
        _WITH_RULES, in_workspace=call.workspace.id, is_id=link, limit=1 + _EVERY_RULE
    )
    if not found or found[0].is_rule:
        return None
    text, *rules = (row.document for row in found)
    return f'{text[:-1]},"rules":[{",".join(rules)}]}}'


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
