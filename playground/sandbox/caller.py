"""Who sends a request: the credential that came with it, and the workspace that it acts in."""

from dataclasses import dataclass

from playground.credentials.credential import Credential
from playground.scopes.context import Presented

__all__ = ["ANONYMOUS", "Caller", "Workspace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What a request needs to know of its workspace; `requests_per_hour` overrides the plan's."""

    id: str
    plan: str
    environment: str
    requests_per_hour: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """
    What came in place of a credential, and the credential that it is.

    `user` and `csrf_digest` are a session's.
    """

    presented: Presented
    credential: Credential | None = None
    workspace: Workspace | None = None
    user: str = ""
    csrf_digest: str = ""


ANONYMOUS = Caller(presented=Presented.NOTHING)
