"""The password of a link, as a browser asks for it: Basic authentication, any user name."""

import base64
import binascii
from hashlib import scrypt
import hmac

from playground.sandbox.message import Request
from playground.sandbox.refusal import Refusal

__all__ = ["ask_for"]

_CHALLENGE = (("WWW-Authenticate", 'Basic realm="link", charset="UTF-8"'),)


def ask_for(request: Request, digest: str | None) -> None:
    """
    Let *request* through if it brings the password behind *digest*, or none is needed.

    Raises:
        Refusal: no password, or a wrong one (401).
    """
    if digest is None:
        return
    given = _given(request)
    if given is None:
        raise _refusal("This link asks for a password")
    salt, _, expected = digest.partition(":")
    found = scrypt(given, salt=bytes.fromhex(salt), n=2**14, r=8, p=1)
    if not hmac.compare_digest(found.hex(), expected):
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
