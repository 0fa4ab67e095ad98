"""What a person is asked on the consent page, and what their answer gives."""

from dataclasses import dataclass
from typing import NoReturn

from playground.sandbox.oauth.authorization import AuthorizationRequest
from playground.sandbox.oauth.grant import Code, Grant, Review
from playground.sandbox.oauth.ports import Person
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.sandbox.oauth.scope import reach
from playground.sandbox.values import digest, token

__all__ = ["Offer", "approve", "deny", "offer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """
    What *person* can give in *workspace*.

    `withheld` are the requested scopes that the person's own role does not permit.
    """

    request: AuthorizationRequest
    person: Person
    workspace: str
    scopes: frozenset[str]
    withheld: frozenset[str]


def offer(request: AuthorizationRequest, person: Person, provider: Provider) -> Offer:
    """
    Return what *person* can give: in the application's workspace, or else in their first one.

    Raises:
        Refusal: they belong to no workspace, so there is nothing to give.
    """
    app = request.destination.app
    workspace = app.workspace if app.workspace in person.roles else min(person.roles, default="")
    if not workspace:
        raise Refusal(ErrorCode.ACCESS_DENIED, "The person belongs to no workspace.")
    scopes = reach(
        request.scopes,
        app=app,
        workspace=workspace,
        person=person,
        vocabulary=provider.vocabulary,
    )
    return Offer(
        request=request,
        person=person,
        workspace=workspace,
        scopes=scopes,
        withheld=request.scopes - scopes,
    )


def approve(made: Offer, chosen: frozenset[str], provider: Provider) -> str:
    """
    Return the code that stands for *chosen*, which may be less than was asked for.

    Raises:
        Refusal: nothing that could be given is left.
    """
    if not (scopes := chosen & made.scopes):
        deny(made, provider)
    code = token()
    grant = _grant(made, scopes, provider)
    provider.store.approve(
        grant, _code(made, grant, code, provider), _review(made, scopes, provider)
    )
    return code


def deny(made: Offer, provider: Provider) -> NoReturn:
    """
    Keep the record of a denial.

    Raises:
        Refusal: always, to tell the application.
    """
    provider.store.deny(_review(made, frozenset(), provider))
    raise Refusal(ErrorCode.ACCESS_DENIED, "The person denied the request.")


def _grant(made: Offer, scopes: frozenset[str], provider: Provider) -> Grant:
    return Grant(
        tenant=provider.tenant,
        id=provider.new_id("grant"),
        client_id=made.request.destination.app.client_id,
        workspace=made.workspace,
        person=made.person.id,
        scopes=scopes,
        created_at=provider.now,
        expires_at=provider.now + provider.lifetimes.grant,
    )


def _code(made: Offer, grant: Grant, code: str, provider: Provider) -> Code:
    to = made.request.destination
    return Code(
        tenant=provider.tenant,
        digest=digest(code),
        grant_id=grant.id,
        client_id=grant.client_id,
        redirect_uri=to.uri,
        is_redirect_uri_sent=to.is_uri_sent,
        challenge=made.request.challenge,
        expires_at=provider.now + provider.lifetimes.code,
    )


def _review(made: Offer, granted: frozenset[str], provider: Provider) -> Review:
    to = made.request.destination
    return Review(
        tenant=provider.tenant,
        id=provider.new_id("consent"),
        decided_at=provider.now,
        person=made.person.id,
        workspace=made.workspace,
        client_id=to.app.client_id,
        redirect_uri=to.uri,
        requested=made.request.scopes,
        granted=granted,
        is_approved=bool(granted),
    )
