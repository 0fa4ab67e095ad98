"""Hand out what is shown once: fresh values of the seed's credentials, and sessions."""

from collections.abc import Container
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox.clock import instant, milliseconds, stamp
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import invalid
from playground.sandbox.store import Transaction
from playground.sandbox.tables import credential_values, credentials, sessions, users
from playground.sandbox.tables import workspaces as workspaces_table
from playground.sandbox.values import digest, issued, token

__all__ = ["issued_keys", "opened_session", "workspaces"]

_USER = select(users.c.id).where(
    users.c.tenant == bindparam("in_tenant"), users.c.id == bindparam("is_user")
)
_PEOPLE = select(users).where(users.c.tenant == bindparam("in_tenant"))
_CREDENTIALS = (
    select(credentials)
    .where(credentials.c.tenant == bindparam("in_tenant"))
    .order_by(credentials.c.position)
)
_PLACES = (
    select(workspaces_table)
    .where(workspaces_table.c.tenant == bindparam("in_tenant"))
    .order_by(workspaces_table.c.position)
)


def opened_session(store: Transaction, *, user: str, now: datetime) -> tuple[str, str]:
    """
    Return a fresh cookie value and anti-forgery token of *user*.

    Raises:
        Refusal: there is no such user.
    """
    if store.row(_USER, is_user=user) is None:
        raise invalid("/user", "there is no such user")
    cookie, csrf = token(), token()
    row = {"digest": digest(cookie), "user": user, "csrf_digest": digest(csrf)}
    store.add(sessions, {**row, "created_at": milliseconds(now)})
    return cookie, csrf


def issued_keys(store: Transaction, *, seeded: Container[str]) -> dict[str, Any]:
    """Return each key whose ID is *seeded* with a fresh value, and the first workspace."""
    rows = [row for row in store.rows(_CREDENTIALS) if row.id in seeded]
    people = {row.id: row.email for row in store.rows(_PEOPLE)}
    keys = [
        {**_record(row), "owner_email": people.get(row.owner, ""), "value": _issued(row, store)}
        for row in rows
    ]
    places = workspaces(store)
    return {"workspace": places[0] if places else None, "keys": keys}


def workspaces(store: Transaction) -> list[dict[str, Any]]:
    """Return the workspaces of the tenant, in the seed's order."""
    return [
        {name: getattr(row, name) for name in ("id", "name", "slug", "plan", "environment")}
        for row in store.rows(_PLACES)
    ]


def _issued(row: Record, store: Transaction) -> str:
    expires_at = None if row.expires_at is None else instant(row.expires_at)
    value = issued(row.prefix, expires_at=expires_at)
    kept = {"digest": digest(value), "workspace": row.workspace, "credential": row.id}
    store.add(credential_values, kept)
    return value


def _record(row: Record) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "id": row.id,
        "workspace": row.workspace,
        "environment": row.environment,
        "scopes": row.scopes.split(),
        "owner": row.owner,
        "purpose": row.purpose,
        "created_at": stamp(instant(row.created_at)),
        "expires_at": None if row.expires_at is None else stamp(instant(row.expires_at)),
        "status": row.status,
        "origins": row.origins.split(),
    }
