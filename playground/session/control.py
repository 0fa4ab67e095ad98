"""What a session asks of a sandbox's control surface: is it there, and which keys does it lend."""

from datetime import datetime
from typing import TypeVar

from playground.client.transport import Transport
from playground.client.wire import Failure, Wire
from playground.credentials import Credential, Secret
from playground.errors import SandboxError, SandboxUnreachable
from playground.session.lent import Lent, Status, read
from playground.session.workspace import Workspace

__all__ = ["Control"]

_Answer = TypeVar("_Answer", Lent, Status)

_UNAUTHORIZED = 401
_OK = 200


class Control:
    """The control surface of the sandbox at *url*, opened by *token*."""

    def __init__(self, url: str, token: Secret, *, transport: Transport) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._transport = transport

    def now(self) -> datetime:
        """
        Return the sandbox's time.

        Raises:
            SandboxUnreachable: no sandbox answers.
            SandboxError: the token is wrong, or something else answers.
        """
        return self._asked("GET", "status", Status).now

    def keys(self) -> tuple[Workspace, tuple[Credential, ...]]:
        """Return the workspace and its credentials, each with a fresh value; see `now`."""
        lent = self._asked("POST", "keys", Lent)
        return lent.workspace, lent.credentials

    def _asked(self, method: str, what: str, answer: type[_Answer]) -> _Answer:
        outcome = self._transport.send(self._wire(method, what))
        place = f"{method} /_sandbox/{what}"
        if isinstance(outcome, Failure):
            raise outcome.error or SandboxUnreachable(
                "no sandbox answers here",
                place=place,
                next_step="Start one with `playground sandbox`, or run `pg.connect()` without url.",
            )
        if outcome.status == _UNAUTHORIZED:
            raise SandboxError(
                "the sandbox does not take this control token",
                place=place,
                next_step="Set PLAYGROUND_SANDBOX_TOKEN to the token it was started with.",
            )
        return read(answer, outcome.text if outcome.status == _OK else "", place=place)

    def _wire(self, method: str, what: str) -> Wire:
        return Wire(
            method=method,
            url=f"{self._url}/_sandbox/{what}",
            headers=(("Authorization", f"Bearer {self._token.reveal()}"),),
        )
