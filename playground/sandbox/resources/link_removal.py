"""The end of a link: soft for its clicks, final for everybody else."""

from sqlalchemy import bindparam, delete, select, update

from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources.lookup import LINKS, wanted_text
from playground.sandbox.resources.qr_tables import qr_codes
from playground.sandbox.resources.webhook_tables import webhooks

__all__ = ["removed"]

_links, _rules = tables.links.c, tables.rules.c
_ONE = (
    _links.tenant == bindparam("in_tenant"),
    _links.workspace == bindparam("in_workspace"),
    _links.id == bindparam("is_id"),
)
_DELETED = select(_links.id).where(*_ONE, _links.deleted_at.is_not(None))
_DROP_LINK = (
    update(tables.links)
    .where(*_ONE)
    .values(deleted_at=bindparam("new_deleted_at"), live_code=None, live_external=None)
)
_DROP_RULES = (
    update(tables.rules)
    .where(
        _rules.tenant == bindparam("in_tenant"),
        _rules.workspace == bindparam("in_workspace"),
        _rules.link == bindparam("is_link"),
        _rules.deleted_at.is_(None),
    )
    .values(deleted_at=bindparam("new_deleted_at"))
)
# Nobody could reach these without their link, and they would still count against the plan.
_DROP_REST = tuple(
    delete(table).where(
        table.c.tenant == bindparam("in_tenant"),
        table.c.workspace == bindparam("in_workspace"),
        table.c.link == bindparam("is_link"),
    )
    for table in (qr_codes, webhooks)
)


def removed(call: Call, key: str) -> None:
    """
    Delete the link *key* and its rules softly, its QR codes and webhooks for good.

    Its short code is free at once.

    Raises:
        Refusal: there is none (404), or it was deleted before (409).
    """
    workspace = call.workspace.id
    if call.store.row(_DELETED, in_workspace=workspace, is_id=key):
        raise Refusal(409, "ALREADY_DELETED", "Link has already been deleted")
    wanted_text(call, LINKS, key)
    call.store.run(_DROP_LINK, in_workspace=workspace, is_id=key, new_deleted_at=call.at)
    call.store.run(_DROP_RULES, in_workspace=workspace, is_link=key, new_deleted_at=call.at)
    for statement in _DROP_REST:
        call.store.run(statement, in_workspace=workspace, is_link=key)
