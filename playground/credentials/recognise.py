"""What a value says of itself: its kind, its expiry, and a name to call it by."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
import re

from playground.credentials.credential import CredentialKind, Environment
from playground.guard import Catalogue, findings_in_text, keyformat

__all__ = [
    "UNKNOWN",
    "catalogue",
    "code_of",
    "environment_of",
    "expiry_of",
    "is_key_shaped",
    "kind_of",
]

UNKNOWN = "key"
"""What a value of no known kind is called."""

_KINDS: Mapping[str, CredentialKind] = {
    "lw_live_": CredentialKind.WORKSPACE_KEY,
    "lw_test_": CredentialKind.WORKSPACE_KEY,
    "lw_pk_": CredentialKind.PUBLISHABLE_KEY,
    "lw_at_": CredentialKind.OAUTH_TOKEN,
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


def kind_of(value: str) -> CredentialKind:
    """Return the kind that the prefix of *value* tells; OTHER for another API's."""
    return next(
        (kind for prefix, kind in _KINDS.items() if value.startswith(prefix)), CredentialKind.OTHER
    )


def environment_of(value: str) -> Environment:
    """Return where *value* belongs: `lw_live_` keys to production."""
    return Environment.PRODUCTION if value.startswith("lw_live_") else Environment.SANDBOX


def expiry_of(value: str) -> datetime | None:
    """Return the expiry that *value* carries, None where it carries none that verifies."""
    form = keyformat.read(value)
    return form.expires_at if form and form.is_checksum_valid else None
