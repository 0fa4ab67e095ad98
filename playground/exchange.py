"""The record of a request and its answer, without a judgement and without a credential's value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
import json
from typing import Any
from urllib.parse import urlsplit

from playground.table import Prose, Verbatim, html_table

__all__ = ["Answer", "Exchange", "SentRequest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """What was sent: credentials are masked in `url` and `headers`, and keys in `body`."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: str | None = None

    @property
    def target(self) -> str:
        """Path and query: the URL without the host and port of the day."""
        parts = urlsplit(self.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    def header(self, name: str) -> str | None:
        """Return the first header called *name*, whatever its case."""
        return _header(self.headers, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; keys in `body` are replaced by the names that the keyring gave them."""

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: str = ""

    @property
    def line(self) -> str:
        """Status and reason, such as "201 Created"."""
        return f"{self.status} {self.reason}".strip()

    def header(self, name: str) -> str | None:
        """Return the first header called *name*, whatever its case."""
        return _header(self.headers, name)

    def json(self) -> Any:
        """
        Return the decoded body.

        Raises:
            ValueError: the body is not JSON.
        """
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The body for a person: JSON is indented, anything else is as it came."""
        try:
            return json.dumps(self.json(), indent=2, ensure_ascii=False)
        except ValueError:
            return self.body


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Exchange:
    """
    One request of *operation_id* with the credential called *key* (`None` = anonymous).

    `params` and `body` are what the caller gave, before serialisation, keys replaced by their
    names; `elapsed` is in seconds, from the first byte sent to the last one read; `sent_at` is
    aware, in UTC, and by the server's clock where the answer tells it.
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

    def __repr__(self) -> str:
        return "\n".join([self._headline, *([self.response.text] if self.response.body else [])])

    def _repr_html_(self) -> str:
        return html_table(Prose(self._headline), (), tuple(self._rows()))

    @property
    def _headline(self) -> str:
        request = self.request
        key = f"with `{self.key}`" if self.key else "without a key"
        return f"{request.method} {request.target} {key}: {self.response.line}"

    def _rows(self) -> Iterator[tuple[str, str]]:
        yield "Operation", self.operation_id
        yield "Key", Prose(f"`{self.key}`" if self.key else "none")
        if self.request.body:
            yield "Sent", Verbatim(self.request.body)
        yield "Answer", self.response.line
        yield "Body", Verbatim(self.response.text)


def _header(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    return next((value for one, value in headers if one.lower() == name.lower()), None)
