"""Who calls: a credential in one state, how it is sent, and what `decide` is told of it."""

from dataclasses import dataclass, replace

from playground.credentials.credential import Credential
from playground.scopes.context import Presented

__all__ = ["ANONYMOUS", "Holder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """
    `credential` is what a faithful server knows of it, None where it knows nothing.

    `plan` and `busy` are its workspace's; `asked` is what X-Workspace-Id names. `is_forged` marks
    a cookie without its anti-forgery token, `is_astray` a page that the key is not for.
    """

    headers: tuple[tuple[str, str], ...] = ()
    presented: Presented = Presented.KNOWN
    credential: Credential | None = None
    plan: str | None = None
    is_busy: bool = False
    is_live: bool = False
    asked: str | None = None
    is_forged: bool = False
    is_astray: bool = False

    def at(self, workspace: str) -> "Holder":
        """Return the same holder, who names *workspace* in X-Workspace-Id."""
        headers = (*self.headers, ("x-workspace-id", workspace))
        return replace(self, headers=headers, asked=workspace)


ANONYMOUS = Holder(presented=Presented.NOTHING)
