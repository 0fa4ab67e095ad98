"""What a judgement needs to know besides the credential and the operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from playground.credentials.credential import Environment
from playground.scopes.vocabulary import Vocabulary

__all__ = ["Context", "Presented"]


class Presented(StrEnum):
    """What a request carries where its credential should be."""

    NOTHING = "nothing"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    KNOWN = "known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """
    The circumstances of one request; what is None is not judged.

    `now` is aware; `schemes` are the document's security schemes; `environment` is the server's;
    `workspace` the one that the request names; `plan` that of the credential's workspace;
    `requests_left` what its rate limit still allows, this request included.
    """

    now: datetime
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    schemes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    presented: Presented = Presented.KNOWN
    environment: Environment | None = None
    workspace: str | None = None
    plan: str | None = None
    requests_left: int | None = None
