"""A request with one bad field among good ones is refused whole, whichever operation it is for."""

from collections.abc import Iterator, Mapping
import json
from typing import Any

import pytest

from playground.credentials.credential import CredentialKind
from playground.openapi import Operation, linquid, problems, sample
from playground.sandbox import Response
from playground.scopes.requirement import suitable
from tests.sandbox.gated import GATED
from tests.sandbox.sweep.dump import dump
from tests.sandbox.sweep.objects import Objects
from tests.sandbox.sweep.world import World

WRITES = {
    operation.id: operation
    for operation in GATED.values()
    # Providers prove themselves by a signature over the very bytes of a body.
    if operation.security and operation.body and "application/json" in operation.body.content
}
# Values of every type: for each field some of them are wrong.
ODD: tuple[Any, ...] = ({"odd": [1]}, [{"odd": 1}], "", "odd\tvalue", -1, 1e300, None, True)
NOBODY = "nobody0here"
# What names something that must be there; an application's owner, say, is free text.
REFERENCES = {"campaignId", "clickId", "click_id", "domainId", "linkId", "memberId", "workspaceId"}


class Scene:
    """A world with one object of each kind, and whoever may do a thing."""

    def __init__(self) -> None:
        self.world = World()
        self.objects = Objects(self.world)
        self._ada = self.world.signed_in("user_ada")

    def send(self, operation: Operation, body: Any) -> Response:
        """Return the answer to *body*."""
        is_key = suitable(operation, CredentialKind.WORKSPACE_KEY, linquid().schemes)
        who: dict[str, Any] = {"key": "everything"} if is_key else self._ada
        who = who if operation.security else {}
        return self.world.call(operation.method, self.objects.target(operation), body, **who)

    def rows(self) -> object:
        """Return everything that is written down, once every job has settled."""
        self.world.sandbox.state.agenda.wait()
        return dump(self.world.sandbox)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Give one scene: no request of these tests changes it."""
    made = Scene()
    made.world.control("PUT", "clock", {"advance": 7 * 86_400})
    for _ in range(12):
        made.world.call("GET", "/api/links", key="everything")
        made.world.sandbox.state.agenda.wait()
    yield made
    made.world.sandbox.close()


def spoilt(operation: Operation) -> Iterator[tuple[str, Any]]:
    """Yield good bodies of *operation* with one field spoilt, and the pointer to it."""
    good = sample(operation)
    for name in fields(operation):
        for odd in ODD:
            body = {**good.body, name: odd}
            found = problems(operation, params=good.params, body=body)
            if any(problem.pointer.startswith(f"/{name}") for problem in found):
                yield f"/{name}", body
                break
    yield "/surprise", {**good.body, "surprise": 1}


def fields(operation: Operation) -> Mapping[str, Any]:
    """Return the properties of the body, those that the sample leaves out included."""
    assert operation.body is not None
    schema = operation.resolve(operation.body.content["application/json"])
    return dict(schema.get("properties", {}))


@pytest.mark.parametrize("operation", WRITES.values(), ids=WRITES)
def test_one_bad_field_spoils_the_whole(scene: Scene, operation: Operation) -> None:
    """400 in the envelope, with a pointer to the field, and not a row is another."""
    before, tried = scene.rows(), 0
    for pointer, body in spoilt(operation):
        answer = scene.send(operation, body)
        error = json.loads(answer.body)["error"]
        assert (answer.status, error["code"]) == (400, "VALIDATION_ERROR"), (pointer, answer.body)
        told = [detail["pointer"] for detail in error["details"]]
        assert any(place.startswith(pointer) for place in told), (pointer, told)
        tried += 1
    assert tried > len(fields(operation)) / 2
    assert scene.rows() == before


REFERRING = [one for one in WRITES.values() if REFERENCES & set(fields(one)) or "Key" in one.id]


@pytest.mark.parametrize("operation", REFERRING, ids=lambda operation: operation.id)
def test_a_reference_to_nobody_undoes_the_rest(scene: Scene, operation: Operation) -> None:
    """What names something that is not there is refused, and the good fields are not kept."""
    good, before = sample(operation).body, scene.rows()
    known = REFERENCES | {"owner"} if "Key" in operation.id else REFERENCES
    for name in known & set(fields(operation)):
        answer = scene.send(operation, {**good, name: NOBODY})
        assert 400 <= answer.status < 500, (name, answer.body)
    assert scene.rows() == before
