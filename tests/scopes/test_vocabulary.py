"""Names of scopes: what they imply, who can hold them, and what is no scope."""

import pytest

from playground.credentials.credential import CredentialKind
from playground.errors import UnknownScope
from playground.scopes import Vocabulary

VOCABULARY = Vocabulary.load()


def test_linquid_has_its_published_scopes() -> None:
    """The two generations together name 24 scopes."""
    assert len(VOCABULARY.scopes) == 24


@pytest.mark.parametrize(
    ("given", "held"),
    [
        (["links:write"], {"links:write", "links:create", "links:update", "links:delete"}),
        (["links:create"], {"links:create"}),
        (["rules:write", "analytics:read"], {"rules:write", "rules:update", "analytics:read"}),
        ([], set()),
        (["made:up"], {"made:up"}),
    ],
    ids=["umbrella", "plain", "two", "none", "unknown"],
)
def test_a_scope_brings_what_it_implies(given: list[str], held: set[str]) -> None:
    """Expanding adds the implied scopes and nothing else."""
    assert VOCABULARY.expand(given) == held


def test_implications_are_followed_to_their_end() -> None:
    """What is implied by something implied is implied, also in a circle."""
    data = {
        "scopes": {},
        "implications": [
            {"scope": "a", "implies": ["b"]},
            {"scope": "b", "implies": ["c"]},
            {"scope": "c", "implies": ["a"]},
        ],
        "roles": {},
        "plans": {},
        "features": {},
    }
    assert Vocabulary.read(data).expand(["a"]) == {"a", "b", "c"}


def test_a_key_cannot_hold_what_only_people_may() -> None:
    """Members, bills and keys are for sessions."""
    holdable = VOCABULARY.holdable(CredentialKind.WORKSPACE_KEY)
    assert "links:write" in holdable
    assert not {"members:read", "billing:manage", "api_keys:*"} & holdable


def test_an_unknown_scope_is_refused_with_the_nearest_name() -> None:
    """A typing error is answered with what was probably meant."""
    with pytest.raises(UnknownScope, match=r"'links:reed'.*'links:read'"):
        VOCABULARY.checked(["links:read", "links:reed"])


def test_an_unknown_role_permits_nothing() -> None:
    """Who has no role, or one that is not there, may do nothing."""
    assert VOCABULARY.permissions("guest") == VOCABULARY.permissions(None) == frozenset()
