"""The sandbox over ASGI: bytes in, bytes out, and nothing else."""

import asyncio
from collections.abc import Awaitable, Callable, Container, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any, TypeAlias
from urllib.parse import quote

from playground.sandbox.body import LARGEST
from playground.sandbox.core import Sandbox
from playground.sandbox.hosts import LOOPBACK
from playground.sandbox.listeners import Listeners, Receive, Send
from playground.sandbox.message import Request, Response

__all__ = ["Application", "application"]

_Scope: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[[_Scope, Receive, Send], Awaitable[None]]

_THREADS = 4
_WRONG_HOST = b'{"success":false,"error":{"code":"FORBIDDEN","message":"Unknown host"}}'


def application(sandbox: Sandbox, *, hosts: Container[str] = LOOPBACK) -> Application:
    """
    Return *sandbox* as an ASGI application.

    Args:
        sandbox: called inline, which is faster than any way of not blocking for it; in threads
            where it waits for PostgreSQL.
        hosts: names that a request may address; another is refused, so that a web page whose own
            name leads here (DNS rebinding) gets nothing.
    """
    listeners = Listeners(sandbox)
    threads = ThreadPoolExecutor(_THREADS, "requests") if sandbox.is_shared else None

    async def respond(scope: _Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind not in {"http", "websocket"}:
            return
        headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
        if _host(headers) not in hosts:
            message = "http.response" if kind == "http" else "websocket.http.response"
            await send(_start(421, (("Content-Type", "application/json"),), message=message))
            await send({"type": f"{message}.body", "body": _WRONG_HOST})
            return
        if kind == "websocket":
            await listeners.converse(_request(scope, "GET", headers), receive, send)
            return
        method = scope["method"]
        body = await _body(receive) if method not in {"GET", "HEAD"} else b""
        # What would have become a WebSocket is none: the server saw no whole handshake.
        plain = tuple(pair for pair in headers if pair[0] != "upgrade")
        request = _request(scope, method, plain, body=body)
        if threads is None:
            answer = sandbox.handle(request)
        else:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(threads, sandbox.handle, request)
        if answer.delay:
            await asyncio.sleep(answer.delay)
        if answer.is_dropped:
            await _drop(receive, send)
        else:
            await _sent(answer, send, has_body=method != "HEAD")

    return respond


async def _body(receive: Receive) -> bytes:
    """Return the body, or one byte more of it than is allowed."""
    body = b""
    while len(body) <= LARGEST:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    return body[: LARGEST + 1]


async def _sent(answer: Response, send: Send, *, has_body: bool) -> None:
    await send(_start(answer.status, answer.headers))
    await send({"type": "http.response.body", "body": answer.body if has_body else b""})


async def _drop(receive: Receive, send: Send) -> None:
    """End the connection without a word; another server than uvicorn answers 500 instead."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionAbortedError
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass


def _start(
    status: int, headers: Iterable[tuple[str, str]], *, message: str = "http.response"
) -> dict[str, Any]:
    raw = [(_raw_name(name), value.encode("latin-1")) for name, value in headers]
    return {"type": f"{message}.start", "status": status, "headers": raw}


@lru_cache(maxsize=256)
def _raw_name(name: str) -> bytes:
    """Return the name of a header as bytes in small letters; there are few."""
    return name.lower().encode("latin-1")


def _request(
    scope: _Scope, method: str, headers: tuple[tuple[str, str], ...], *, body: bytes = b""
) -> Request:
    return Request(
        method=method,
        target=_target(scope),
        headers=headers,
        body=body,
        address=_address(scope),
    )


def _target(scope: _Scope) -> str:
    """Return path and query as they came, percent-encoded."""
    raw = scope.get("raw_path")
    path = raw.decode("latin-1") if raw else quote(scope["path"])
    query = scope["query_string"].decode("latin-1")
    return f"{path.partition('?')[0]}?{query}" if query else path


def _address(scope: _Scope) -> str:
    """Return the address that the request came from, "" if the server does not tell."""
    client = scope.get("client")
    return str(client[0]) if client else ""


def _host(headers: tuple[tuple[str, str], ...]) -> str:
    """Return the name that the request addresses, without its port."""
    host = next((value for name, value in headers if name == "host"), "")
    name, colon, port = host.rpartition(":")
    return name if colon and port.isdecimal() else host
