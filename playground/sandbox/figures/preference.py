"""What a workspace has set for its figures, where a call asks for nothing else."""

import json

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call

__all__ = ["preferred_currency", "preferred_zone"]

_DOCUMENT = select(tables.workspaces.c.document).where(
    tables.workspaces.c.tenant == bindparam("in_tenant"),
    tables.workspaces.c.id == bindparam("in_workspace"),
)


def preferred_zone(call: Call) -> str:
    """Return the name of the time zone asked for, else the workspace's."""
    return _preferred(call, "timezone", "timezone")


def preferred_currency(call: Call) -> str:
    """Return the currency asked for, else the workspace's; not each is known."""
    return _preferred(call, "currency", "defaultCurrency")


def _preferred(call: Call, parameter: str, setting: str) -> str:
    asked = call.params.get(parameter)
    if asked is not None:
        return str(asked)
    row = call.store.row(_DOCUMENT, in_workspace=call.workspace.id)
    return str(json.loads(row.document)[setting]) if row else ""
