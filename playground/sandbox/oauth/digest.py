"""What is kept of a secret: its SHA-256 digest, never its value."""

import hashlib
import hmac

__all__ = ["digest_of", "is_digest_of"]


def digest_of(value: str) -> str:
    """
    Return the hexadecimal SHA-256 of *value*.

    Source: ASVS 6.5.2: a fast hash is right for secrets of 128 random bits and more.
    """
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()


def is_digest_of(value: str, digest: str) -> bool:
    """Return whether *digest* is the one of *value*, in constant time."""
    return hmac.compare_digest(digest_of(value), digest)
