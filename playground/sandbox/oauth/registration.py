"""The rules of an application's registration, and the rotation of its secret."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
import re

from playground.credentials.secret import Secret
from playground.guard import keyformat
from playground.sandbox.oauth.app import App, AppSecret, ClientType
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.oauth.redirect_uri import fault_of
from playground.sandbox.oauth.scope import app_scopes
from playground.sandbox.values import digest
from playground.scopes.vocabulary import Vocabulary

__all__ = ["Fault", "add_secret", "faults", "register", "rotate_secret"]

_MAX_REDIRECT_URIS = 10
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with a registration; `pointer` names the field."""

    pointer: str
    message: str


def faults(app: App, vocabulary: Vocabulary) -> tuple[Fault, ...]:
    """Return everything that keeps *app* from being registered."""
    return (*_fields(app), *_redirect_uris(app.redirect_uris), *_scopes(app, vocabulary))


def register(app: App, provider: Provider) -> Secret | None:
    """Save a faultless *app* and return its new secret, None for a public one, which has none."""
    if app.is_public:
        provider.store.put_app(replace(app, require_pkce=True, secrets=()))
        return None
    return rotate_secret(app, provider)


def rotate_secret(app: App, provider: Provider) -> Secret | None:
    """
    Return a new secret of *app*; the one before stays valid for the overlap, older ones end.

    A public application has no secret, and gets none.
    """
    if app.type is not ClientType.CONFIDENTIAL:
        return None
    until = provider.now + provider.lifetimes.secret_overlap
    before = [replace(secret, expires_at=until) for secret in app.secrets if not secret.expires_at]
    return add_secret(replace(app, secrets=tuple(before)), provider)


def add_secret(app: App, provider: Provider) -> Secret | None:
    """Return a new secret of *app* beside those that it has; a public application gets none."""
    if app.type is not ClientType.CONFIDENTIAL:
        return None
    value = keyformat.mint("lw_cs_", expires_at=None)
    new = AppSecret(digest=digest(value))
    provider.store.put_app(replace(app, secrets=(new, *app.secrets)))
    return Secret(value, name=app.name)


def _fields(app: App) -> Iterable[Fault]:
    if not app.name.strip():
        yield Fault(pointer="/name", message="is empty")
    for field, text in (("name", app.name), ("owner", app.owner)):
        if _UNSEEN.search(text):
            yield Fault(pointer=f"/{field}", message="holds marks that nobody sees who consents")
    if app.is_public and app.secrets:
        yield Fault(pointer="/type", message="is public, and a public application has no secret")
    if app.is_public and not app.require_pkce:
        yield Fault(pointer="/requirePkce", message="is false, and a public application needs PKCE")


def _redirect_uris(uris: tuple[str, ...]) -> Iterable[Fault]:
    if not 1 <= len(uris) <= _MAX_REDIRECT_URIS:
        message = f"must hold 1 to {_MAX_REDIRECT_URIS} URIs"
        yield Fault(pointer="/redirectUris", message=message)
    if len(set(uris)) < len(uris):
        yield Fault(pointer="/redirectUris", message="holds a URI more than once")
    for index, uri in enumerate(uris):
        if message := fault_of(uri):
            yield Fault(pointer=f"/redirectUris/{index}", message=message)


def _scopes(app: App, vocabulary: Vocabulary) -> Iterable[Fault]:
    if unknown := app.scopes - app_scopes(app, vocabulary):
        message = f"holds scopes that no OAuth token can have: {', '.join(sorted(unknown))}"
        yield Fault(pointer="/scopes", message=message)
    if not app.scopes:
        yield Fault(pointer="/scopes", message="is empty")
