"""One installation of another service: whose it is, and whether it really sends this."""

from collections.abc import Callable
from dataclasses import dataclass, replace
import secrets

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.call import Call
from playground.sandbox.caller import Caller, Workspace
from playground.sandbox.refusal import Refusal, not_found
from playground.sandbox.resources.integration_tables import inbound_events, installations
from playground.sandbox.resources.provider_signature import is_signed
from playground.sandbox.store import Transaction
from playground.scopes.context import Presented

__all__ = ["Installation", "authentic", "installed", "once"]

_ONE = select(installations).where(
    installations.c.tenant == bindparam("in_tenant"), installations.c.id == bindparam("is_id")
)
_TOLD = select(inbound_events.c.at).where(
    inbound_events.c.tenant == bindparam("in_tenant"),
    inbound_events.c.installation == bindparam("is_installation"),
    inbound_events.c.id == bindparam("is_id"),
)
_PLACE = select(tables.workspaces.c.plan, tables.workspaces.c.environment).where(
    tables.workspaces.c.tenant == bindparam("in_tenant"),
    tables.workspaces.c.id == bindparam("in_workspace"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A service in a workspace."""

    id: str
    workspace: str
    provider: str
    secret: str


def installed(store: Transaction, provider: str, workspace: str) -> Installation:
    """
    Return the installation of *provider* in *workspace*, made at the first need.

    Raises:
        Refusal: there is no such workspace (404).
    """
    if store.row(_PLACE, in_workspace=workspace) is None:
        raise not_found("Workspace")
    key = f"inst_{provider}_{workspace}"
    row = store.row(_ONE, is_id=key)
    if row is None:
        secret = secrets.token_urlsafe(32)
        new = {"id": key, "workspace": workspace, "provider": provider, "secret": secret}
        store.add(installations, new)
        return Installation(**new)
    return Installation(
        id=row.id, workspace=row.workspace, provider=row.provider, secret=row.secret
    )


def authentic(call: Call, provider: str, key: str) -> tuple[Installation, Call]:
    """
    Return the installation *key*, and *call* as one that acts in its workspace.

    Raises:
        Refusal: there is no such installation (404), or it did not sign this (401).
    """
    row = call.store.row(_ONE, is_id=key)
    if row is None or row.provider != provider:
        raise not_found("Installation")
    given = {name.lower(): str(value) for name, value in call.params.items()}
    target = call.operation.path.replace("{installationId}", key)
    if not is_signed(provider, row.secret, call.sent, given, now=call.now, target=target):
        raise Refusal(401, "UNAUTHORIZED", "The signature is missing, wrong or too old")
    found = Installation(id=row.id, workspace=row.workspace, provider=provider, secret=row.secret)
    return found, _acting(call, found.workspace)


def once(call: Call, installation: Installation, event: str, work: Callable[[], bool]) -> str:
    """Do *work* for *event*, unless it was told before, and return what came of it as text."""
    key = {"is_installation": installation.id, "is_id": event[:128]}
    if call.store.row(_TOLD, **key) is not None:
        return '{"received":true,"handled":false,"duplicate":true}'
    row = {"installation": installation.id, "id": event[:128], "workspace": installation.workspace}
    call.store.add(inbound_events, {**row, "at": call.at})
    handled = "true" if work() else "false"
    return f'{{"received":true,"handled":{handled},"duplicate":false}}'


def _acting(call: Call, workspace: str) -> Call:
    row = call.store.row(_PLACE, in_workspace=workspace)
    if row is None:
        raise not_found("Installation")
    place = Workspace(id=workspace, plan=row.plan, environment=row.environment)
    return replace(call, caller=Caller(presented=Presented.KNOWN, workspace=place))
