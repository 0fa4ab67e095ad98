"""What the protocol core needs from the world around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.grant import Code, Grant, Review, Token
from playground.sandbox.oauth.ticket import Ticket

__all__ = [
    "Apps",
    "Codes",
    "Directory",
    "Grants",
    "Person",
    "Sessions",
    "Store",
    "Tickets",
    "Tokens",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone who can sign in; `roles` maps the id of a workspace to the role held there."""

    id: str
    email: str
    roles: Mapping[str, str]


class Apps(Protocol):
    """The registered applications."""

    def app(self, tenant: str, client_id: str) -> App | None:
        """Return the application, None if there is none."""

    def apps(self, tenant: str) -> Sequence[App]:
        """Return every application of *tenant*, in order of client id."""

    def put_app(self, app: App) -> None:
        """Save *app* and its secrets in place of what was there."""

    def disable_app(self, tenant: str, client_id: str, *, now: datetime) -> None:
        """Disable the application and revoke every grant it has, in one transaction."""

    def delete_app(self, tenant: str, client_id: str, *, now: datetime) -> None:
        """Delete the application and revoke every grant it had, in one transaction."""


class Grants(Protocol):
    """Approvals, and the record of what people answered."""

    def grant(self, tenant: str, grant_id: str) -> Grant | None:
        """Return the grant, None if there is none."""

    def revoke_grant(self, tenant: str, grant_id: str, *, now: datetime) -> None:
        """End everything that came of the grant, in one statement."""

    def deny(self, review: Review) -> None:
        """Keep the record of a refusal."""

    def reviews(self, tenant: str) -> Sequence[Review]:
        """Return every answer of a person, the oldest first."""


class Codes(Protocol):
    """Authorization codes."""

    def approve(self, grant: Grant, code: Code, review: Review) -> None:
        """Save all three in one transaction."""

    def code(self, tenant: str, digest: str) -> Code | None:
        """Return the code, used or not, None if there is none."""

    def redeem(self, tenant: str, digest: str, *, now: datetime, tokens: Sequence[Token]) -> bool:
        """Mark an unused, unexpired code as used and save *tokens*; False if it was not free."""


class Tokens(Protocol):
    """Access and refresh tokens."""

    def token(self, tenant: str, digest: str) -> tuple[Token, Grant] | None:
        """Return the token and its grant, None if there is none."""

    def issue(self, grant: Grant, tokens: Sequence[Token]) -> None:
        """Save a grant that needs no code, with its tokens."""

    def rotate(self, tenant: str, digest: str, *, now: datetime, tokens: Sequence[Token]) -> bool:
        """Mark a refresh token as used and save *tokens*; False if it was not free."""

    def revoke_token(self, tenant: str, digest: str, *, now: datetime) -> None:
        """End one token."""


class Tickets(Protocol):
    """Anti-forgery tickets."""

    def put_ticket(self, ticket: Ticket) -> None:
        """Save *ticket*."""

    def take_ticket(
        self, tenant: str, digest: str, *, binding: str, now: datetime
    ) -> Ticket | None:
        """Remove and return an unexpired ticket of this browser, None if there is none."""


class Store(Apps, Grants, Codes, Tokens, Tickets, Protocol):
    """Everything that the provider keeps."""


class Directory(Protocol):
    """The people and workspaces of the sandbox."""

    def person(self, tenant: str, person_id: str) -> Person | None:
        """Return the person, None if there is none."""

    def people(self, tenant: str) -> Sequence[Person]:
        """Return everyone who may sign in."""

    def workspace_name(self, tenant: str, workspace: str) -> str:
        """Return the workspace's name in words."""


class Sessions(Protocol):
    """Who is signed in: the value of the `lw_session` cookie, and the person behind it."""

    def person_id(self, tenant: str, cookie: str) -> str | None:
        """Return the id of the person behind *cookie*, None if it is worth nothing."""

    def open(self, tenant: str, person_id: str) -> str:
        """Open a session and return the value of its cookie."""
