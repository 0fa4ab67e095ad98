"""One WebSocket: let in like any request, told what happens, and shown out with a reason."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from dataclasses import dataclass
import json
from typing import Any, TypeAlias

from playground.sandbox.core import Sandbox
from playground.sandbox.envelope import encoded
from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import Refusal
from playground.sandbox.telling import told

__all__ = ["Close", "Listeners", "Receive", "Send"]

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_SWITCHING = 101
_OFTEN_SECONDS = 0.1
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """Why a conversation ends (RFC 6455, section 7.4.1); no code = the other side went."""

    code: int = 0
    reason: str = ""


_NOT_UNDERSTOOD = Close(code=1003, reason='say {"type": "ping"}, or nothing')
_TOO_SLOW = Close(code=1013, reason="too far behind: ask GET /api/analytics/live")
_GONE = Close()


class Listeners:
    """Everybody who listens to *sandbox* through this process: so many, and no more."""

    def __init__(self, sandbox: Sandbox, *, most: int = 100) -> None:
        self._sandbox = sandbox
        self._free = most

    async def converse(self, request: Request, receive: Receive, send: Send) -> None:
        """Answer the handshake *request*, and tell events until one side has enough."""
        await receive()
        if self._free == 0:
            refusal = Refusal(503, "SERVICE_UNAVAILABLE", "Too many are listening already")
            await _refused(told(refusal, self._sandbox.clock.now()), send)
            return
        self._free -= 1
        try:
            await _conversed(self._sandbox, request, receive, send)
        finally:
            self._free += 1


async def _conversed(sandbox: Sandbox, request: Request, receive: Receive, send: Send) -> None:
    answer = _foreign(sandbox, request) or sandbox.handle(request)
    if answer.delay:
        await asyncio.sleep(answer.delay)
    if answer.status != _SWITCHING:
        await _refused(answer, send)
        return
    position = sandbox.feed(request, after=None).reached
    await send({"type": "websocket.accept", "headers": _raw(answer, only="X-")})
    end = await _first(_heard(receive, send), _telling(sandbox, request, position, send))
    if end.code:
        with suppress(Exception):  # the other side may have gone meanwhile
            await send({"type": "websocket.close", "code": end.code, "reason": end.reason})


def _foreign(sandbox: Sandbox, request: Request) -> Response | None:
    """Return the refusal of a page elsewhere: a browser would send its cookies along."""
    origin, host = request.header("origin"), request.header("host")
    if origin is None or origin in {f"http://{host}", f"https://{host}"}:
        return None
    refusal = Refusal(403, "FORBIDDEN", "This page is not of the sandbox", rule="origin")
    return told(refusal, sandbox.clock.now())


async def _first(*sides: Awaitable[Close]) -> Close:
    """Return why the side that ends first has ended, and stop the other."""
    tasks = [asyncio.ensure_future(side) for side in sides]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()


async def _heard(receive: Receive, send: Send) -> Close:
    """Listen to what the listener says: only a ping is understood."""
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return _GONE
        if not _is_ping(message.get("text")):
            return _NOT_UNDERSTOOD
        await send({"type": "websocket.send", "text": '{"type":"pong"}'})


def _is_ping(text: str | None) -> bool:
    try:
        return bool(json.loads(text or "null") == {"type": "ping"})
    except ValueError:
        return False


async def _telling(sandbox: Sandbox, request: Request, position: int, send: Send) -> Close:
    """Tell events as they are recorded, as long as the credential opens this."""
    while True:
        await asyncio.sleep(_OFTEN_SECONDS)
        try:
            feed = sandbox.feed(request, after=position)
        except Refusal as refusal:
            return Close(code=1008, reason=refusal.message)
        for event in feed.events:
            sending = send({"type": "websocket.send", "text": encoded(event)})
            try:
                await asyncio.wait_for(sending, _PATIENCE_SECONDS)
            except TimeoutError:
                return _TOO_SLOW
        if feed.is_late:
            return _TOO_SLOW
        position = feed.reached


async def _refused(answer: Response, send: Send) -> None:
    """Answer the handshake as any other request; a dropped one is told nothing."""
    if answer.is_dropped:
        await send({"type": "websocket.close", "code": 1006})
        return
    start = {"status": int(answer.status), "headers": _raw(answer)}
    await send({"type": "websocket.http.response.start", **start})
    await send({"type": "websocket.http.response.body", "body": answer.body})


def _raw(answer: Response, *, only: str = "") -> list[tuple[bytes, bytes]]:
    return [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in answer.headers
        if name.startswith(only)
    ]
