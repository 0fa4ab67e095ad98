"""The workspace that a session works in, as the sandbox tells it."""

from dataclasses import dataclass

from playground.credentials import Environment

__all__ = ["Workspace"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """One workspace; `plan` decides which features it has."""

    id: str
    name: str
    slug: str
    plan: str
    environment: Environment = Environment.SANDBOX

    def __str__(self) -> str:
        return f"{self.name} ({self.id}), plan {self.plan}, environment {self.environment}"
