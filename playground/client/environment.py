"""No write reaches production unless the caller says so."""

from playground.client.transport import is_loopback
from playground.credentials import Environment
from playground.errors import EnvironmentRefused

__all__ = ["SAFE_METHODS", "environment_of", "refuse_unsaid"]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
"""The methods that change nothing. Source: RFC 9110, section 9.2.1."""


def environment_of(url: str) -> Environment:
    """Return what *url* leads to, as far as an address tells: only this machine is a sandbox."""
    is_sandbox = is_loopback(url) or url.startswith("http://sandbox.invalid")
    return Environment.SANDBOX if is_sandbox else Environment.PRODUCTION


def refuse_unsaid(method: str, environment: Environment, *, place: str, is_said: bool) -> None:
    """
    Let a request through that reads, aims at a sandbox, or was meant.

    Raises:
        EnvironmentRefused: it would change production, and the caller did not say so.
    """
    if environment is Environment.SANDBOX or method.upper() in SAFE_METHODS or is_said:
        return
    raise EnvironmentRefused(
        f"{method.upper()} would change production",
        place=place,
        next_step="Nothing was sent. If you mean it, add `allow_production=True`.",
    )
