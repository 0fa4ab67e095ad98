"""HTTP as the provider sees it: plain records, so that any server can mount it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import json

from playground.sandbox.oauth.headers import NO_STORE, QUIET

__all__ = ["Answer", "Request", "json_answer", "redirect_answer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request; `path` is without the tenant's prefix, `query` and `body` are as sent."""

    method: str
    path: str
    query: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> tuple[str, ...]:
        """Return every value of the header *name*, whose case does not matter."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())

    def cookie(self, name: str) -> str:
        """Return the first cookie called *name*, empty if there is none."""
        for line in self.header("cookie"):
            for pair in line.split(";"):
                key, _, value = pair.strip().partition("=")
                if key == name:
                    return value.strip('"')
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; a header may occur more than once."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> tuple[str, ...]:
        """Return every value of the header *name*, whose case does not matter."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())


def json_answer(
    content: Mapping[str, object],
    *,
    status: int = 200,
    headers: Sequence[tuple[str, str]] = NO_STORE,
) -> Answer:
    """Return *content* as JSON that no cache keeps (RFC 6749, section 5.1)."""
    return Answer(
        status=status,
        headers=(("Content-Type", "application/json"), *headers, *QUIET),
        body=json.dumps(content).encode(),
    )


def redirect_answer(location: str, *, headers: Sequence[tuple[str, str]] = ()) -> Answer:
    """
    Return a redirect to *location* that drops the body of a form.

    Source: RFC 9700, section 4.12: 303, never 307.
    """
    return Answer(status=303, headers=(("Location", location), *NO_STORE, *QUIET, *headers))
