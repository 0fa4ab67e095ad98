"""Values of credentials: made from the system's randomness, and kept as digests only."""

from datetime import datetime
from hashlib import sha256
import hmac
import secrets

from playground.credentials.credential import CredentialKind, Environment
from playground.guard import keyformat

__all__ = ["PREFIXES", "digest", "is_same", "issued", "prefix_of", "token"]

PREFIXES = {
    (CredentialKind.WORKSPACE_KEY, Environment.SANDBOX): "lw_test_",
    (CredentialKind.WORKSPACE_KEY, Environment.PRODUCTION): "lw_live_",
    (CredentialKind.PUBLISHABLE_KEY, Environment.SANDBOX): "lw_pk_",
    (CredentialKind.PUBLISHABLE_KEY, Environment.PRODUCTION): "lw_pk_",
}


def prefix_of(kind: CredentialKind, environment: Environment) -> str:
    """Return what the values of such keys begin with."""
    return PREFIXES[kind, environment]


def issued(prefix: str, *, expires_at: datetime | None) -> str:
    """Return a fresh key, whose expiry can be read offline."""
    return keyformat.mint(prefix, expires_at=expires_at)


def token() -> str:
    """Return a fresh value of 256 random bits, for cookies and anti-forgery fields."""
    return secrets.token_urlsafe(32)


def digest(value: str) -> str:
    """
    Return the only form in which a value is kept.

    A fast hash is right for values of at least 128 random bits (ASVS 5.0, 6.5.2).
    """
    return sha256(value.encode()).hexdigest()


def is_same(value: str, expected_digest: str) -> bool:
    """Whether *value* is the one behind *expected_digest*; takes the same time either way."""
    return hmac.compare_digest(digest(value), expected_digest)
