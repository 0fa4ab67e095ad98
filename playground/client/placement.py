"""Where a credential goes in a request: by its kind, or as another API's document says."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from playground.credentials import CredentialKind
from playground.openapi import Operation

__all__ = ["Placement", "placement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """A header, query parameter or cookie called `name`; `scheme` stands before the value."""

    location: Literal["header", "query", "cookie"] = "header"
    name: str = "Authorization"
    scheme: Literal["", "Bearer", "Basic"] = ""

    def put(
        self, value: str, *, headers: list[tuple[str, str]], query: list[tuple[str, str]]
    ) -> None:
        """Add *value*, a secret or what stands for it, to *headers* or *query*."""
        if self.location == "query":
            query.append((self.name, value))
        elif self.location == "cookie":
            headers.append(("Cookie", f"{self.name}={value}"))
        else:
            headers.append((self.name, f"{self.scheme} {value}".strip()))

    def encoded(self, value: str) -> str:
        """Return the secret *value* as this place wants it: user and password in base64."""
        return b64encode(value.encode()).decode() if self.scheme == "Basic" else value


_BEARER = Placement(scheme="Bearer")
_BY_KIND: Mapping[CredentialKind, Placement] = {
    CredentialKind.WORKSPACE_KEY: Placement(name="X-API-Key"),
    CredentialKind.PUBLISHABLE_KEY: Placement(name="X-Publishable-Key"),
    CredentialKind.OAUTH_TOKEN: _BEARER,
    CredentialKind.SESSION: Placement(location="cookie", name="lw_session"),
}


def placement(
    kind: CredentialKind, operation: Operation, schemes: Mapping[str, Mapping[str, Any]]
) -> Placement:
    """Return where a credential of *kind* goes in a request of *operation*."""
    return _BY_KIND.get(kind) or _declared(operation, schemes)


def _declared(operation: Operation, schemes: Mapping[str, Mapping[str, Any]]) -> Placement:
    """Return the place of the first scheme that *operation* asks for; a bearer token by default."""
    names = [requirement.scheme for option in operation.security for requirement in option]
    scheme = next((schemes[name] for name in names if name in schemes), {})
    if scheme.get("type") == "apiKey":
        return Placement(location=scheme.get("in", "header"), name=scheme.get("name", "X-API-Key"))
    is_basic = scheme.get("type") == "http" and str(scheme.get("scheme")).lower() == "basic"
    return Placement(scheme="Basic") if is_basic else _BEARER
