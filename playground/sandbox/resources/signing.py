"""
Signatures of deliveries: Standard Webhooks, under both published names of the headers.

Source: https://github.com/standard-webhooks/standard-webhooks, "Signature scheme".
"""

from base64 import b64decode, b64encode
from hashlib import sha256
import hmac
import secrets

__all__ = ["fresh_secret", "masked", "signed_headers"]

_PREFIX = "whsec_"
_NAMES = ("webhook", "svix")


def fresh_secret() -> str:
    """Return a new signing secret of 192 random bits."""
    return _PREFIX + b64encode(secrets.token_bytes(24)).decode()


def masked() -> str:
    """Return what stands for a secret wherever it is not shown."""
    return _PREFIX + "*" * 8


def signed_headers(
    secrets_: list[str], *, message: str, seconds: int, body: str
) -> tuple[tuple[str, str], ...]:
    """
    Return the headers that prove where *body* comes from.

    Args:
        secrets_: each signs; while one replaces another, both do.
        message: the ID of the delivery: the same at each attempt.
        seconds: when it is sent, since 1970.
        body: as it goes out.
    """
    signatures = " ".join(_signature(s, f"{message}.{seconds}.{body}") for s in secrets_)
    parts = (("id", message), ("timestamp", str(seconds)), ("signature", signatures))
    return tuple((f"{name}-{part}", value) for name in _NAMES for part, value in parts)


def _signature(secret: str, text: str) -> str:
    key = b64decode(secret.removeprefix(_PREFIX))
    return "v1," + b64encode(hmac.new(key, text.encode(), sha256).digest()).decode()
