"""The record of a request and its answer, without a judgement and without a credential's value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
import json
from typing import Any

__all__ = ["Answer", "Exchange", "SentRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """What was sent: credentials are masked in `url` and `headers`, and keys in `body`."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; keys in `body` are replaced by the names that the keyring gave them."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: str = ""

    def header(self, name: str) -> str | None:
        """Return the first header called *name*, whatever its case."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), None)

    def json(self) -> Any:
        """
        Return the decoded body.

        Raises:
            ValueError: the body is not JSON.
        """
        return json.loads(self.body)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """
    One request of *operation_id* with the credential called *key* (`None` = anonymous).

    `params` and `body` are what the caller gave, before serialisation; `elapsed` is in seconds,
    from the first byte sent to the last one read; `sent_at` is aware, in UTC.
    """

    operation_id: str
    key: str | None
    params: Mapping[str, Any]
    body: Any
    request: SentRequest
    response: Answer
    elapsed: float
    sent_at: datetime

    @property
    def ok(self) -> bool:
        """Whether the status is 2xx or 3xx."""
        return self.response.status < HTTPStatus.BAD_REQUEST

    def json(self) -> Any:
        """Return the answer's decoded body; see `Answer.json`."""
        return self.response.json()
