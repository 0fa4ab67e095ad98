"""Credentials: what a key may do, and its value where it must be."""

from playground.credentials.credential import (
    Credential,
    CredentialKind,
    CredentialStatus,
    Environment,
)
from playground.credentials.current import CurrentKeys, keys
from playground.credentials.keyring import Keyring
from playground.credentials.reference import reference
from playground.credentials.secret import Secret

__all__ = [
    "Credential",
    "CredentialKind",
    "CredentialStatus",
    "CurrentKeys",
    "Environment",
    "Keyring",
    "Secret",
    "keys",
    "reference",
]
