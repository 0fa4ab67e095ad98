"""Requests to a sandbox over ASGI, without a server: what a client would send and receive."""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass
import json
from typing import Any

from playground.sandbox.asgi import Application, application
from playground.sandbox.core import Sandbox

__all__ = ["Answer", "Wire"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; names of headers are lower-case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """Return the first header called *name*, "" where there is none."""
        return next((value for key, value in self.headers if key == name), "")

    def error(self, field: str) -> str:
        """Return a *field* of the error in Linquid's envelope, "" where there is none."""
        try:
            return str(json.loads(self.body)["error"][field])
        except (ValueError, KeyError, TypeError):
            return ""


class Wire:
    """An ASGI client; each request comes from an address of its own, so guesses are not counted."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._application: Application = application(sandbox)
        self._sent = 0

    def send(
        self,
        method: str,
        target: str,
        headers: Iterable[tuple[str, str]] = (),
        body: bytes = b"",
    ) -> Answer:
        """Return the answer to one request."""
        self._sent += 1
        path, _, query = target.partition("?")
        scope: MutableMapping[str, Any] = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [
                (b"host", b"127.0.0.1"),
                *((name.lower().encode(), value.encode("latin-1")) for name, value in headers),
            ],
            "client": (f"10.{self._sent >> 16}.{self._sent >> 8 & 255}.{self._sent & 255}", 1),
        }
        heard: list[MutableMapping[str, Any]] = []

        async def receive() -> MutableMapping[str, Any]:
            return {"type": "http.request", "body": body}

        async def say(message: MutableMapping[str, Any]) -> None:
            heard.append(message)

        _run(self._application(scope, receive, say))
        start, rest = heard
        named = tuple((k.decode(), v.decode("latin-1")) for k, v in start["headers"])
        return Answer(status=start["status"], headers=named, body=rest["body"])


def _run(work: Any) -> None:
    """Run *work*, which waits for nothing, to its end: a loop a request would cost more."""
    try:
        work.send(None)
    except StopIteration:
        return
    raise RuntimeError("the application waits for something")
