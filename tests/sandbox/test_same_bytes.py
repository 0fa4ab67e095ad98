"""The same seed and clock give the same bytes, but for what must be random."""

from collections.abc import Iterator
import json
from typing import Any

import pytest

from playground.credentials.credential import CredentialKind
from playground.openapi import Operation, linquid, sample
from playground.sandbox import Response
from playground.scopes.requirement import suitable
from tests.sandbox.gated import GATED
from tests.sandbox.laboratory import Laboratory
from tests.sandbox.minting import PASSWORD, minted
from tests.sandbox.sweep.objects import Objects

# What an answer holds that comes from the system's randomness, by operation.
RANDOM = {
    "createApiKey": {"/data/key"},
    "rotateApiKey": {"/data/key"},
    "createPublishableKey": {"/data/key"},
    "rotatePublishableKey": {"/data/key"},
    "createOAuthApp": {"/data/clientSecret"},
    "rotateOAuthAppSecret": {"/data/clientSecret"},
    "createWebhook": {"/data/secret"},
    "createLinkWebhook": {"/data/secret"},
    "rotateLinkWebhookSecret": {"/data/secret"},
    "createAutomation": {"/data/secret"},
    "subscribeZapier": {"/data/secret"},
    "beginImportAuthorization": {"/data/authorizationUrl"},
    "getBillingPortal": {"/data/url"},
    "listLinkQrCodes": {"/data/0/signature"},
    "getQrCode": {"/data/signature"},
    "updateQrCode": {"/data/signature"},
}
# These end what the rest of the story needs: they come last.
LAST = ("deleteWorkspace", "transferOwnership", "cancelSubscription", "removeMember")


def story(lab: Laboratory) -> Iterator[tuple[str, Response]]:
    """Yield the answer to a valid request for each operation, a second after the one before."""
    objects, ada = Objects(lab), lab.signed_in("user_ada")
    order = sorted(GATED.values(), key=lambda one: (one.id in LAST, one.method == "DELETE"))
    for operation in order:
        lab.control("PUT", "clock", {"advance": 1})
        lab.sandbox.state.counters.forget("default")
        yield operation.id, _sent(lab, operation, objects, ada)
        lab.sandbox.state.agenda.wait()


def _sent(lab: Laboratory, operation: Operation, objects: Objects, ada: Any) -> Response:
    is_key = suitable(operation, CredentialKind.WORKSPACE_KEY, linquid().schemes)
    who = {"key": "everything"} if is_key and operation.security else ada
    body = sample(operation).body if operation.body else None
    return lab.call(operation.method, objects.target(operation), body, **who)


def differing(one: Any, two: Any, place: str = "") -> set[str]:
    """Return the pointers at which two JSON values differ."""
    if isinstance(one, dict) and isinstance(two, dict) and one.keys() == two.keys():
        return set().union(*(differing(one[k], two[k], f"{place}/{k}") for k in one))
    if isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        return set().union(
            *(
                differing(a, b, f"{place}/{n}")
                for n, (a, b) in enumerate(zip(one, two, strict=True))
            )
        )
    return set() if one == two else {place}


def test_only_what_must_be_random_differs() -> None:
    """Every operation, answered in two sandboxes: headers, ids, times and order are the same."""
    one, two = Laboratory(), Laboratory()
    found: dict[str, set[str]] = {}
    passed = 0
    for (name, first), (_, second) in zip(story(one), story(two), strict=True):
        passed += first.status < 300
        assert (name, first.status, first.headers) == (name, second.status, second.headers)
        if first.body != second.body:
            found[name] = differing(json.loads(first.body), json.loads(second.body))
    one.sandbox.close()
    two.sandbox.close()
    assert found == RANDOM
    assert passed > len(GATED) / 2


def test_two_sandboxes_share_nothing_that_opens_anything() -> None:
    """Keys, codes, tokens, secrets and anti-forgery values of one are strange to the other."""
    one, two = Laboratory(), Laboratory()
    chosen = {"control token", "password of a link"}
    ours, theirs = minted(one), minted(two)
    assert ours.keys() == theirs.keys()
    assert {name for name in ours if ours[name] == theirs[name]} == chosen
    assert set(ours.values()) & set(theirs.values()) == {ours["control token"], PASSWORD}
    one.sandbox.close()
    two.sandbox.close()


@pytest.mark.parametrize("seconds", [0, 86_400])
def test_a_reset_tells_the_same_story_again(seconds: int) -> None:
    """At the same time; later, the same in other times."""
    lab = Laboratory()
    first = [(name, answer.status) for name, answer in story(lab)]
    lab.control("PUT", "clock", {"now": "2026-03-01T12:00:00Z"})
    lab.control("PUT", "clock", {"advance": seconds})
    lab.control("POST", "reset")
    assert [(name, answer.status) for name, answer in story(lab)] == first
    lab.sandbox.close()
