"""How an account elsewhere is opened for an import: a visit to the provider, and the way back."""

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import bindparam, delete, select

from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, invalid, not_found
from playground.sandbox.resources.import_providers import PROVIDERS, Provider
from playground.sandbox.resources.job_tables import connections, visits
from playground.sandbox.store import Transaction
from playground.sandbox.values import digest, is_same, token

__all__ = ["HANDLERS", "PAGE", "provider_of", "refuse_unconnected", "visit_of"]

PAGE = "/_provider/import/"

_VISIT = timedelta(minutes=10)
_HERE = (
    connections.c.tenant == bindparam("in_tenant"),
    connections.c.workspace == bindparam("in_workspace"),
    connections.c.provider == bindparam("is_provider"),
)
_CONNECTED = select(connections.c.connected_at).where(*_HERE)
_DISCONNECT = delete(connections).where(*_HERE)
_STATE = (
    visits.c.tenant == bindparam("in_tenant"),
    visits.c.digest == bindparam("is_digest"),
    visits.c.provider == bindparam("is_provider"),
    visits.c.expires_at > bindparam("is_now"),
)
_FIND = select(visits.c.workspace, visits.c.code_digest).where(*_STATE)
_USE = delete(visits).where(*_STATE)


def list_providers(call: Call) -> Reply:
    """Return where links can be imported from, and which accounts are authorised."""
    shown = [
        {"id": key, "name": provider.name, "connected": _is_connected(call, key)}
        for key, provider in PROVIDERS.items()
    ]
    return Reply(encoded(shown))


def begin_authorization(call: Call) -> Reply:
    """Return the address of the provider's page, simulated, that asks for consent."""
    key, _ = provider_of(call)
    state, expires_at = token(), call.now + _VISIT
    row = {
        "digest": digest(state),
        "workspace": call.workspace.id,
        "provider": key,
        "code_digest": "",
        "expires_at": milliseconds(expires_at),
    }
    call.store.add(visits, row)
    shown = {
        "provider": key,
        "authorizationUrl": f"{PAGE}{key}?state={state}",
        "expiresAt": stamp(expires_at),
    }
    return Reply(encoded(shown))


def finish_authorization(call: Call) -> Reply:
    """Take a person back from the provider; a state that came with an answer is used up."""
    key, _ = provider_of(call)
    given = call.params
    row = visit_of(call, key, given["state"])
    call.store.run(_USE, is_digest=digest(given["state"]), is_provider=key, is_now=call.at)
    if "error" in given:
        return Reply(encoded({"provider": key, "connected": False}))
    if "code" not in given:
        raise invalid("/query/code", "code is required, unless the provider sends an error")
    if not row.code_digest or not is_same(given["code"], row.code_digest):
        raise Refusal(403, "FORBIDDEN", "The provider does not know this code")
    here = {"in_workspace": row.workspace, "is_provider": key}
    call.store.run(_DISCONNECT, **here)
    connection = {"workspace": row.workspace, "provider": key, "connected_at": call.at}
    call.store.add(connections, connection)
    return Reply(encoded({"provider": key, "connected": True}))


class _Asker(Protocol):
    """What asks: a call of the API, or the provider's page."""

    @property
    def store(self) -> Transaction:
        """Where to look."""

    @property
    def now(self) -> datetime:
        """What time it is."""


def visit_of(call: _Asker, key: str, state: str) -> Record:
    """
    Return the visit to the provider *key* that *state* is of.

    Raises:
        Refusal: there is none, or it took too long (404).
    """
    row = call.store.row(
        _FIND, is_digest=digest(state), is_provider=key, is_now=milliseconds(call.now)
    )
    if row is None:
        raise not_found("Authorisation", pointer="/query/state")
    return row


def provider_of(call: Call) -> tuple[str, Provider]:
    """
    Return the provider in the path.

    Raises:
        Refusal: nothing can be imported from there (404).
    """
    key = call.params["provider"]
    provider = PROVIDERS.get(key)
    if provider is None:
        raise not_found("Provider")
    return key, provider


def refuse_unconnected(call: Call, key: str) -> None:
    """Refuse an import from an account that nobody authorised."""
    if not _is_connected(call, key):
        raise Refusal(403, "FORBIDDEN", f"Nobody has authorised {PROVIDERS[key].name} yet")


def _is_connected(call: Call, key: str) -> bool:
    here = {"in_workspace": call.workspace.id, "is_provider": key}
    return call.store.row(_CONNECTED, **here) is not None


HANDLERS: dict[str, Handler] = {
    "listImportProviders": list_providers,
    "beginImportAuthorization": begin_authorization,
    "finishImportAuthorization": finish_authorization,
}
