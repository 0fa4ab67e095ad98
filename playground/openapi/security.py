"""What an operation asks of a credential: an OR of ANDs."""

from collections.abc import Mapping
from typing import Any

from playground.openapi.operation import Alternative, SchemeRequirement
from playground.openapi.reference import Warn

__all__ = ["as_plain", "security"]

# What cannot be read must not make an operation public: nothing meets this one.
_UNREADABLE: Alternative = (SchemeRequirement(scheme="(unreadable)"),)


def security(
    raw: Mapping[str, Any], root: Mapping[str, Any], *, warn: Warn
) -> tuple[Alternative, ...]:
    """
    Return the alternatives of the operation *raw*: its own, or those of the whole document.

    An empty list makes it public whatever the document says; `{}` in the list is the alternative
    that anonymous requests meet (OpenAPI 3.1.1, section 4.8.10.2 and 4.8.30).
    """
    declared = raw.get("security", root.get("security", []))
    if not isinstance(declared, list):
        warn("its `security` is no list, so no credential is known to be enough")
        return (_UNREADABLE,)
    known = _schemes(root)
    return tuple(_alternative(entry, known, warn=warn) for entry in declared)


def as_plain(alternatives: tuple[Alternative, ...]) -> list[dict[str, list[str]]]:
    """Return *alternatives* as an OpenAPI document writes them."""
    return [{r.scheme: list(r.scopes) for r in alternative} for alternative in alternatives]


def _schemes(root: Mapping[str, Any]) -> Mapping[str, Any]:
    components = root.get("components")
    schemes = components.get("securitySchemes") if isinstance(components, Mapping) else None
    return schemes if isinstance(schemes, Mapping) else {}


def _alternative(entry: Any, known: Mapping[str, Any], *, warn: Warn) -> Alternative:
    if not isinstance(entry, Mapping):
        warn("an entry of its `security` is no map, so no credential is known to meet it")
        return _UNREADABLE
    for scheme in entry:
        if scheme not in known:
            warn(f"its security scheme {scheme!r} is not described")
    return tuple(
        SchemeRequirement(scheme=scheme, scopes=_scopes(scopes, warn=warn))
        for scheme, scopes in entry.items()
    )


def _scopes(raw: Any, *, warn: Warn) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list):
        warn("the scopes of a security scheme are no list")
        return ()
    return tuple(str(scope) for scope in raw)
