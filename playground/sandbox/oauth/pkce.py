"""RFC 7636: a code is worth nothing without the verifier of its challenge."""

from base64 import urlsafe_b64encode
import hashlib
import hmac
import re

from playground.sandbox.oauth.parameters import Parameters
from playground.sandbox.oauth.refusal import ErrorCode, Refusal

__all__ = ["challenge_in", "challenge_of", "check_verifier"]

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")


def challenge_of(verifier: str) -> str:
    """Return the S256 challenge of *verifier* (section 4.2)."""
    digest = hashlib.sha256(verifier.encode("ascii")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def challenge_in(parameters: Parameters, *, is_required: bool) -> str | None:
    """
    Return the challenge of an authorization request, None where there is none.

    Raises:
        Refusal: it is required and missing, not S256, or no SHA-256 in base64url. A missing
            method means `plain` (section 4.3), which is not supported (section 4.4.1).
    """
    challenge = parameters.get("code_challenge")
    method = parameters.get("code_challenge_method")
    if challenge is None:
        if is_required or method is not None:
            raise Refusal(ErrorCode.INVALID_REQUEST, "The parameter code_challenge is missing.")
        return None
    if method != "S256":
        raise Refusal(ErrorCode.INVALID_REQUEST, "The code_challenge_method must be S256.")
    if not _CHALLENGE.fullmatch(challenge):
        raise Refusal(ErrorCode.INVALID_REQUEST, "The code_challenge is malformed.")
    return challenge


def check_verifier(verifier: str | None, challenge: str | None) -> None:
    """
    Raise a refusal unless *verifier* is the one of *challenge*.

    A verifier without a challenge is refused too: someone may have taken the challenge out of
    the authorization request (RFC 9700, section 4.8.2).
    """
    if challenge is None and verifier is None:
        return
    if challenge is None:
        raise Refusal(ErrorCode.INVALID_GRANT, "The code was given without a code_challenge.")
    if verifier is None:
        raise Refusal(ErrorCode.INVALID_GRANT, "The parameter code_verifier is missing.")
    if not _VERIFIER.fullmatch(verifier):
        raise Refusal(ErrorCode.INVALID_REQUEST, "The code_verifier is malformed.")
    if not hmac.compare_digest(challenge_of(verifier), challenge):
        raise Refusal(ErrorCode.INVALID_GRANT, "The code_verifier does not fit.")
