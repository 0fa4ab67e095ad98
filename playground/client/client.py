"""From an operation and the name of a key to an exchange: the one way to send."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import perf_counter
from typing import Any
from urllib.parse import quote, urlencode

from playground.client.environment import environment_of, refuse_unsaid
from playground.client.history import History
from playground.client.logs import masked_logs
from playground.client.masking import Masker
from playground.client.placement import placement
from playground.client.transport import Transport
from playground.client.trouble import not_sent
from playground.client.wire import Failure, Outcome, Reply, Wire
from playground.credentials import Credential, Environment, Keyring, Secret, reference
from playground.exchange import Answer, Exchange, SentRequest
from playground.openapi import Operation
from playground.openapi.build import Request, build

__all__ = ["Client"]

_ALWAYS = (("Accept", "application/json, */*;q=0.5"), ("User-Agent", "linquid-playground"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A request that is ready to go, and what of it may be shown."""

    operation: Operation
    key: str | None
    wire: Wire
    shown: SentRequest
    params: Any = field(repr=False)
    body: Any = field(repr=False)


class Client:
    """
    Sends operations of one API, from any thread and any event loop.

    `environment` is what the server is, told by its address by default; `schemes` are the
    document's security schemes; every exchange is added to `history`.
    """

    def __init__(
        self,
        base_url: str,
        keyring: Keyring,
        *,
        environment: Environment | None = None,
        schemes: Mapping[str, Mapping[str, Any]] | None = None,
        history: History | None = None,
        masker: Masker | None = None,
        transport: Transport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        timer: Callable[[], float] = perf_counter,
    ) -> None:
        self.base_url = base_url.rstrip("/")
        self.environment = environment or environment_of(base_url)
        self.history = History() if history is None else history
        self._keyring = keyring
        self._schemes = schemes or {}
        self._masker = masker or Masker(keyring)
        self._transport = transport or Transport()
        self._now = now
        self._timer = timer

    def send(
        self,
        operation: Operation,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        key: str | Secret | None = None,
        allow_production: bool = False,
    ) -> Exchange:
        """
        Send a request of *operation* and return what came back.

        Args:
            operation: what to call; its security schemes say where a foreign key goes.
            params: by name; "path/id" and "query/id" where two share one.
            body: JSON, or what the operation's media type takes.
            key: the name of a key, a secret, or a value, which is named after its kind at once.
            allow_production: say that a write to production is meant.

        Raises:
            NotSent: there is no answer; nothing is added to the history.
            UnknownKey: the keyring has no such key.
        """
        key = self.named(key)
        draft = self._draft(operation, params, body, key, is_said=allow_production)
        del params, body  # a pasted key in them must not stay in a traceback's frames
        with masked_logs(self._masker):
            started = self._timer()
            outcome = self._transport.send(draft.wire)
        return self._exchange(draft, outcome, elapsed=self._timer() - started)

    async def asend(
        self,
        operation: Operation,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        key: str | Secret | None = None,
        allow_production: bool = False,
    ) -> Exchange:
        """Send as `send` does, without blocking; cancelling gives the request up."""
        key = self.named(key)
        draft = self._draft(operation, params, body, key, is_said=allow_production)
        del params, body
        with masked_logs(self._masker):
            started = self._timer()
            outcome = await self._transport.asend(draft.wire)
        return self._exchange(draft, outcome, elapsed=self._timer() - started)

    def named(self, key: str | Secret | None) -> str | None:
        """Return the name of *key*; a value is put into the keyring and named after its kind."""
        if key is None:
            return None
        if isinstance(key, Secret):
            return self._keyring.adopt(key.reveal(), name=key.name)
        return self._keyring.named(key)

    def _draft(
        self, operation: Operation, params: Any, body: Any, key: str | None, *, is_said: bool
    ) -> _Draft:
        place = f"{operation.id} with `{key}`" if key else operation.id
        credential = self._keyring.credential(key) if key else None
        refuse_unsaid(operation.method, self.environment, place=place, is_said=is_said)
        request = build(operation, params=params, body=body)
        return _Draft(
            operation=operation,
            key=key,
            wire=self._wire(operation, request, credential, is_shown=False),
            shown=self._shown(self._wire(operation, request, credential, is_shown=True)),
            params=self._masker.value(dict(params or {})),
            body=self._masker.value(body),
        )

    def _wire(
        self,
        operation: Operation,
        request: Request,
        credential: Credential | None,
        *,
        is_shown: bool,
    ) -> Wire:
        """Return what goes out, or with *is_shown* the same with a reference for the value."""
        headers, query = [*_ALWAYS, *request.headers], list(request.query)
        if credential is not None and credential.secret is not None:
            place = placement(credential.kind, operation, self._schemes)
            value = place.encoded(credential.secret.reveal())
            stands = reference(credential.name) if is_shown else value
            place.put(stands, headers=headers, query=query)
        url = f"{self.base_url}{request.path}"
        safe = "'[]" if is_shown else ""
        asked = urlencode(query, quote_via=quote, safe=safe)
        return Wire(
            method=request.method.upper(),
            url=f"{url}?{asked}" if asked else url,
            headers=tuple(headers),
            content=request.content,
        )

    def _shown(self, wire: Wire) -> SentRequest:
        content = wire.content
        return SentRequest(
            method=wire.method,
            url=self._masker.text(wire.url),
            headers=self._masker.headers(wire.headers),
            body=None if content is None else self._masker.text(content.decode(errors="replace")),
        )

    def _exchange(self, draft: _Draft, outcome: Outcome, *, elapsed: float) -> Exchange:
        if isinstance(outcome, Failure):
            raise outcome.error or not_sent(
                outcome.trouble,
                place=f"{draft.shown.method} {draft.shown.target}",
                environment=self.environment,
            )
        exchange = Exchange(
            operation_id=draft.operation.id,
            key=draft.key,
            params=draft.params,
            body=draft.body,
            request=draft.shown,
            response=self._answer(outcome),
            elapsed=elapsed,
            sent_at=_told(outcome) or self._now(),
        )
        self.history.append(exchange)
        return exchange

    def _answer(self, reply: Reply) -> Answer:
        return Answer(
            status=reply.status,
            reason=reply.reason,
            headers=self._masker.headers(reply.headers),
            body=self._masker.text(reply.text),
        )


def _told(reply: Reply) -> datetime | None:
    """Return the server's time, where *reply* tells it."""
    date = next((value for name, value in reply.headers if name.lower() == "date"), "")
    try:
        return parsedate_to_datetime(date).astimezone(UTC)
    except ValueError:
        return None
