"""The people, workspaces and sessions of the sandbox, as the provider's ports want them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import bindparam, select

from playground.sandbox.issue import opened_session
from playground.sandbox.oauth.ports import Person
from playground.sandbox.store import Store, Transaction
from playground.sandbox.tables import members, sessions, users, workspaces
from playground.sandbox.values import digest

__all__ = ["Residents"]

_USERS = (
    select(users.c.id, users.c.email)
    .where(users.c.tenant == bindparam("in_tenant"))
    .order_by(users.c.id)
)
_USER = _USERS.where(users.c.id == bindparam("is_user"))
_ROLES = select(members.c.workspace, members.c.role).where(
    members.c.tenant == bindparam("in_tenant"), members.c.user == bindparam("is_user")
)
_WORKSPACE = select(workspaces.c.name).where(
    workspaces.c.tenant == bindparam("in_tenant"), workspaces.c.id == bindparam("is_workspace")
)
_SESSION = select(sessions.c.user).where(
    sessions.c.tenant == bindparam("in_tenant"), sessions.c.digest == bindparam("is_digest")
)


class Residents:
    """The ports `Directory` and `Sessions`; each call is one transaction of its own."""

    def __init__(self, store: Store, *, now: Callable[[], datetime]) -> None:
        self._store = store
        self._now = now

    def person(self, tenant: str, person_id: str) -> Person | None:
        """Return the person, None if there is none."""
        with self._store.transaction(tenant=tenant) as store:
            row = store.row(_USER, is_user=person_id)
            return None if row is None else _person(store, row.id, row.email)

    def people(self, tenant: str) -> Sequence[Person]:
        """Return everyone who may sign in."""
        with self._store.transaction(tenant=tenant) as store:
            return [_person(store, row.id, row.email) for row in store.rows(_USERS)]

    def workspace_name(self, tenant: str, workspace: str) -> str:
        """Return the workspace's name in words, its id if it is gone."""
        with self._store.transaction(tenant=tenant) as store:
            row = store.row(_WORKSPACE, is_workspace=workspace)
            return workspace if row is None else str(row.name)

    def person_id(self, tenant: str, cookie: str) -> str | None:
        """Return the id of the person behind *cookie*, None if it is worth nothing."""
        with self._store.transaction(tenant=tenant) as store:
            row = store.row(_SESSION, is_digest=digest(cookie))
            return None if row is None else str(row.user)

    def open(self, tenant: str, person_id: str) -> str:
        """Open a session and return the value of its cookie."""
        with self._store.transaction(tenant=tenant) as store:
            cookie, _ = opened_session(store, user=person_id, now=self._now())
            return cookie


def _person(store: Transaction, person_id: str, email: str) -> Person:
    roles = {row.workspace: row.role for row in store.rows(_ROLES, is_user=person_id)}
    return Person(id=person_id, email=email, roles=roles)
