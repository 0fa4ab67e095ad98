"""The password of a link, as a browser asks for it: Basic authentication, any user name."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime
from hashlib import scrypt
import hmac
from typing import Any

from playground.sandbox.counters import Counters, ends
from playground.sandbox.message import Request
from playground.sandbox.refusal import Refusal

__all__ = ["MOST", "Guesses", "ask_for"]

MOST = 10

_MINUTE = 60
_CHALLENGE = (("WWW-Authenticate", 'Basic realm="link", charset="UTF-8"'),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guesses:
    """Wrong passwords for one link from one address, counted by the minute of the clock."""

    counters: Counters
    tenant: str
    link: str
    address: str
    now: datetime

    @property
    def _counted(self) -> dict[str, Any]:
        what = f"password {self.link} {self.address}"
        return {"tenant": self.tenant, "what": what, "span": _MINUTE, "now": self.now}

    def refuse_more(self) -> None:
        """
        Refuse to look at another password, even the right one, once there were too many.

        Raises:
            Refusal: a guesser must wait (429).
        """
        if self.counters.seen(**self._counted) >= MOST:
            wait = ends(self.now, _MINUTE) - int(self.now.timestamp())
            message = f"More than {MOST} wrong passwords for this link in this minute"
            headers = (("Retry-After", str(wait)),)
            raise Refusal(429, "RATE_LIMITED", message, headers=headers)

    def count(self) -> None:
        """Count a wrong one."""
        self.counters.take(**self._counted)


def ask_for(request: Request, digest: str | None, guesses: Guesses) -> None:
    """
    Let *request* through if it brings the password behind *digest*, or none is needed.

    Raises:
        Refusal: no password, or a wrong one (401), or too many wrong ones before (429).
    """
    if digest is None:
        return
    given = _given(request)
    if given is None:
        raise _refusal("This link asks for a password")
    guesses.refuse_more()
    salt, _, expected = digest.partition(":")
    found = scrypt(given, salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    if not hmac.compare_digest(found.hex(), expected):
        guesses.count()
        raise _refusal("This is not the link's password")


def _given(request: Request) -> bytes | None:
    scheme, _, rest = (request.header("authorization") or "").strip().partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        _, colon, password = base64.b64decode(rest.strip(), validate=True).partition(b":")
    except (binascii.Error, ValueError):
        return None
    return password if colon else None


def _refusal(message: str) -> Refusal:
    return Refusal(401, "PASSWORD_REQUIRED", message, headers=_CHALLENGE)
