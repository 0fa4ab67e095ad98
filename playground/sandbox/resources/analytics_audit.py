"""The audit log, read: who changed what, the newest first."""

from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from playground.sandbox.audit import audit_log
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply

__all__ = ["HANDLERS"]

_DAY = 24 * 3600 * 1000
_FILTERS = {"action": "action", "actorId": "actor", "resourceType": "resource_type"}


def get_audit_log(call: Call) -> Reply:
    """Return the entries of the last days that the filters let through."""
    asked = {_FILTERS[name]: call.params[name] for name in _FILTERS if name in call.params}
    rows = call.store.rows(
        _entries(tuple(sorted(asked))),
        in_workspace=call.workspace.id,
        from_at=call.at - call.params["range"] * _DAY,
        limit=call.params["limit"],
        **{f"is_{name}": value for name, value in asked.items()},
    )
    return Reply(f"[{','.join(row.document for row in rows)}]")


@cache
def _entries(names: tuple[str, ...]) -> Select[Any]:
    columns = audit_log.c
    return (
        select(columns.document)
        .where(
            columns.tenant == bindparam("in_tenant"),
            columns.workspace == bindparam("in_workspace"),
            columns.at >= bindparam("from_at"),
            *(columns[name] == bindparam(f"is_{name}") for name in names),
        )
        .order_by(columns.at.desc(), columns.position.desc())
        .limit(bindparam("limit"))
    )


HANDLERS: dict[str, Handler] = {"getAuditLog": get_audit_log}
