"""The vocabulary of scopes is complete and agrees with itself."""

from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

from playground.credentials.credential import CredentialKind
from playground.openapi.parse import parse

VOCABULARY: dict[str, Any] = parse(
    files("playground").joinpath("linquid", "scopes.yaml").read_text("utf-8")
)
SCOPES = VOCABULARY["scopes"]
NAMES = """
    links:read links:write links:create links:update links:delete rules:read rules:write
    rules:update analytics:read campaigns:read campaigns:write domains:read domains:write
    workspace:read workspace:update members:read members:invite members:update_roles
    members:remove billing:read billing:manage api_keys:* integrations:read integrations:manage
"""


def test_the_24_names() -> None:
    """The published names are there, and no others."""
    assert list(SCOPES) == NAMES.split()
    assert len(SCOPES) == 24


@pytest.mark.parametrize("name", SCOPES)
def test_a_scope_is_told_in_words(name: str) -> None:
    """A scope has a title, one sentence for a consent page, a family and a provenance."""
    scope = SCOPES[name]
    assert scope["title"]
    assert scope["description"].count(".") == 1
    assert scope["description"].endswith(".")
    assert scope["family"] in VOCABULARY["families"]
    assert scope["provenance"] == "documented"
    assert set(scope["holders"]) <= set(CredentialKind)


def test_families() -> None:
    """There are the five families of the access guide, and none is empty."""
    assert len(VOCABULARY["families"]) == 5
    assert {scope["family"] for scope in SCOPES.values()} == VOCABULARY["families"].keys()


def test_implications() -> None:
    """What implies what is between known scopes, and marked as inferred with its reason."""
    for entry in VOCABULARY["implications"]:
        assert {entry["scope"], *entry["implies"]} <= SCOPES.keys()
        assert entry["provenance"] == "inferred"
        assert entry["reason"].endswith(".")


def test_roles() -> None:
    """Each role has known permissions, and each includes the one below it."""
    roles = VOCABULARY["roles"]
    assert list(roles) == ["owner", "admin", "editor", "viewer"]
    held = [set(role["permissions"]) for role in roles.values()]
    assert held[0] == SCOPES.keys()
    assert held[0] > held[1] > held[2] > held[3]


def test_only_owners_see_bills() -> None:
    """Bills are the owner's business."""
    roles = VOCABULARY["roles"]
    assert [r for r in roles if "billing:read" in roles[r]["permissions"]] == ["owner"]


def test_plans() -> None:
    """Each plan has every limit and known features; a bigger plan never has less."""
    plans = list(VOCABULARY["plans"].values())
    for plan in plans:
        assert plan["limits"].keys() == plans[0]["limits"].keys()
        assert set(plan["features"]) <= VOCABULARY["features"].keys()
    for smaller, bigger in pairwise(plans):
        assert set(smaller["features"]) <= set(bigger["features"])
        for name, limit in smaller["limits"].items():
            assert bigger["limits"][name] is None or bigger["limits"][name] > limit
