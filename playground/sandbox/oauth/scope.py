"""RFC 6749, section 3.3: the scopes that are asked for, and how far a token reaches."""

import re

from playground.credentials.credential import CredentialKind
from playground.sandbox.oauth.app import App
from playground.sandbox.oauth.ports import Person
from playground.sandbox.oauth.refusal import ErrorCode, Refusal
from playground.scopes.vocabulary import Vocabulary

__all__ = ["app_scopes", "reach", "requested", "scope_text"]

_SCOPES = re.compile(r"[!#-\[\]-~]+(?: [!#-\[\]-~]+)*")


def scope_text(scopes: frozenset[str]) -> str:
    """Return *scopes* as the protocol writes them, in order."""
    return " ".join(sorted(scopes))


def app_scopes(app: App, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the scopes of *app* that an OAuth token can hold at all."""
    return app.scopes & vocabulary.holdable(CredentialKind.OAUTH_TOKEN)


def requested(text: str | None, *, allowed: frozenset[str]) -> frozenset[str]:
    """
    Return the scopes that *text* asks for; without a text, all that are *allowed*.

    Raises:
        Refusal: the text is malformed, or asks for more than is allowed.
    """
    if text is None:
        if not allowed:
            raise Refusal(ErrorCode.INVALID_SCOPE, "There is no scope that could be given.")
        return allowed
    if not _SCOPES.fullmatch(text):
        raise Refusal(ErrorCode.INVALID_SCOPE, "The scope is malformed.")
    scopes = frozenset(text.split(" "))
    if not scopes <= allowed:
        raise Refusal(ErrorCode.INVALID_SCOPE, "A scope is unknown, or not given to this client.")
    return scopes


def reach(
    scopes: frozenset[str],
    *,
    app: App,
    workspace: str,
    person: Person | None,
    vocabulary: Vocabulary,
) -> frozenset[str]:
    """
    Return what is left of *scopes* now: the app still has it, and the person's role permits it.

    So a demotion shrinks a token at its next use. *person* is None for an application that
    acts for itself.
    """
    left = scopes & vocabulary.expand(app_scopes(app, vocabulary))
    if person is None:
        return left
    return left & vocabulary.permissions(person.roles.get(workspace))
