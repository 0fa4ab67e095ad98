"""What a cassette may hold of a request and its answer: no key, no port of the day."""

from collections.abc import Mapping
import gzip
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from playground.client import Masker
from playground.client.transport import is_loopback
from playground.recording.setting import SANDBOX

__all__ = ["Redacted", "Redactor", "Request"]

_KEPT = frozenset(
    {
        "accept",
        "authorization",
        "content-type",
        "cookie",
        "origin",
        "x-api-key",
        "x-csrf-token",
        "x-publishable-key",
        "x-workspace-id",
    }
)
# Every sandbox has a control token of its own, and a replay has none.
_CONTROL, _TOKEN_OF_THE_DAY = "/_sandbox/", "Bearer [redacted:control token]"
_DROPPED = frozenset({"server", "transfer-encoding", "connection", "content-length"})


class Request(Protocol):
    """A request as vcr has it."""

    uri: str
    body: Any
    headers: Mapping[str, Any]


class Redacted(NamedTuple):
    """What of a request may be stored."""

    uri: str
    body: bytes | None
    headers: dict[str, str]


class Redactor:
    """
    Redacts requests and answers with one masker, so that a key has one name throughout.

    Both methods may be applied again without changing anything: on replay they are.
    """

    def __init__(self, masker: Masker) -> None:
        self._masker = masker
        self._origins: set[str] = set()

    def request(self, request: Request) -> Redacted:
        """Return what of *request* may be stored."""
        body, headers = _inflated(request.body, dict(request.headers))
        kept = [(name.lower(), _text(value)) for name, value in headers.items()]
        shown = dict(self._masker.headers(tuple(pair for pair in kept if pair[0] in _KEPT)))
        if _CONTROL in request.uri and "authorization" in shown:
            shown["authorization"] = _TOKEN_OF_THE_DAY
        return Redacted(
            uri=self._placed(self._masker.text(self._known(_without_password(request.uri)))),
            body=self._body(body),
            headers=shown,
        )

    def response(self, response: dict[str, Any]) -> dict[str, Any]:
        """Return a copy of *response* that may be stored; vcr has decompressed it."""
        pairs = [
            (name, _text(value))
            for name, values in response["headers"].items()
            for value in ([values] if isinstance(values, str | bytes) else values)
            if name.lower() not in _DROPPED
        ]
        headers: dict[str, list[str]] = {}
        for name, value in self._masker.headers(tuple(pairs)):
            headers.setdefault(name, []).append(self._placed(value))
        return {
            **response,
            "headers": headers,
            "body": {**response["body"], "string": self._body(response["body"]["string"])},
        }

    def _body(self, body: Any) -> bytes | None:
        if body is None:
            return None
        raw = body.encode() if isinstance(body, str) else bytes(body)
        try:
            return self._placed(self._masker.text(raw.decode())).encode()
        except UnicodeDecodeError:
            # Latin-1 takes any byte and gives it back.
            return self._masker.text(raw.decode("latin-1")).encode("latin-1", "replace")

    def _known(self, uri: str) -> str:
        """Return *uri*, remembering where this machine's servers listen today."""
        parts = urlsplit(uri)
        if is_loopback(uri):
            self._origins.add(f"{parts.scheme}://{parts.netloc}")
        return uri

    def _placed(self, text: str) -> str:
        for origin in self._origins:
            text = text.replace(origin, SANDBOX)
        return text


def _without_password(uri: str) -> str:
    """Return *uri* without user and password, which travel in a header."""
    parts = urlsplit(uri)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _inflated(body: Any, headers: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    encoding = next((n for n in headers if n.lower() == "content-encoding"), None)
    if encoding is None or _text(headers[encoding]).lower() != "gzip" or not body:
        return body, headers
    return gzip.decompress(bytes(body)), {n: v for n, v in headers.items() if n != encoding}


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
