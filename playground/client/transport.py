"""The one module that names httpx: a request goes out, an answer or a failure comes back."""

from functools import cached_property
from ipaddress import ip_address
import ssl
from typing import Any, TypedDict
from urllib.parse import urlsplit

import httpx

from playground.client.wire import Failure, Outcome, Reply, Trouble, Wire
from playground.errors import PlaygroundError

__all__ = ["ERRORS", "Transport", "is_loopback"]

ERRORS: tuple[tuple[type[Exception], Trouble], ...] = (
    (httpx.InvalidURL, "no address"),
    (httpx.UnsupportedProtocol, "no address"),
    (httpx.ConnectError, "no connection"),
    (httpx.ConnectTimeout, "no connection"),
    (httpx.ProxyError, "no connection"),
    (httpx.TimeoutException, "no answer"),
    (httpx.HTTPError, "broken answer"),
    (httpx.StreamError, "broken answer"),
    (httpx.CookieConflict, "broken answer"),
)
"""Each family of httpx's errors and what it means to a person; the first that fits counts."""

_RAISED = tuple(error for error, _ in ERRORS)


class _Options(TypedDict, total=False):
    transport: Any
    timeout: httpx.Timeout
    verify: ssl.SSLContext
    trust_env: bool


class Transport:
    """
    Sends one request at a time, from any thread and any event loop; follows no redirect.

    A connection lasts for one request, so none is stale after a sandbox was started anew. `fake`
    stands in for the network in tests (`httpx.MockTransport`).
    """

    def __init__(self, *, fake: Any = None, timeout_seconds: float = 30.0) -> None:
        self._fake = fake
        self._timeout = httpx.Timeout(timeout_seconds, connect=min(5.0, timeout_seconds))

    def send(self, wire: Wire) -> Outcome:
        """Return the answer to *wire*, or why there is none."""
        try:
            with httpx.Client(**self._options(wire.url)) as client:
                return _reply(client.send(_request(wire)))
        except _RAISED as error:
            return _failure(error)
        except PlaygroundError as error:
            return Failure(error=error.with_traceback(None))

    async def asend(self, wire: Wire) -> Outcome:
        """Return the answer to *wire*, or why there is none; a cancelled task sends no more."""
        try:
            async with httpx.AsyncClient(**self._options(wire.url)) as client:
                return _reply(await client.send(_request(wire)))
        except _RAISED as error:
            return _failure(error)
        except PlaygroundError as error:
            return Failure(error=error.with_traceback(None))

    def _options(self, url: str) -> _Options:
        options: _Options = {"timeout": self._timeout}
        # Reading the authorities costs 20 ms, and plain HTTP needs none: it gets a context of none.
        is_plain = url.startswith("http://")
        options["verify"] = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if is_plain else self._verify
        if self._fake is not None:
            options["transport"] = self._fake
        # A proxy of the environment is for the world outside, not for this machine.
        options["trust_env"] = not is_loopback(url)
        return options

    @cached_property
    def _verify(self) -> ssl.SSLContext:
        return httpx.create_ssl_context()


def is_loopback(url: str) -> bool:
    """Return whether *url* leads to this machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or host.endswith(".localhost") or ip_address(host).is_loopback
    except ValueError:
        return False


def _request(wire: Wire) -> httpx.Request:
    headers = [(name.encode(), value.encode()) for name, value in wire.headers]
    return httpx.Request(wire.method, wire.url, headers=headers, content=wire.content)


def _reply(response: httpx.Response) -> Reply:
    return Reply(
        status=response.status_code,
        reason=response.reason_phrase,
        headers=tuple(response.headers.multi_items()),
        text=_text(response),
    )


def _text(response: httpx.Response) -> str:
    kind = response.headers.get("content-type", "text/plain").partition(";")[0]
    is_binary = kind.startswith(("image/", "audio/", "video/", "font/")) or kind in (
        "application/octet-stream",
        "application/pdf",
        "application/zip",
    )
    return f"[{len(response.content)} bytes of {kind}]" if is_binary else response.text


def _failure(error: Exception) -> Failure:
    return Failure(trouble=next(trouble for kind, trouble in ERRORS if isinstance(error, kind)))
