"""A store, a directory and sessions in dictionaries: the fakes that tests pass in."""
# ruff: noqa: D102  the ports say what each method promises

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock
from typing import TypeVar

from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.grant import Code, Grant, Review, Token
from playground.sandbox.oauth.ports import Person
from playground.sandbox.oauth.ticket import Ticket

Record = TypeVar("Record", Code, Token)
Key = tuple[str, str]


def is_free(record: Code | Token, now: datetime) -> bool:
    """Return whether *record* can still be used once."""
    is_revoked = isinstance(record, Token) and record.revoked_at is not None
    return record.used_at is None and not is_revoked and record.expires_at > now


@dataclass(kw_only=True)
class MemoryStore:
    """The port `Store`, with one lock around whatever may happen once."""

    apps_by_id: dict[Key, App] = field(default_factory=dict)
    grants: dict[Key, Grant] = field(default_factory=dict)
    codes: dict[Key, Code] = field(default_factory=dict)
    tokens: dict[Key, Token] = field(default_factory=dict)
    tickets: dict[Key, Ticket] = field(default_factory=dict)
    kept: list[Review] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def app(self, tenant: str, client_id: str) -> App | None:
        return self.apps_by_id.get((tenant, client_id))

    def apps(self, tenant: str) -> Sequence[App]:
        return [app for key, app in sorted(self.apps_by_id.items()) if key[0] == tenant]

    def put_app(self, app: App) -> None:
        self.apps_by_id[app.tenant, app.client_id] = app

    def disable_app(self, tenant: str, client_id: str, *, now: datetime) -> None:
        app = self.apps_by_id[tenant, client_id]
        self.put_app(replace(app, is_enabled=False))
        self.end_grants(tenant, client_id, now)

    def delete_app(self, tenant: str, client_id: str, *, now: datetime) -> None:
        del self.apps_by_id[tenant, client_id]
        self.end_grants(tenant, client_id, now)

    def end_grants(self, tenant: str, client_id: str, now: datetime) -> None:
        for key, grant in self.grants.items():
            if (key[0], grant.client_id) == (tenant, client_id):
                self.grants[key] = replace(grant, revoked_at=grant.revoked_at or now)

    def grant(self, tenant: str, grant_id: str) -> Grant | None:
        return self.grants.get((tenant, grant_id))

    def revoke_grant(self, tenant: str, grant_id: str, *, now: datetime) -> None:
        grant = self.grants[tenant, grant_id]
        self.grants[tenant, grant_id] = replace(grant, revoked_at=grant.revoked_at or now)

    def deny(self, review: Review) -> None:
        self.kept.append(review)

    def reviews(self, tenant: str) -> Sequence[Review]:
        return [review for review in self.kept if review.tenant == tenant]

    def approve(self, grant: Grant, code: Code, review: Review) -> None:
        self.grants[grant.tenant, grant.id] = grant
        self.codes[code.tenant, code.digest] = code
        self.kept.append(review)

    def code(self, tenant: str, digest: str) -> Code | None:
        return self.codes.get((tenant, digest))

    def redeem(self, tenant: str, digest: str, *, now: datetime, tokens: Sequence[Token]) -> bool:
        code = self.codes[tenant, digest]
        if self.grants[tenant, code.grant_id].revoked_at is not None:
            return False
        return self.use(self.codes, (tenant, digest), now, tokens)

    def token(self, tenant: str, digest: str) -> tuple[Token, Grant] | None:
        token = self.tokens.get((tenant, digest))
        return (token, self.grants[tenant, token.grant_id]) if token else None

    def issue(self, grant: Grant, tokens: Sequence[Token]) -> None:
        self.grants[grant.tenant, grant.id] = grant
        self.tokens.update({(token.tenant, token.digest): token for token in tokens})

    def rotate(self, tenant: str, digest: str, *, now: datetime, tokens: Sequence[Token]) -> bool:
        return self.use(self.tokens, (tenant, digest), now, tokens)

    def use(
        self, records: dict[Key, Record], key: Key, now: datetime, tokens: Sequence[Token]
    ) -> bool:
        with self.lock:
            if not is_free(records[key], now):
                return False
            records[key] = replace(records[key], used_at=now)
            self.tokens.update({(token.tenant, token.digest): token for token in tokens})
        return True

    def revoke_token(self, tenant: str, digest: str, *, now: datetime) -> None:
        token = self.tokens[tenant, digest]
        self.tokens[tenant, digest] = replace(token, revoked_at=token.revoked_at or now)

    def put_ticket(self, ticket: Ticket) -> None:
        self.tickets[ticket.tenant, ticket.digest] = ticket

    def take_ticket(
        self, tenant: str, digest: str, *, binding: str, now: datetime
    ) -> Ticket | None:
        ticket = self.tickets.get((tenant, digest))
        if ticket is None or ticket.binding != binding or ticket.expires_at <= now:
            return None
        return self.tickets.pop((tenant, digest))


@dataclass(kw_only=True)
class MemoryDirectory:
    """The port `Directory`."""

    everyone: dict[str, Person]

    def person(self, tenant: str, person_id: str) -> Person | None:
        return self.everyone.get(person_id) if tenant == "default" else None

    def people(self, tenant: str) -> Sequence[Person]:
        return list(self.everyone.values()) if tenant == "default" else []

    def workspace_name(self, tenant: str, workspace: str) -> str:
        return f"{workspace} of {tenant}"


@dataclass(kw_only=True)
class MemorySessions:
    """The port `Sessions`; cookies are numbered, as nobody attacks a test."""

    people: dict[str, str] = field(default_factory=dict)

    def person_id(self, tenant: str, cookie: str) -> str | None:
        return self.people.get(f"{tenant} {cookie}")

    def open(self, tenant: str, person_id: str) -> str:
        cookie = f"session-{len(self.people)}"
        self.people[f"{tenant} {cookie}"] = person_id
        return cookie
