"""A server that is not there, and a client that talks to it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx

from playground.client import Client, Transport
from playground.credentials import Keyring
from tests.client.operations import document

__all__ = ["ADDRESS", "NOON", "Server", "client", "key"]

ADDRESS = "http://127.0.0.1:9"
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)


class Server:
    """Answers each request by *answer* and remembers what it was sent."""

    def __init__(self, answer: Callable[[httpx.Request], httpx.Response] | None = None) -> None:
        self.requests: list[httpx.Request] = []
        self._answer = answer or (lambda _: httpx.Response(200, json={"success": True}))

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Remember *request* and answer it."""
        self.requests.append(request)
        return self._answer(request)


def client(
    server: Callable[[httpx.Request], httpx.Response],
    keyring: Keyring | None = None,
    *,
    address: str = ADDRESS,
    **options: Any,
) -> Client:
    """Return a client of *server* whose clock stands still."""
    return Client(
        address,
        Keyring() if keyring is None else keyring,
        schemes=document().schemes,
        transport=Transport(fake=httpx.MockTransport(server)),
        now=lambda: NOON,
        timer=lambda: 0.0,
        **options,
    )


def key(prefix: str = "lw_test_", seed: str = "Zk3vQ9xL") -> str:
    """Return a value that has the form of a key, assembled here."""
    return prefix + seed + "m2Ty7RbW4sHd8NfJ"
