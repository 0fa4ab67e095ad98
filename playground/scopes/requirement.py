"""What an operation asks of a credential: which kinds it takes, and which scopes of each."""

from collections.abc import Iterable, Mapping
from typing import Any

from playground.credentials.credential import CredentialKind
from playground.openapi.operation import Alternative, Operation

__all__ = ["KIND_WORDS", "in_words", "kinds", "scopes_of", "suitable"]

KIND_WORDS: Mapping[CredentialKind, str] = {
    CredentialKind.WORKSPACE_KEY: "a workspace key",
    CredentialKind.PUBLISHABLE_KEY: "a publishable key",
    CredentialKind.OAUTH_TOKEN: "an OAuth token",
    CredentialKind.SESSION: "a signed-in session",
    CredentialKind.OTHER: "a credential of that API",
}

_LINQUID: Mapping[str, frozenset[CredentialKind]] = {
    "workspaceKey": frozenset({CredentialKind.WORKSPACE_KEY}),
    "publishableKey": frozenset({CredentialKind.PUBLISHABLE_KEY}),
    "oauth2": frozenset({CredentialKind.OAUTH_TOKEN}),
    "session": frozenset({CredentialKind.SESSION}),
}
_KEYS = frozenset({CredentialKind.WORKSPACE_KEY, CredentialKind.PUBLISHABLE_KEY})
_IN_COOKIE = frozenset(CredentialKind) - _KEYS - {CredentialKind.OAUTH_TOKEN}
_ELSEWHERE = frozenset(CredentialKind) - {CredentialKind.SESSION, CredentialKind.PUBLISHABLE_KEY}


def kinds(scheme: str, schemes: Mapping[str, Mapping[str, Any]]) -> frozenset[CredentialKind]:
    """
    Return the kinds of credential that fit the security scheme called *scheme*.

    Linquid's four are known by name; of a foreign document's, a cookie is for sessions, anything
    else for keys and tokens.
    """
    if scheme in _LINQUID:
        return _LINQUID[scheme]
    return _IN_COOKIE if schemes.get(scheme, {}).get("in") == "cookie" else _ELSEWHERE


def scopes_of(alternative: Alternative) -> frozenset[str]:
    """Return every scope that *alternative* asks for."""
    return frozenset(scope for requirement in alternative for scope in requirement.scopes)


def suitable(
    operation: Operation, kind: CredentialKind, schemes: Mapping[str, Mapping[str, Any]]
) -> tuple[Alternative, ...]:
    """Return the alternatives of *operation* that one credential of *kind* can meet."""
    return tuple(
        alternative
        for alternative in operation.security
        if all(kind in kinds(requirement.scheme, schemes) for requirement in alternative)
    )


def in_words(alternative: Alternative, schemes: Mapping[str, Mapping[str, Any]]) -> str:
    """Return *alternative* for a person, such as "a workspace key with `links:create`"."""
    return (
        " and ".join(
            _requirement(_named(requirement.scheme, schemes), requirement.scopes)
            for requirement in alternative
        )
        or "nothing: it is open to everyone"
    )


def _requirement(what: str, scopes: Iterable[str]) -> str:
    wanted = " and ".join(f"`{scope}`" for scope in scopes)
    return f"{what} with {wanted}" if wanted else what


def _named(scheme: str, schemes: Mapping[str, Mapping[str, Any]]) -> str:
    if scheme in _LINQUID:
        (kind,) = kinds(scheme, schemes)
        return KIND_WORDS[kind]
    return f"a credential for `{scheme}`"
