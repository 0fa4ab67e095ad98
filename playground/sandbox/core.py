"""The sandbox itself: a function from request to response, over its tenants and a clock."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from playground.openapi import linquid
from playground.sandbox.agenda import bring_home, due_tenants
from playground.sandbox.call import Handler
from playground.sandbox.clock import Clock
from playground.sandbox.contract import Contract
from playground.sandbox.ground import DEFAULT, Ground
from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.endpoints import well_known_tenant
from playground.sandbox.oauth.metadata import WELL_KNOWN
from playground.sandbox.provision import Provision
from playground.sandbox.refusal import Refusal
from playground.sandbox.resources import HANDLERS
from playground.sandbox.resources.live_feed import Feed
from playground.sandbox.seed import Seed, shipped_seed
from playground.sandbox.store import MEMORY
from playground.sandbox.telling import failed, told
from playground.sandbox.tenants import Tenants
from playground.sandbox.values import token
from playground.scopes.checks import CHECKS, Check
from playground.scopes.rule import Rule

__all__ = ["ADDRESS", "Sandbox"]

ADDRESS = "http://127.0.0.1"

_PLACE = "/t/"


class Sandbox:
    """Linquid, enforced: keeps state, and may be called from any thread without a socket."""

    def __init__(
        self,
        *,
        seed: Seed | None = None,
        database: str = MEMORY,
        control_token: str = "",
        clock: Clock | None = None,
        address: str = ADDRESS,
        handlers: Mapping[str, Handler] = HANDLERS,
        checks: Sequence[tuple[Rule, Check]] = CHECKS,
    ) -> None:
        """
        Open the store, and replay the seed where the store is empty.

        Args:
            seed: what to begin with; by default what is shipped.
            database: an address of SQLAlchemy's; by default in memory.
            control_token: opens the control surface; by default a fresh one.
            clock: the time; by default the real one.
            address: where it is served, without a trailing slash; OAuth's `issuer`.
            handlers: what carries operations out, by `operationId`.
            checks: the rules of access; tests take some out, to see that it is noticed.

        Raises:
            SandboxError: the database cannot be opened.
        """
        self.document = linquid()
        self.clock = clock or Clock()
        self._ground = Ground.opened(
            seed or shipped_seed(), database, clock=self.clock, address=address
        )
        contract = Contract.of(self.document, handlers=handlers, checks=checks)
        self.tenants = Tenants(self._ground, contract, control_token=control_token or token())
        self.state = self.tenants.default.state
        self.control = self.tenants.default.control
        self.control.extend(Provision(self.tenants, address=address).routes())

    @property
    def is_shared(self) -> bool:
        """Whether other processes may serve the same state."""
        return self._ground.store.is_shared

    def handle(self, request: Request) -> Response:
        """Return the answer to *request*; never raises."""
        name, local = _addressed(request)
        if name == DEFAULT:
            return self.tenants.default.answer(local)
        try:
            tenant = self.tenants.of(name)
        except Refusal as refusal:
            return told(refusal, self.clock.now())
        except Exception as error:  # noqa: BLE001  whatever it is, it must not reach the caller
            return told(failed(error), self.clock.now())
        return tenant.answer(local)

    def feed(self, request: Request, *, after: int | None) -> Feed:
        """
        Return what whoever opened a live stream by *request* is owed since position *after*.

        Raises:
            Refusal: the credential does not open the stream any more.
        """
        name, local = _addressed(request)
        tenant = self.tenants.default if name == DEFAULT else self.tenants.of(name)
        return tenant.feed(local, self.clock.now(), after=after)

    def tick(self) -> None:
        """Do what is due by the clock, though nobody asks, and what a worker has left undone."""
        ground = self._ground
        ground.setting.refresh()
        if self.is_shared:
            bring_home(ground.store, everything=False)
        for name in due_tenants(ground.store, now=self.clock.now()):
            self.tenants.of(name).state.go_on()

    def close(self) -> None:
        """Close the stores."""
        self._ground.close()


def _addressed(request: Request) -> tuple[str, Request]:
    """Return which tenant *request* is for, and the request as that tenant sees it."""
    path, mark, query = request.target.partition("?")
    if path.startswith(_PLACE):
        name, _, rest = path.removeprefix(_PLACE).partition("/")
        return name, replace(request, target=f"/{rest}{mark}{query}")
    asked = well_known_tenant(path)
    if asked is not None:
        return asked, replace(request, target=f"{WELL_KNOWN}{mark}{query}")
    return DEFAULT, request
