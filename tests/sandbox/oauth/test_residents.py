"""The provider over the sandbox's own people: both stores, one flow."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from playground.sandbox.clock import Clock
from playground.sandbox.oauth.endpoints import answer
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.residents import Residents
from playground.sandbox.oauth.store import SqlStore
from playground.sandbox.store import Store
from playground.sandbox.tables import members, users, workspaces
from playground.scopes.vocabulary import Vocabulary
from tests.sandbox.oauth.world import ISSUER, NOON, WEB, query_of, sent


@pytest.fixture
def sandbox() -> Iterator[Store]:
    """Yield the sandbox's store with one person in one workspace."""
    store = Store()
    place = {"slug": "acme", "plan": "pro", "environment": "sandbox", "document": "{}"}
    with store.transaction(tenant="default") as rows:
        rows.add(users, {"id": "usr_1", "email": "ada@acme.example"})
        rows.add(workspaces, {"id": "ws_acme", "position": 1, "name": "Acme Marketing", **place})
        member = {"workspace": "ws_acme", "user": "usr_1", "role": "editor", "position": 1}
        rows.add(members, member)
    yield store
    store.close()


@pytest.fixture
def residents(sandbox: Store) -> Residents:
    """Return the people of the sandbox."""
    clock = Clock()
    clock.freeze(NOON)
    return Residents(sandbox, now=clock.now)


def test_people_come_with_their_roles(residents: Residents) -> None:
    """A member is found by id, with a role by workspace."""
    (everyone,) = residents.people("default")
    assert everyone == residents.person("default", "usr_1")
    assert everyone.roles == {"ws_acme": "editor"}
    assert residents.workspace_name("default", "ws_acme") == "Acme Marketing"


def test_nobody_is_found_elsewhere(residents: Residents) -> None:
    """Another tenant and an unknown id have no one."""
    assert residents.person("other", "usr_1") is None
    assert residents.person("default", "usr_2") is None
    assert residents.people("other") == []
    assert residents.workspace_name("other", "ws_acme") == "ws_acme"


def test_a_session_is_of_its_person(residents: Residents) -> None:
    """The cookie that signing in gives is the sandbox's own session."""
    cookie = residents.open("default", "usr_1")
    assert residents.person_id("default", cookie) == "usr_1"
    assert residents.person_id("other", cookie) is None
    assert residents.person_id("default", "invented") is None


def test_the_consent_page_names_the_workspace(residents: Residents) -> None:
    """Provider, people and sessions fit together."""
    store = SqlStore.open("sqlite://")
    store.put_app(WEB)
    provider = Provider(
        tenant="default",
        issuer=ISSUER,
        now=NOON,
        store=store,
        directory=residents,
        sessions=residents,
        vocabulary=Vocabulary.load(),
    )
    cookie = residents.open("default", "usr_1")
    request = sent(
        method="GET",
        path="/api/oauth/authorize",
        query=urlencode(query_of()).encode(),
        headers=(("Cookie", f"lw_session={cookie}"),),
    )
    page = answer(request, provider)
    assert page.status == 200
    assert b"Acme Marketing" in page.body
    store.close()
