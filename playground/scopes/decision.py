"""The one judgement that the sandbox enforces, the matrix predicts and the explanation tells."""

from dataclasses import dataclass
from enum import StrEnum

from playground.openapi.operation import Alternative

__all__ = ["Certainty", "Decision", "Rule"]


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


class Certainty(StrEnum):
    """Where a judgement comes from, the strongest first."""

    SERVER_SAID = "server said"
    DOCUMENT_SAYS = "document says"
    INFERRED = "inferred"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """
    Whether a credential may call an operation, and what the smallest change would be if not.

    `rule` is the first rule that failed, `None` when allowed. `required` holds every alternative
    of the operation; `held` the credential's scopes, implied ones included; `missing` the scopes
    that the nearest alternative wants and the credential lacks; `smallest_change` is one
    sentence for a person, empty when allowed.
    """

    allowed: bool
    rule: Rule | None = None
    required: tuple[Alternative, ...] = ()
    held: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    smallest_change: str = ""
    certainty: Certainty = Certainty.DOCUMENT_SAYS
