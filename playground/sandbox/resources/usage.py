"""How much of its plan a workspace uses, counted anew at each call."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, bindparam, func, select

from playground.credentials.credential import CredentialKind
from playground.sandbox import tables
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import stamp
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.resources.spending import counted
from playground.sandbox.resources.workspaces import refuse_elsewhere

__all__ = ["HANDLERS", "month_of"]


def _count(table: Table, *conditions: ColumnElement[bool]) -> Select[Any]:
    here = (
        table.c.tenant == bindparam("in_tenant"),
        table.c.workspace == bindparam("in_workspace"),
    )
    return select(func.count()).select_from(table).where(*here, *conditions)


_KIND = tables.credentials.c.kind == str(CredentialKind.WORKSPACE_KEY)
_COUNTS = {
    "links": ("links", _count(tables.links, tables.links.c.deleted_at.is_(None))),
    "domains": ("custom_domains", _count(tables.domains)),
    "members": ("team_members", _count(tables.members)),
    "apiKeys": ("api_keys", _count(tables.credentials, _KIND)),
}


def month_of(now: datetime) -> tuple[datetime, datetime]:
    """Return where the month of *now* begins and where the next one does, in UTC."""
    begin = datetime(now.year, now.month, 1, tzinfo=UTC)
    months = now.year * 12 + now.month
    return begin, datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def get_workspace_usage(call: Call) -> Reply:
    """Return what is used and what the plan allows; clicks count from the month's first day."""
    workspace = refuse_elsewhere(call)
    limits = call.vocabulary.plans[call.workspace.plan].limits
    begin, end = month_of(call.now)
    clicks = counted(call.store, workspace, tables.clicks, begin=begin, end=end)
    shown: dict[str, Any] = {
        "workspaceId": workspace,
        "plan": call.workspace.plan,
        "periodStart": stamp(begin),
        "periodEnd": stamp(end),
        "clicks": {"used": clicks, "limit": limits["clicks_per_month"]},
    }
    for name, (limit, statement) in _COUNTS.items():
        row = call.store.row(statement, in_workspace=workspace)
        shown[name] = {"used": int(row[0]) if row else 0, "limit": limits[limit]}
    return Reply(encoded(shown))


HANDLERS: dict[str, Handler] = {"getWorkspaceUsage": get_workspace_usage}
