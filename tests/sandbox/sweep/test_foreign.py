"""Nothing of one workspace can be reached, seen or changed with a credential of another."""

from collections.abc import Iterator
import json
from typing import Any

import pytest

from playground.credentials.credential import CredentialKind
from playground.openapi import Operation, linquid, sample
from playground.scopes.requirement import suitable
from tests.sandbox.gated import GATED
from tests.sandbox.sweep.dump import dump, of_workspace
from tests.sandbox.sweep.objects import Objects
from tests.sandbox.sweep.wire import Answer, Wire
from tests.sandbox.sweep.world import World

CLOSED = {name: operation for name, operation in GATED.items() if operation.security}
ANSWERED = {"checkDeepLinkClick"}  # whether there is a click is its very answer
ENTERPRISE = {"plan": "enterprise", "period": "monthly", "paymentMethod": "pm_card"}


def has_objects(operation: Operation) -> bool:
    """Whether an address of *operation* names something that belongs to a workspace."""
    names = {p.name for p in operation.parameters if p.location == "path"}
    return bool(names - {"provider"})


OWNED = [operation for operation in CLOSED.values() if has_objects(operation)]


class Stranger:
    """Somebody at Globex who may do everything there, before a sandbox that has Acme too."""

    def __init__(self) -> None:
        self.world = World()
        self.world.data("POST", "/api/billing/ws_globex/subscribe", ENTERPRISE, **self._gus())
        self.objects = Objects(self.world)
        self._settle()
        self._wire = Wire(self.world.sandbox)
        self._session = tuple((n.replace("_", "-"), v) for n, v in self._gus().items())
        self._key = (("x-api-key", self.world.keys["globex"]),)

    def ask(self, operation: Operation, target: str, *more: tuple[str, str]) -> Answer:
        """Return the answer to a valid call, by key where keys are taken at all."""
        schemes = linquid().schemes
        kind = CredentialKind.WORKSPACE_KEY
        headers = self._key if suitable(operation, kind, schemes) else self._session
        body = sample(operation).body if operation.body else None
        content = b"" if body is None else json.dumps(body).encode()
        return self._wire.send(operation.method, target, (*headers, *more), content)

    def _settle(self) -> None:
        """Let jobs come to their ends, and deliveries to nobody be given up."""
        self.world.control("PUT", "clock", {"advance": 7 * 86_400})
        for _ in range(12):
            self.world.call("GET", "/api/links", key="everything")
            self.world.sandbox.state.agenda.wait()

    def _gus(self) -> dict[str, str]:
        return self.world.signed_in("user_gus")


@pytest.fixture(scope="module")
def stranger() -> Iterator[Stranger]:
    """Give one stranger, who finally has changed nothing of Acme's."""
    found = Stranger()
    before = list(of_workspace(dump(found.world.sandbox), "ws_acme"))
    yield found
    assert list(of_workspace(dump(found.world.sandbox), "ws_acme")) == before
    found.world.sandbox.close()


@pytest.mark.parametrize("operation", CLOSED.values(), ids=lambda operation: operation.id)
def test_a_key_does_not_act_in_another_workspace(stranger: Stranger, operation: Operation) -> None:
    """Whoever names Acme in the header is refused, whatever the operation."""
    target = stranger.objects.target(operation)
    answer = stranger.ask(operation, target, ("x-workspace-id", "ws_acme"))
    assert (answer.status, answer.error("code")) == (403, "FORBIDDEN")
    rule = stranger.world.sandbox.state.journal.entries()[-1].rule
    assert rule == "wrong_workspace"


@pytest.mark.parametrize("operation", OWNED, ids=lambda operation: operation.id)
def test_what_is_anothers_is_told_as_if_unknown(stranger: Stranger, operation: Operation) -> None:
    """404, in the very bytes of an ID that nobody has; reading and writing alike."""
    real = stranger.ask(operation, stranger.objects.target(operation))
    unknown = stranger.ask(operation, stranger.objects.target(operation, is_real=False))
    assert (real.status, real.body) == (unknown.status, unknown.body)
    if operation.id in ANSWERED:
        assert json.loads(real.body)["data"] == {"found": False}
    else:
        assert (real.status, real.error("code")) == (404, "NOT_FOUND")


def test_the_owner_would_have_found_it() -> None:
    """The IDs above are real: to read what they name, Acme's own owner succeeds."""
    stranger = Stranger()
    ada: dict[str, Any] = stranger.world.signed_in("user_ada")
    missed = [
        operation.id
        for operation in OWNED
        if operation.method == "GET"
        and suitable(operation, CredentialKind.SESSION, linquid().schemes)
        and stranger.world.call("GET", stranger.objects.target(operation), **ada).status != 200
    ]
    stranger.world.sandbox.close()
    assert missed == []
