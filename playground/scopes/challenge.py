"""The challenge of a refusal: what `WWW-Authenticate` says about a bearer token."""

from dataclasses import dataclass
import re

__all__ = ["Challenge", "challenge", "written"]

_BEARER = re.compile(r"(?:^|,)\s*bearer(?=\s|,|$)", re.IGNORECASE)
_NEXT = re.compile(r",\s*[\w-]+\s+[\w-]+\s*=")
_PARAMETER = re.compile(r'([\w-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """A bearer challenge; a parameter that is not there is empty."""

    realm: str = ""
    error: str = ""
    description: str = ""
    scope: str = ""


def challenge(header: str) -> Challenge | None:
    """
    Return the first bearer challenge of a `WWW-Authenticate` *header*, or None.

    Source: RFC 6750, section 3, and RFC 9110, section 11.6.1.
    """
    found = _BEARER.search(header)
    if found is None:
        return None
    rest = header[found.end() :]
    until = _NEXT.search(rest)
    named = {
        name.lower(): re.sub(r"\\(.)", r"\1", quoted) if quoted else token
        for name, quoted, token in _PARAMETER.findall(rest[: until.start()] if until else rest)
    }
    return Challenge(
        realm=named.get("realm", ""),
        error=named.get("error", ""),
        description=named.get("error_description", ""),
        scope=named.get("scope", ""),
    )


def written(challenge: Challenge) -> str:
    """Return *challenge* as the value of a `WWW-Authenticate` header."""
    named = (
        ("realm", challenge.realm),
        ("error", challenge.error),
        ("error_description", challenge.description),
        ("scope", challenge.scope),
    )
    return "Bearer " + ", ".join(f'{name}="{_quotable(value)}"' for name, value in named if value)


def _quotable(value: str) -> str:
    """Return *value* in the characters that RFC 6750 allows: no quote, backslash or control."""
    return "".join(c if " " <= c <= "~" and c not in '"\\' else "'" for c in value)
