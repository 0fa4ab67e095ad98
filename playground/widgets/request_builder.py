"""The request builder: choose an operation and a key, fill a form, send, and see why."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, cast

from playground.errors import PlaygroundError, RequestInvalid
from playground.exchange import Exchange
from playground.widgets import filled, outcome, still
from playground.widgets.draft import Draft
from playground.widgets.messages import Cancel, Fill, Hide, Message, Recall, Send, understood
from playground.widgets.sending import Sending
from playground.widgets.wire import Outcome, Values

__all__ = ["RequestBuilder"]

LONGEST_HISTORY = 50


class RequestBuilder(Draft):
    """
    A form for any operation of the session's document; each click has a twin in Python.

    `builder.operation = "createLink"`, `builder.key = "links-writer"`,
    `builder.body["title"] = "Spring"`, `builder.params["limit"] = 5`, `builder.send()`.
    """

    def __init__(self, session: Any, **options: Any) -> None:
        self._sending = Sending()
        self._past: list[tuple[Exchange, Any]] = []
        self._latest: tuple[Exchange, Any] | None = None
        super().__init__(session, **options)
        self.on_msg(self._received)

    def send(self, *, check: bool = True) -> Exchange:
        """
        Send and wait; the answer is shown, and returned.

        Raises:
            RequestInvalid: there are problems, and *check* asks not to send then.
            NotSent: no answer came.
        """
        request = self._checked(check=check)
        with self._shown(request):
            return self._answered(self._lab.send(**request, check=False))

    async def asend(self, *, check: bool = True) -> Exchange:
        """Send without blocking; the answer is shown, and returned. See `send`."""
        request = self._checked(check=check)
        with self._shown(request):
            return self._answered(await self._lab.asend(**request, check=False))

    def cancel(self) -> bool:
        """Give up the request that the front end sent; return whether there was one."""
        return self._sending.cancel()

    @property
    def exchange(self) -> Exchange | None:
        """The latest request and its answer."""
        return self._latest[0] if self._latest else None

    @property
    def explanation(self) -> Any:
        """Why the latest answer came out as it did; `None` before the first."""
        return self._latest[1] if self._latest else None

    @property
    def history(self) -> tuple[Exchange, ...]:
        """Everything that this builder sent, in order."""
        return tuple(exchange for exchange, _ in self._past)

    def recall(self, number: int) -> Exchange:
        """Bring back the send of that *number* of `history`: what was filled in, and the answer."""
        if number >= len(self._past):
            raise PlaygroundError(
                f"nothing was sent under the number {number}",
                place="builder.recall",
                next_step=f"There are {len(self._past)}, counted from 0.",
            )
        exchange, explanation = self._past[number]
        self._latest = (exchange, explanation)
        self.operation, self.key = exchange.operation_id, exchange.key
        self._write(filled.from_request(self._chosen, exchange.params, exchange.body))
        self.outcome = self._outcome(exchange, explanation)
        return exchange

    # What a notebook shows

    def __repr__(self) -> str:
        return still.text(self._rows())

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        shown = {"text/plain": repr(self), "text/html": still.html(self._rows())}
        return {**data, **shown}, {**metadata, **still.MARK}

    def _rows(self) -> list[still.Row]:
        operation = self._lab.operations[self.operation] if self.operation else None
        return still.rows(self.state, operation)

    # Behind it

    def _checked(self, *, check: bool) -> dict[str, Any]:
        """Return what to send; with *check*, a request with problems is held instead."""
        self.complaints = self._complaints()
        if check and self.complaints:
            self.held = True
            told = (f"{one['pointer']}: {one['message']}" for one in self.complaints)
            raise RequestInvalid(self._chosen.id, self.problems or told)
        self.held = False
        params, body = self._content()
        return {"operation_id": self._chosen.id, "params": params, "body": body, "key": self.key}

    @contextmanager
    def _shown(self, request: dict[str, Any]) -> Iterator[None]:
        """Show that *request* is under way, and a failure to get an answer."""
        asked = {"operation": request["operation_id"], "key": request["key"]}
        self.sending = True
        try:
            yield
        except asyncio.CancelledError:
            self.outcome = {**outcome.cancelled(), **asked}
            raise
        except Exception as error:
            self.outcome = {**outcome.failed(error), **asked}
            raise
        finally:
            self.sending = False

    def _answered(self, exchange: Exchange) -> Exchange:
        explanation = None
        with suppress(PlaygroundError):  # an answer is shown even where it cannot be explained
            explanation = self._lab.explain(exchange)
        self._latest = (exchange, explanation)
        self._past.append(self._latest)
        self.outcome = self._outcome(exchange, explanation)
        path = self._lab.operations[exchange.operation_id].path
        row = outcome.row(len(self._past) - 1, exchange, path)
        self.sends = [*self.sends, row][-LONGEST_HISTORY:]
        return exchange

    def _outcome(self, exchange: Exchange, explanation: Any) -> Outcome:
        """Return the outcome to show, this operation's passwords masked in what was sent."""
        shown = outcome.answered(exchange, explanation)
        sent = shown["sent"]
        if sent is not None:
            sent["body"] = self._hidden.mask(exchange.operation_id, sent["body"])
            sent["url"] = self._hidden.mask(exchange.operation_id, sent["url"])
        shown["body"] = self._hidden.mask(exchange.operation_id, shown["body"])
        return shown

    def _received(self, _: Any, content: Any, __: Any) -> None:
        try:
            self._do(understood(content))
        except PlaygroundError as error:
            self.outcome = {**outcome.failed(error), "operation": self.operation or ""}

    def _do(self, message: Message) -> None:
        match message:
            case Fill():
                self._fill_in(message)
            case Send():
                self._send_asked(message)
            case Cancel():
                self.cancel()
            case Recall():
                self.recall(message.number)
            case Hide():
                self._hidden.put(message.operation, message.address, message.value)
                self._on_values()

    def _fill_in(self, message: Fill) -> None:
        """Take what a browser filled in, and tell it so together with what became of it."""
        operation = self._lab.operations[message.operation].id
        with self.hold_sync():
            self.values = {**self.values, operation: _given(message)}
            self.heard = message.turn.model_dump()

    def _send_asked(self, message: Send) -> None:
        """Send what the front end shows; its values travel along, as traits may lag behind."""
        if self._sending.is_busy:
            return
        self.operation, self.key = message.operation, message.key
        self._write(_given(message))
        self._sending.start(lambda: self._sent(check=not message.anyway))

    async def _sent(self, *, check: bool) -> None:
        with suppress(Exception, asyncio.CancelledError):  # the outcome shows it
            await self.asend(check=check)


def _given(message: Fill | Send) -> Values:
    return cast("Values", message.values.model_dump(exclude_unset=True))
