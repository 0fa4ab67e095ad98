"""From the headers of a request to its caller: which credential came, and is it one of ours."""

from datetime import datetime
from functools import lru_cache
from http.cookies import CookieError, SimpleCookie

from sqlalchemy import bindparam, select

from playground.credentials.credential import (
    Credential,
    CredentialKind,
    CredentialStatus,
    Environment,
)
from playground.guard import keyformat
from playground.sandbox.caller import ANONYMOUS, Caller, Workspace
from playground.sandbox.clock import instant
from playground.sandbox.message import Request
from playground.sandbox.oauth.bearer import caller_of
from playground.sandbox.oauth.standing import Standing
from playground.sandbox.prepared import Record
from playground.sandbox.store import Transaction
from playground.sandbox.tables import (
    credential_values,
    credentials,
    members,
    sessions,
    workspaces,
)
from playground.sandbox.values import digest
from playground.scopes.context import Presented

__all__ = ["BY_DIGEST", "COOKIE", "CSRF", "WORKSPACE", "authenticate", "digest_in"]

COOKIE = "lw_session"
CSRF = "x-csrf-token"
WORKSPACE = "x-workspace-id"

_HEADERS = ("x-api-key", "x-publishable-key")
_PLACE = (workspaces.c.id, workspaces.c.plan, workspaces.c.environment.label("place_environment"))

BY_DIGEST = (
    select(
        credential_values.c.digest,
        credential_values.c.expires_at.label("value_expires_at"),
        credentials,
        *_PLACE[1:],
        workspaces.c.requests_per_hour,
    )
    .join_from(
        credential_values,
        credentials,
        (credentials.c.tenant == credential_values.c.tenant)
        & (credentials.c.workspace == credential_values.c.workspace)
        & (credentials.c.id == credential_values.c.credential),
    )
    .join(
        workspaces,
        (workspaces.c.tenant == credentials.c.tenant)
        & (workspaces.c.id == credentials.c.workspace),
    )
    .where(
        credential_values.c.tenant == bindparam("in_tenant"),
        credential_values.c.digest == bindparam("is_digest"),
    )
)
_SESSION = select(sessions.c.user, sessions.c.csrf_digest).where(
    sessions.c.tenant == bindparam("in_tenant"), sessions.c.digest == bindparam("is_digest")
)
_MEMBERSHIPS = (
    select(members.c.role, *_PLACE, workspaces.c.requests_per_hour)
    .join_from(
        members,
        workspaces,
        (workspaces.c.tenant == members.c.tenant) & (workspaces.c.id == members.c.workspace),
    )
    .where(members.c.tenant == bindparam("in_tenant"), members.c.user == bindparam("is_user"))
    .order_by(members.c.position)
)


def authenticate(
    request: Request,
    transaction: Transaction,
    *,
    named: str | None,
    token: Standing | None = None,
    seen: Record | None = None,
) -> Caller:
    """
    Return who sends *request*.

    A key or token counts before a cookie. Keys of either kind are taken from either header, so
    that a wrong kind is told as one; two that differ are malformed. An `Authorization` of another
    scheme than Bearer, or of none, is no credential (RFC 6750, section 3).

    Args:
        request: what came.
        transaction: of the tenant that was addressed.
        named: the workspace in the path, which a session then acts in.
        token: what the OAuth token of the request is worth, where it has one.
        seen: the row of the key, if it was read for this request already.
    """
    values = {value for value in _values(request) if value}
    if len(values) > 1:
        return Caller(presented=Presented.MALFORMED)
    if token is not None:
        return caller_of(token, transaction)
    if values:
        return _key(values.pop(), transaction, seen)
    cookie = _cookie(request)
    if cookie:
        return _session(cookie, transaction, request.header(WORKSPACE) or named)
    return ANONYMOUS


def digest_in(request: Request) -> str:
    """Return the digest of the key that *request* carries, of nothing if it has none or two."""
    values = {*filter(None, _values(request))}
    return digest(values.pop()) if len(values) == 1 else digest("")


def _values(request: Request) -> list[str]:
    found = []
    for name, value in request.headers:
        if name in _HEADERS:
            found.append(value.strip())
        elif name == "authorization":
            scheme, _, rest = value.strip().partition(" ")
            found.append(rest.strip() if scheme.lower() == "bearer" else "")
    return found


def _cookie(request: Request) -> str:
    text = request.header("cookie")
    if not text or COOKIE not in text:
        return ""
    try:
        morsel = SimpleCookie(text).get(COOKIE)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def _key(value: str, transaction: Transaction, seen: Record | None) -> Caller:
    if not value.isascii():
        return Caller(presented=Presented.MALFORMED)
    name = digest(value)
    if seen is not None and seen.digest == name:
        return _known(seen)
    known = transaction.caller(name, lambda: _read(name, transaction))
    if known is not None:
        return known
    form = keyformat.read(value)
    is_ours = form is not None and form.is_checksum_valid
    return Caller(presented=Presented.UNKNOWN if is_ours else Presented.MALFORMED)


def _read(name: str, transaction: Transaction) -> Caller | None:
    row = transaction.row(BY_DIGEST, is_digest=name)
    return None if row is None else _known(row)


@lru_cache(maxsize=1024)
def _known(row: Record) -> Caller:
    """Return the caller that *row* tells of; the next request with that key has the same row."""
    return Caller(
        presented=Presented.KNOWN,
        credential=_credential(row),
        workspace=_workspace(row, row.workspace),
    )


def _credential(row: Record) -> Credential:
    return Credential(
        name=row.name,
        kind=CredentialKind(row.kind),
        workspace=row.workspace,
        id=row.id,
        environment=Environment(row.environment),
        scopes=frozenset(row.scopes.split()),
        owner=row.owner,
        purpose=row.purpose,
        origins=tuple(row.origins.split()),
        expires_at=_end(row),
        status=CredentialStatus(row.status),
    )


def _end(row: Record) -> datetime | None:
    """Return when the key expires, or this value of it, once another has taken its place."""
    ends = [at for at in (row.expires_at, row.value_expires_at) if at is not None]
    return instant(min(ends)) if ends else None


def _workspace(row: Record, workspace_id: str) -> Workspace:
    return Workspace(
        id=workspace_id,
        plan=row.plan,
        environment=row.place_environment,
        requests_per_hour=row.requests_per_hour,
    )


def _session(cookie: str, transaction: Transaction, asked: str | None) -> Caller:
    session = transaction.row(_SESSION, is_digest=digest(cookie))
    if session is None:
        return Caller(presented=Presented.UNKNOWN)
    places = transaction.rows(_MEMBERSHIPS, is_user=session.user)
    place = next((row for row in places if row.id == asked), places[0] if places else None)
    return Caller(
        presented=Presented.KNOWN,
        credential=Credential(
            name=session.user,
            kind=CredentialKind.SESSION,
            workspace=place.id if place else "",
            id=session.user,
            environment=Environment(place.place_environment) if place else Environment.SANDBOX,
            role=place.role if place else None,
            owner=session.user,
        ),
        workspace=_workspace(place, place.id) if place else None,
        user=session.user,
        csrf_digest=session.csrf_digest,
    )
