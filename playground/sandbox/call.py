"""One authorised, validated call of an operation, as its handler sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from playground.openapi.operation import Operation
from playground.sandbox.caller import Caller, Workspace
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import Reply
from playground.sandbox.ids import Ids
from playground.sandbox.oauth.provider import Provider
from playground.sandbox.refusal import Refusal, not_found
from playground.sandbox.store import Transaction
from playground.scopes.vocabulary import Vocabulary

__all__ = ["Call", "Handler", "Later"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """
    What a handler may use: typed parameters, a valid body, and the state of its tenant.

    `sent` is the body as it came, for signatures.
    """

    operation: Operation
    params: Mapping[str, Any]
    body: Any
    caller: Caller
    store: Transaction
    now: datetime
    ids: Ids
    vocabulary: Vocabulary
    provider: Callable[[datetime], Provider]
    sent: bytes = b""

    @property
    def workspace(self) -> Workspace:
        """The workspace that the caller acts in."""
        if self.caller.workspace is None:
            raise not_found("Workspace")
        return self.caller.workspace

    @property
    def at(self) -> int:
        """The virtual time in milliseconds."""
        return milliseconds(self.now)

    @property
    def time(self) -> str:
        """The virtual time as Linquid writes it."""
        return stamp(self.now)

    def id(self, prefix: str) -> str:
        """Return a new id."""
        return self.ids.make(prefix, now=self.now)

    def refuse_beyond(self, limit: str, *, used: int | Callable[[], int]) -> None:
        """
        Refuse one more of what the plan limits as *limit*.

        Args:
            limit: its name in the plan.
            used: how many are there, or what counts them, called only where there is a limit.

        Raises:
            Refusal: the plan's limit is reached (403; published for QR codes, inferred here).
        """
        plan = self.vocabulary.plans.get(self.workspace.plan)
        most = plan.limits.get(limit) if plan else None
        if most is not None and (used() if callable(used) else used) >= most:
            what = limit.replace("_", " ")
            raise Refusal(403, "LIMIT_EXCEEDED", f"The plan allows {most} {what} at most")


Later: TypeAlias = Callable[[], Reply]
"""What makes the reply once the request's transaction is over, or raises a refusal."""

Handler: TypeAlias = Callable[[Call], Reply | Later]
