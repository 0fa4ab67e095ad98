"""One object for a notebook: document, keys, the one way to send, and why it was refused."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from playground.client import Client, History, Masker, Transport
from playground.credentials import Keyring, Secret
from playground.errors import NotSent, RequestInvalid
from playground.exchange import Exchange
from playground.openapi import Document, Operation, Problem, Sample, problems, sample
from playground.scopes import Context, Explanation, Vocabulary, explain, predict
from playground.session.control import Control
from playground.session.operations import OperationTable
from playground.session.server import Server
from playground.table import html_table, text_table

if TYPE_CHECKING:
    from playground.session.workspace import Workspace

__all__ = ["Session"]

_WORKSPACE = "x-workspace-id"


class Session:
    """
    A connection to one API; made by `connect`.

    `keys` are names with secrets, `operations` what may be called, `history` what was sent;
    `workspace` is None for an API that has no control surface.
    """

    def __init__(
        self,
        document: Document,
        keyring: Keyring,
        *,
        find: Callable[[], Server],
        vocabulary: Vocabulary,
        transport: Transport,
        masker: Masker,
    ) -> None:
        self.document = document
        self.keys = keyring
        self.history = History()
        self.operations = OperationTable(document.operations, title=document.title)
        self.workspace: Workspace | None = None
        self._find = find
        self._vocabulary = vocabulary
        self._transport = transport
        self._masker = masker
        self._begin()

    def send(
        self,
        operation_id: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        key: str | Secret | None = None,
        check: bool = True,
        allow_production: bool = False,
    ) -> Exchange:
        """
        Send a request and return what came back, whatever its status.

        Args:
            operation_id: see `operations`.
            params: path, query and header parameters by name.
            body: what the operation takes, as JSON.
            key: the name of a key in `keys`, or a secret; None sends no key.
            check: refuse what the operation's own schema refuses, before sending.
            allow_production: say that a write to production is meant.

        Raises:
            RequestInvalid: *check* found something; `problems` says what.
            NotSent: there is no answer.
        """
        key = self._client.named(key)
        operation, params = self._checked(operation_id, params, body, check=check)
        return self._client.send(
            operation, params=params, body=body, key=key, allow_production=allow_production
        )

    async def asend(
        self,
        operation_id: str,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        key: str | Secret | None = None,
        check: bool = True,
        allow_production: bool = False,
    ) -> Exchange:
        """Send as `send` does, without blocking, from any event loop."""
        key = self._client.named(key)
        operation, params = self._checked(operation_id, params, body, check=check)
        return await self._client.asend(
            operation, params=params, body=body, key=key, allow_production=allow_production
        )

    def problems(
        self, operation_id: str, *, params: Mapping[str, Any] | None = None, body: Any = None
    ) -> tuple[Problem, ...]:
        """Return what the operation's schema refuses of a request; nothing is sent."""
        return problems(self.operations[operation_id], params=params or {}, body=body)

    def completed(self, operation_id: str, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return *params* as they are sent, with this session's workspace where one is asked."""
        return self._in_workspace(self.operations[operation_id], params)

    def masked(self, text: str) -> str:
        """Return *text* with the name of each key in its place; a new key is kept in `keys`."""
        return str(self._masker.value(text))

    def sample(self, operation_id: str) -> Sample:
        """Return a request that passes its own schema."""
        return sample(self.operations[operation_id])

    def explain(self, exchange: Exchange) -> Explanation:
        """Return why the server let *exchange* through or refused it."""
        name = exchange.key
        return explain(
            exchange,
            self.operations[exchange.operation_id],
            self.keys.credential(name) if name in self.keys and name else None,
            vocabulary=self._vocabulary,
            schemes=self.document.schemes,
            workspace=self.workspace.id if self.workspace else "",
            others=[one for one in self.keys.credentials if one.name != name],
        )

    def predict(self, operation_id: str, *, key: str | None) -> Explanation:
        """Return what the document leads one to expect of *key*; nothing is sent."""
        workspace = self.workspace
        return predict(
            self.keys.credential(key) if key else None,
            self.operations[operation_id],
            Context(
                now=self.keys.as_of or datetime.now(UTC),
                vocabulary=self._vocabulary,
                schemes=self.document.schemes,
                environment=workspace.environment if workspace else None,
                workspace=workspace.id if workspace else None,
                plan=workspace.plan if workspace else None,
            ),
            others=[one for one in self.keys.credentials if one.name != key],
        )

    def revive(self) -> None:
        """Go on with a new sandbox if the old one ended: history and your own keys stay."""
        if self._control is None:
            return
        try:
            self.keys.as_of = self._control.now()
        except NotSent:
            self.close()
            self._begin()

    def close(self) -> None:
        """End the sandbox if this session started it; history and keys can still be read."""
        self._server.close()

    def _begin(self) -> None:
        self._server = self._find()
        self._control = self._controlled(self._server)
        if self._control is not None:
            self.keys.as_of = self._control.now()
            self.keys.lend(())
            self.workspace, lent = self._control.keys()
            self.keys.lend(lent)
        self._client = Client(
            self._server.url,
            self.keys,
            environment=self.workspace.environment if self.workspace else None,
            schemes=self.document.schemes,
            history=self.history,
            masker=self._masker,
            transport=self._transport,
        )

    def _controlled(self, server: Server) -> Control | None:
        if server.token is None:
            return None
        return Control(server.url, server.token, transport=self._transport)

    def _checked(
        self, operation_id: str, params: Mapping[str, Any] | None, body: Any, *, check: bool
    ) -> tuple[Operation, Mapping[str, Any]]:
        operation = self.operations[operation_id]
        given = self._in_workspace(operation, params or {})
        wrong = problems(operation, params=given, body=body) if check else ()
        if wrong:
            raise RequestInvalid(operation.id, wrong)
        return operation, given

    def _in_workspace(self, operation: Operation, params: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return *params*, naming this workspace where the operation asks which one is meant."""
        asked = (p.name for p in operation.parameters if p.name.lower() == _WORKSPACE)
        named = {name: self.workspace.id for name in asked if self.workspace}
        return {**named, **params}

    def __repr__(self) -> str:
        return text_table("Connected", ("What", "Which"), self._rows())

    def _repr_html_(self) -> str:
        return html_table("Connected", ("What", "Which"), self._rows()) + self.keys._repr_html_()

    def _rows(self) -> list[tuple[str, str]]:
        document = self.document
        return [
            ("Workspace", str(self.workspace) if self.workspace else "not known"),
            (
                "Document",
                f"{document.title} {document.version}, {len(self.operations)} operations",
            ),
            ("Keys", ", ".join(self.keys) or "none yet"),
        ]
