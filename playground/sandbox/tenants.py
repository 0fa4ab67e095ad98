"""The tenants of a sandbox: each a world of its own, with the same seed and the same clock."""

from collections.abc import Iterator
from threading import RLock
from typing import Any

from sqlalchemy import bindparam, select

from playground.sandbox.clock import instant, stamp
from playground.sandbox.contract import Contract
from playground.sandbox.ground import DEFAULT, Ground, path_of
from playground.sandbox.refusal import Refusal, not_found
from playground.sandbox.state import State
from playground.sandbox.tables import tenants
from playground.sandbox.tenant import Tenant
from playground.sandbox.values import digest

__all__ = ["Tenants"]

_CONFLICT = 409
_KNOWN = select(tenants.c.tenant).where(tenants.c.tenant == bindparam("in_tenant"))
_ALL = select(tenants.c.tenant, tenants.c.name, tenants.c.created_at).order_by(
    tenants.c.created_at, tenants.c.tenant
)


class Tenants:
    """Tenants by name, each made ready when it is first asked for."""

    def __init__(self, ground: Ground, contract: Contract, *, control_token: str) -> None:
        self._ground = ground
        self._contract = contract
        self._token = control_token
        self._ready: dict[str, Tenant] = {}
        self._lock = RLock()
        self.default = self._default()

    def of(self, name: str) -> Tenant:
        """
        Return the tenant called *name*.

        Raises:
            Refusal: there is none (404).
        """
        ready = self._ready.get(name)
        if ready is None:
            with self._lock:
                if not self._is_known(name):
                    raise not_found("Tenant")
                ready = self._made(State(self._ground, tenant=name))
        return ready

    def add(self, name: str, *, title: str, join_code: str) -> None:
        """
        Seed another tenant, which whoever has *join_code* may control.

        Raises:
            Refusal: there is one of that name (409).
        """
        with self._lock, self._ground.store.alone():
            if self._is_known(name):
                raise Refusal(_CONFLICT, "CONFLICT", "There is a tenant of this name")
            state = State(self._ground, tenant=name)
            state.begin(title=title, join_digest=digest(join_code))
            self._made(state)

    def forget(self) -> None:
        """Make every tenant but the default one ready anew, from what the store has of it."""
        self._ready = {DEFAULT: self.default}

    def listed(self) -> list[dict[str, Any]]:
        """Return all tenants, the oldest first."""
        with self._ground.store.transaction(tenant=DEFAULT) as store:
            rows = store.rows(_ALL)
        return [
            {
                "tenant": row.tenant,
                "name": row.name,
                "path": path_of(row.tenant),
                "created_at": stamp(instant(row.created_at)),
            }
            for row in rows
        ]

    def each(self) -> Iterator[Tenant]:
        """Yield all tenants."""
        for row in self.listed():
            yield self.of(row["tenant"])

    def _default(self) -> Tenant:
        with self._ground.store.alone():
            state = State(self._ground)
            if not self._is_known(DEFAULT):
                state.begin(title="Default")
        return self._made(state)

    def _is_known(self, name: str) -> bool:
        with self._ground.store.transaction(tenant=name) as store:
            return store.row(_KNOWN) is not None

    def _made(self, state: State) -> Tenant:
        made = Tenant(state, self._contract, control_token=self._token)
        self._ready[state.tenant] = made
        return made
