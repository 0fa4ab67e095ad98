"""What a token is worth now: the one look-up behind introspection, userinfo and the API."""

from dataclasses import dataclass
from enum import StrEnum

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.grant import Grant, Token
from playground.sandbox.oauth.ports import Person
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.scope import reach
from playground.sandbox.values import digest

__all__ = ["Standing", "State", "scopes_left", "standing"]


class State(StrEnum):
    """Why a token is accepted or not; the first that applies, in this order."""

    UNKNOWN = "unknown"
    DISABLED = "disabled"
    REVOKED = "revoked"
    ROTATED = "rotated"
    EXPIRED = "expired"
    ACTIVE = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A token with all it stands for; `scopes` is what it still reaches."""

    state: State
    token: Token | None = None
    grant: Grant | None = None
    app: App | None = None
    person: Person | None = None
    scopes: frozenset[str] = frozenset()


def standing(value: str, provider: Provider) -> Standing:
    """Return what the token *value* is worth at the provider's moment."""
    found = provider.store.token(provider.tenant, digest(value))
    if found is None:
        return Standing(state=State.UNKNOWN)
    token, grant = found
    app = provider.store.app(provider.tenant, token.client_id)
    person = _person(grant, provider)
    state = _state(token, grant, app, person, provider)
    if app is None or state is not State.ACTIVE:
        return Standing(state=state, token=token, grant=grant, app=app, person=person)
    scopes = reach(
        token.scopes,
        app=app,
        workspace=grant.workspace,
        person=person,
        vocabulary=provider.vocabulary,
    )
    return Standing(state=state, token=token, grant=grant, app=app, person=person, scopes=scopes)


def scopes_left(grant: Grant, *, app: App, provider: Provider) -> frozenset[str]:
    """
    Return what *grant* still reaches.

    Raises:
        Refusal: the person behind it is gone.
    """
    person = _person(grant, provider)
    if _is_orphan(grant, person):
        raise Refusal(ErrorCode.INVALID_GRANT, "The person behind the grant is gone.")
    return reach(
        grant.scopes,
        app=app,
        workspace=grant.workspace,
        person=person,
        vocabulary=provider.vocabulary,
    )


def _person(grant: Grant, provider: Provider) -> Person | None:
    return provider.directory.person(grant.tenant, grant.person) if grant.person else None


def _is_orphan(grant: Grant, person: Person | None) -> bool:
    return grant.person is not None and (person is None or grant.workspace not in person.roles)


def _state(
    token: Token, grant: Grant, app: App | None, person: Person | None, provider: Provider
) -> State:
    failing = (
        (app is None or not app.is_enabled, State.DISABLED),
        (grant.revoked_at is not None or token.revoked_at is not None, State.REVOKED),
        (_is_orphan(grant, person), State.REVOKED),
        (token.used_at is not None, State.ROTATED),
        (min(token.expires_at, grant.expires_at) <= provider.now, State.EXPIRED),
    )
    return next((state for is_failing, state in failing if is_failing), State.ACTIVE)
