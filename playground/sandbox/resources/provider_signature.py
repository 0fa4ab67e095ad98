"""How other services sign what they send: each by the scheme that it publishes."""

import base64
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
import hashlib
import hmac
import re
from typing import TypeAlias

__all__ = ["Signed", "is_signed", "signed"]

Signed: TypeAlias = Mapping[str, str]
"""Headers by name, in small letters."""

_TOLERANCE = timedelta(minutes=5)


def _mac(secret: str, text: bytes) -> bytes:
    return hmac.new(secret.encode(), text, hashlib.sha256).digest()


def _stripe(secret: str, body: bytes, now: datetime, _: str) -> Signed:
    """Sign as https://docs.stripe.com/webhooks#verify-manually says."""
    at = str(int(now.timestamp()))
    return {"stripe-signature": f"t={at},v1={_mac(secret, f'{at}.'.encode() + body).hex()}"}


def _shopify(secret: str, body: bytes, _: datetime, __: str) -> Signed:
    """Sign as Shopify's page on verifying webhook deliveries says."""
    return {"x-shopify-hmac-sha256": base64.b64encode(_mac(secret, body)).decode()}


def _hubspot(secret: str, body: bytes, now: datetime, target: str) -> Signed:
    """Sign as HubSpot's page on request validation says, in its third version."""
    at = str(int(now.timestamp() * 1000))
    text = f"POST{target}".encode() + body + at.encode()
    signature = base64.b64encode(_mac(secret, text)).decode()
    return {"x-hubspot-signature-v3": signature, "x-hubspot-request-timestamp": at}


def _slack(secret: str, body: bytes, now: datetime, _: str) -> Signed:
    """Sign as https://docs.slack.dev/authentication/verifying-requests-from-slack says."""
    at = str(int(now.timestamp()))
    signature = f"v0={_mac(secret, f'v0:{at}:'.encode() + body).hex()}"
    return {"x-slack-signature": signature, "x-slack-request-timestamp": at}


_SCHEMES: Mapping[str, Callable[[str, bytes, datetime, str], Signed]] = {
    "stripe": _stripe,
    "shopify": _shopify,
    "hubspot": _hubspot,
    "slack": _slack,
}


def signed(provider: str, secret: str, body: bytes, *, now: datetime, target: str) -> Signed:
    """Return the headers that *provider* sends with *body* to *target*, a path."""
    return _SCHEMES[provider](secret, body, now, target)


def is_signed(
    provider: str, secret: str, body: bytes, given: Signed, *, now: datetime, target: str
) -> bool:
    """Whether *given* are the headers of *provider* for *body*, sent within five minutes."""
    sent = _time(provider, given) if provider in _TIMES else now
    if sent is None or abs(now - sent) > _TOLERANCE:
        return False
    expected = signed(provider, secret, body, now=sent, target=target)
    return all(
        hmac.compare_digest(given.get(name, "").encode(), value.encode())
        for name, value in expected.items()
    )


def _time(provider: str, given: Signed) -> datetime | None:
    """Return when a request says that it was sent, None where it does not."""
    told = given.get(_TIMES.get(provider, ""), "")
    text = told.partition(",")[0].removeprefix("t=")
    if not _DIGITS.fullmatch(text):
        return None
    return _EPOCH + timedelta(seconds=int(text) / (1000 if provider == "hubspot" else 1))


_DIGITS = re.compile(r"[0-9]{1,14}")
_TIMES = {
    "stripe": "stripe-signature",
    "slack": "x-slack-request-timestamp",
    "hubspot": "x-hubspot-request-timestamp",
}
_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
