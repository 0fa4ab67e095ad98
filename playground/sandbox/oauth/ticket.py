"""The anti-forgery ticket of a page: single-use, and bound to the browser that was shown it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

__all__ = ["Step", "Ticket"]


class Step(StrEnum):
    """The pages that hold a form."""

    SIGN_IN = "sign_in"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """What a form stands for: `query` is the authorization request it was made from."""

    tenant: str
    digest: str
    step: Step
    binding: str
    query: str
    expires_at: datetime
