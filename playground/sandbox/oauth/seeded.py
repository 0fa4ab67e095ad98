"""The applications that a seed lists, held to the rules of a registration."""

from collections import Counter
from collections.abc import Mapping

from playground.errors import SeedError
from playground.sandbox.oauth.app import App, AppSecret, ClientType
from playground.sandbox.oauth.registration import Fault, faults
from playground.sandbox.seed import Entry, Seed
from playground.sandbox.values import digest
from playground.scopes.vocabulary import Vocabulary

__all__ = ["seeded_apps"]

_FIELDS: Mapping[str, str] = {
    "name": "name",
    "redirectUris": "redirect_uris",
    "requirePkce": "require_pkce",
    "scopes": "scopes",
    "type": "type",
}


def seeded_apps(seed: Seed, *, tenant: str, vocabulary: Vocabulary) -> tuple[App, ...]:
    """
    Return the applications of *seed*, with the digests of the secrets that it gives.

    Raises:
        SeedError: one could not be registered so; `place` tells the line of the field.
    """
    entries = seed["oauth_apps"]
    counted = Counter(entry["client_id"] for entry in entries)
    for entry in entries:
        if counted[entry["client_id"]] > 1:
            raise _wrong("client_id is another application's too", entry.place_of("client_id"))
    return tuple(_checked(entry, tenant, vocabulary) for entry in entries)


def _checked(entry: Entry, tenant: str, vocabulary: Vocabulary) -> App:
    app = _app(entry, tenant)
    for fault in faults(app, vocabulary):
        raise _told(fault, entry)
    return app


def _app(entry: Entry, tenant: str) -> App:
    secret = entry.get("client_secret")
    return App(
        tenant=tenant,
        client_id=entry["client_id"],
        name=entry["name"],
        owner=entry["owner"],
        workspace=entry["workspace"],
        type=ClientType(entry["type"]),
        redirect_uris=tuple(map(str, entry["redirect_uris"])),
        scopes=frozenset(entry["scopes"]),
        require_pkce=entry.get("require_pkce", True),
        secrets=() if secret is None else (AppSecret(digest=digest(secret)),),
    )


def _told(fault: Fault, entry: Entry) -> SeedError:
    """Return *fault* with the seed's name of the field, at the line of the item that is wrong."""
    _, name, *item = fault.pointer.split("/")
    field = _FIELDS[name]
    return _wrong(f"{field} {fault.message}", entry.place_of("/".join([field, *item])))


def _wrong(message: str, place: str) -> SeedError:
    return SeedError(
        f"oauth_apps: {message}", place=place, next_step="Mend this line and start again."
    )
