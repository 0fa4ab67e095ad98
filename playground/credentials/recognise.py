"""What a value says of itself: its kind, its expiry, and a name to call it by."""

from collections.abc import Mapping
from functools import cache
import re
from typing import Any

from playground.credentials.credential import CredentialKind, Environment
from playground.guard import Catalogue, findings_in_text, keyformat

__all__ = [
    "UNKNOWN",
    "catalogue",
    "code_of",
    "facts_of",
    "is_key_shaped",
]

UNKNOWN = "key"
"""What a value of no known kind is called."""

_KINDS: Mapping[str, CredentialKind] = {
    "lw_live_": CredentialKind.WORKSPACE_KEY,
    "lw_test_": CredentialKind.WORKSPACE_KEY,
    "lw_pk_": CredentialKind.PUBLISHABLE_KEY,
    "lw_at_": CredentialKind.OAUTH_TOKEN,
}
_PLACES: Mapping[str, Environment] = {
    "lw_live_": Environment.PRODUCTION,
    "lw_test_": Environment.SANDBOX,
}
# A run of 20 letters and digits, both of them, is no word that a person names a key by.
_UNWORDLY = re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z\d]{20,}")


@cache
def catalogue() -> Catalogue:
    """Return the shipped kinds of key, compiled once a process."""
    return Catalogue.load()


def code_of(value: str) -> str:
    """Return the code of the kind of key that *value* is, UNKNOWN where none fits."""
    findings = findings_in_text(value, catalogue())
    return findings[0].kind.code if findings else UNKNOWN


def is_key_shaped(text: str) -> bool:
    """Return whether *text* may be a key, so that it must not be repeated."""
    return bool(_UNWORDLY.search(text)) or bool(findings_in_text(text, catalogue()))


def facts_of(value: str) -> dict[str, Any]:
    """
    Return what *value* tells of itself, as fields of `Credential`; what it does not is absent.

    Its kind and where it belongs stand in its prefix, its expiry in a body that verifies.
    """
    prefix = next((one for one in _KINDS if value.startswith(one)), "")
    told: dict[str, Any] = {"kind": _KINDS[prefix]} if prefix else {}
    if prefix in _PLACES:
        told["environment"] = _PLACES[prefix]
    form = keyformat.read(value)
    if form and form.is_checksum_valid:
        told["expires_at"] = form.expires_at
    return told
