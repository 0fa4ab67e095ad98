"""The rules of access, in the order in which they are checked."""

from enum import StrEnum

__all__ = ["Rule"]


class Rule(StrEnum):
    """The rules in the order in which they are checked; the first that fails is the reason."""

    NO_CREDENTIAL = "no_credential"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    DISABLED = "disabled"
    EXPIRED = "expired"
    WRONG_ENVIRONMENT = "wrong_environment"
    WRONG_WORKSPACE = "wrong_workspace"
    WRONG_KIND = "wrong_kind"
    MISSING_SCOPE = "missing_scope"
    ROLE = "role"
    PLAN_GATE = "plan_gate"
    RATE_LIMIT = "rate_limit"
