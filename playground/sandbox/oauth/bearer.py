"""From an OAuth token to the caller of the API that it stands for."""

from sqlalchemy import bindparam, select

from playground.credentials.credential import (
    Credential,
    CredentialKind,
    CredentialStatus,
    Environment,
)
from playground.sandbox.caller import Caller, Workspace
from playground.sandbox.oauth.grant import Grant, Token, TokenKind
from playground.sandbox.oauth.standing import Standing, State
from playground.sandbox.store import Transaction
from playground.sandbox.tables import workspaces
from playground.scopes.context import Presented

__all__ = ["caller_of"]

_WORKSPACE = select(
    workspaces.c.plan, workspaces.c.environment, workspaces.c.requests_per_hour
).where(workspaces.c.tenant == bindparam("in_tenant"), workspaces.c.id == bindparam("is_id"))
_UNKNOWN = Caller(presented=Presented.UNKNOWN)
_STATUS = {
    State.DISABLED: CredentialStatus.DISABLED,
    State.REVOKED: CredentialStatus.DISABLED,
    State.ROTATED: CredentialStatus.ROTATED,
}


def caller_of(found: Standing, transaction: Transaction) -> Caller:
    """
    Return who calls with the token that was *found*.

    A refresh token is worth nothing here (RFC 6749, section 1.5), and neither is a token whose
    workspace is gone.
    """
    token, grant = found.token, found.grant
    if token is None or grant is None or token.kind is not TokenKind.ACCESS:
        return _UNKNOWN
    row = transaction.row(_WORKSPACE, is_id=grant.workspace)
    if row is None:
        return _UNKNOWN
    workspace = Workspace(
        id=grant.workspace,
        plan=row.plan,
        environment=row.environment,
        requests_per_hour=row.requests_per_hour,
    )
    return Caller(
        presented=Presented.KNOWN,
        credential=_credential(found, token, grant, Environment(row.environment)),
        workspace=workspace,
        user=grant.person or "",
    )


def _credential(
    found: Standing, token: Token, grant: Grant, environment: Environment
) -> Credential:
    return Credential(
        name=found.app.name if found.app else grant.client_id,
        kind=CredentialKind.OAUTH_TOKEN,
        workspace=grant.workspace,
        id=grant.id,
        environment=environment,
        scopes=found.scopes,
        owner=grant.person or "",
        created_at=token.issued_at,
        expires_at=min(token.expires_at, grant.expires_at),
        status=_STATUS.get(found.state, CredentialStatus.ACTIVE),
    )
