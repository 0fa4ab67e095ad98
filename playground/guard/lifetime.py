"""How long a key lives, as far as the key itself or its issuer's rule tells."""

from base64 import urlsafe_b64decode
from dataclasses import dataclass
from datetime import UTC, datetime
import json
from typing import Any, Literal

from playground.guard import keyformat
from playground.guard.kind import LifetimeRule

__all__ = ["Lifetime", "lifetime"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """
    What is known of a key's end.

    `known` is "expires" where `expires_at` holds the time, "never", "short" where the issuer
    ends every such key within a day, or "unknown".
    """

    known: Literal["expires", "never", "short", "unknown"]
    expires_at: datetime | None = None


def lifetime(rule: LifetimeRule, key: str) -> Lifetime:
    """Return how long *key* lives, read offline by its kind's *rule*."""
    if rule == "embedded":
        return _of_our_format(key)
    if rule == "jwt":
        return _of_jwt(key)
    return Lifetime(known=rule)


def _of_our_format(key: str) -> Lifetime:
    form = keyformat.read(key)
    if form is None or not form.is_checksum_valid:
        return Lifetime(known="unknown")
    if form.expires_at is None:
        return Lifetime(known="never")
    return Lifetime(known="expires", expires_at=form.expires_at)


def _of_jwt(key: str) -> Lifetime:
    """Source: RFC 7519, section 4.1.4: `exp` counts seconds since 1970."""
    try:
        payload: Any = json.loads(_decoded(key.split(".")[1]))
        return Lifetime(known="expires", expires_at=datetime.fromtimestamp(payload["exp"], UTC))
    except (ValueError, LookupError, TypeError, OverflowError, OSError, RecursionError):
        return Lifetime(known="unknown")


def _decoded(part: str) -> bytes:
    return urlsafe_b64decode(part + "=" * (-len(part) % 4))
