"""What a session asks of a sandbox's control surface: is it there, and which keys does it lend."""

from collections.abc import Mapping
from datetime import datetime
import json
from typing import Any

from playground.client.transport import Transport
from playground.client.wire import Failure, Wire
from playground.credentials import (
    Credential,
    CredentialKind,
    CredentialStatus,
    Environment,
    Secret,
)
from playground.credentials.reference import as_name
from playground.errors import SandboxError, SandboxUnreachable
from playground.session.workspace import Workspace

__all__ = ["Control"]

_UNAUTHORIZED = 401
_OK = 200


class Control:
    """The control surface of the sandbox at *url*, opened by *token*."""

    def __init__(self, url: str, token: Secret, *, transport: Transport) -> None:
        self._url = url.rstrip("/")
        self._token = token
        self._transport = transport

    def now(self) -> datetime | None:
        """
        Return the sandbox's time.

        Raises:
            SandboxUnreachable: no sandbox answers.
            SandboxError: the token is wrong, or something else answers.
        """
        return _time(self._asked("GET", "status").get("now"))

    def keys(self) -> tuple[Workspace, tuple[Credential, ...]]:
        """Return the workspace and its credentials, each with a fresh value; see `now`."""
        lent = self._asked("POST", "keys")
        one = lent["workspace"]
        workspace = Workspace(
            id=one["id"],
            name=one["name"],
            slug=one.get("slug", ""),
            plan=one.get("plan", ""),
            environment=Environment(one.get("environment", "sandbox")),
        )
        return workspace, tuple(map(_credential, lent["keys"]))

    def _asked(self, method: str, what: str) -> Mapping[str, Any]:
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
        return _answer(outcome.text if outcome.status == _OK else "", place=place)

    def _wire(self, method: str, what: str) -> Wire:
        return Wire(
            method=method,
            url=f"{self._url}/_sandbox/{what}",
            headers=(("Authorization", f"Bearer {self._token.reveal()}"),),
        )


def _answer(text: str, *, place: str) -> Mapping[str, Any]:
    try:
        answer = json.loads(text)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        return answer
    raise SandboxError(
        "what answers here is no sandbox of the playground",
        place=place,
        next_step="Mend the address, or give `document=` for another API.",
    )


def _credential(one: Mapping[str, Any]) -> Credential:
    name = as_name(one["name"]) or one.get("id", "key")
    status = one.get("status", "active")
    is_status = status in CredentialStatus.__members__.values()
    return Credential(
        name=name,
        kind=CredentialKind(one["kind"]),
        workspace=one.get("workspace", ""),
        id=one.get("id", ""),
        environment=Environment(one.get("environment", "sandbox")),
        scopes=frozenset(one.get("scopes") or ()),
        owner=one.get("owner") or "",
        purpose=one.get("purpose") or "",
        origins=tuple(one.get("origins") or ()),
        created_at=_time(one.get("created_at")),
        expires_at=_time(one.get("expires_at")),
        status=CredentialStatus(status) if is_status else CredentialStatus.ACTIVE,
        secret=Secret(one["value"], name=name),
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
