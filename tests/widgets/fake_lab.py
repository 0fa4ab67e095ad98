"""A lab that answers from memory: the real document and the real judge, no server."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
import json
from typing import Any

from playground.client import Masker
from playground.credentials import Credential, CredentialKind, CredentialStatus, Keyring
from playground.errors import SandboxUnreachable
from playground.exchange import Answer, Exchange, SentRequest
from playground.openapi import Document, linquid, problems
from playground.scopes import Context, Explanation, Vocabulary, explain, predict

__all__ = ["NOW", "FakeLab"]

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LINK = {"success": True, "data": {"id": "link_abc123", "clicks": 0, "enabled": True}}


def keyring() -> Keyring:
    """Return the keys that the tests choose from."""
    keys = Keyring()
    keys.as_of = NOW
    kinds = CredentialKind
    common = {"workspace": "ws_acme", "owner": "Ada", "purpose": "tests"}
    for name, kind, scopes, status, expires in (
        ("links-writer", kinds.WORKSPACE_KEY, {"links:create", "links:read"}, "active", None),
        ("analytics-reader", kinds.WORKSPACE_KEY, {"analytics:read"}, "active", None),
        ("old-campaign-bot", kinds.WORKSPACE_KEY, {"links:create"}, "disabled", None),
        (
            "expired-importer",
            kinds.WORKSPACE_KEY,
            {"links:create"},
            "active",
            datetime(2026, 1, 1, tzinfo=UTC),
        ),
        ("web-tracker", kinds.PUBLISHABLE_KEY, set(), "active", None),
    ):
        keys.put(
            name,
            "lw_test_" + name.replace("-", "") + "a1b2c3d4" * 4,
            kind=kind,
            scopes=frozenset(scopes),
            status=CredentialStatus(status),
            expires_at=expires,
            **common,
        )
    return keys


@dataclass
class FakeLab:
    """A `Lab`: whoever `predict` allows gets 201, anybody else 401 or 403."""

    document: Document = field(default_factory=linquid)
    keys: Keyring = field(default_factory=keyring)
    is_down: bool = False
    gate: asyncio.Event | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    @property
    def operations(self) -> Any:
        """The document's operations."""
        return self.document.operations

    def problems(self, operation_id: str, *, params: Mapping[str, Any], body: Any) -> Any:
        """Return what the operation's schema refuses."""
        return problems(self.operations[operation_id], params=params, body=body)

    def completed(self, operation_id: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Name the workspace where the operation asks for one."""
        asked = {one.name for one in self.operations[operation_id].parameters}
        return {**({"X-Workspace-Id": "ws_acme"} if "X-Workspace-Id" in asked else {}), **params}

    def masked(self, text: str) -> str:
        """Name each key in *text*, and keep it."""
        return str(Masker(self.keys).value(text))

    def predict(self, operation_id: str, *, key: str | None) -> Explanation:
        """Return what the document leads one to expect."""
        return predict(self._credential(key), self.operations[operation_id], self._context())

    def send(self, operation_id: str, **request: Any) -> Exchange:
        """Answer from memory."""
        self.sent.append({"operation_id": operation_id, **request})
        if self.is_down:
            raise SandboxUnreachable(
                "the sandbox does not answer", next_step="Run `lab = pg.connect()` again."
            )
        return self._answered(operation_id, **request)

    async def asend(self, operation_id: str, **request: Any) -> Exchange:
        """Answer from memory, once the gate is open."""
        if self.gate:
            await self.gate.wait()
        return self.send(operation_id, **request)

    def explain(self, exchange: Exchange) -> Explanation:
        """Return why the answer came out as it did."""
        operation = self.operations[exchange.operation_id]
        return explain(
            exchange,
            operation,
            self._credential(exchange.key),
            vocabulary=Vocabulary.load(),
            schemes=self.document.schemes,
        )

    def _credential(self, key: str | None) -> Credential | None:
        return None if key is None else self.keys.credential(key)

    def _context(self) -> Context:
        return Context(now=NOW, vocabulary=Vocabulary.load(), schemes=self.document.schemes)

    def _answered(
        self,
        operation_id: str,
        *,
        params: Mapping[str, Any],
        body: Any,
        key: str | None,
        check: bool,
    ) -> Exchange:
        del check
        predicted = self.predict(operation_id, key=key)
        operation = self.operations[operation_id]
        status = HTTPStatus.CREATED if predicted.allowed else HTTPStatus.FORBIDDEN
        answer = LINK if predicted.allowed else {"success": False, "error": {"code": "FORBIDDEN"}}
        return Exchange(
            operation_id=operation_id,
            key=key,
            params=params,
            body=body,
            request=SentRequest(
                method=operation.method.upper(),
                url=f"http://127.0.0.1:4010{operation.path}",
                headers=(("X-API-Key", "keys['links-writer']"),),
                body=None if body is None else json.dumps(body),
            ),
            response=Answer(
                status=status,
                reason=status.phrase,
                headers=(("Content-Type", "application/json"), ("X-Request-Id", "req_1")),
                body=json.dumps(answer),
            ),
            elapsed=0.0123,
            sent_at=NOW,
        )
