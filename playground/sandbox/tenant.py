"""
One tenant of the sandbox: a function from request to response, over its own state.

Contract first: the document says which operation a request means, what it asks of a credential
and what it takes; `decide` judges; a handler found by `operationId` does the rest. Everything of
one request is one transaction.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from playground.openapi import Operation
from playground.openapi.check import body_problems
from playground.openapi.incoming import read_params
from playground.openapi.media import bare, is_json
from playground.openapi.problem import Problem
from playground.sandbox import document
from playground.sandbox.audit import note
from playground.sandbox.body import decoded
from playground.sandbox.call import Call, Later
from playground.sandbox.clock import milliseconds
from playground.sandbox.contract import Contract
from playground.sandbox.control import Control
from playground.sandbox.envelope import Reply, responded
from playground.sandbox.foreign_pages import preflight, readable
from playground.sandbox.gate import SAFE, Gate, Passage
from playground.sandbox.journal import Entry
from playground.sandbox.message import Request, Response
from playground.sandbox.oauth.endpoints import is_oauth
from playground.sandbox.oauth.entry import entry_of
from playground.sandbox.oauth.wire import path_of
from playground.sandbox.prepared import Record
from playground.sandbox.redirect.endpoint import PLACE, Redirects
from playground.sandbox.refusal import Refusal, detail, invalid
from playground.sandbox.resources import provider_page
from playground.sandbox.resources.live_feed import Feed, owed
from playground.sandbox.state import State
from playground.sandbox.store import Transaction, Unavailable
from playground.sandbox.telling import failed, told
from playground.sandbox.unfit import refuse_unfit

__all__ = ["Tenant"]

_CONTROL = "/_sandbox/"
_MOST_PARAMETERS = 100
_RECORDS = "x-records"  # marks a GET that writes, such as a postback


class Tenant:
    """One world of Linquid, enforced; may be called from any thread."""

    def __init__(self, state: State, contract: Contract, *, control_token: str) -> None:
        self.state = state
        self.control = Control(state, contract.document, token=control_token)
        self._contract = contract
        self._redirects = Redirects(state)
        self._gate = Gate(state, contract)

    def answer(self, request: Request) -> Response:
        """
        Return the answer to *request*, whose target is within the tenant; never raises.

        What it has planned for now is begun at once.
        """
        answer = self._answered(request)
        if self.state.agenda.has_news:
            with suppress(Unavailable):
                self.state.go_on()
        return answer

    def _answered(self, request: Request) -> Response:
        now = self.state.clock.now()
        try:
            seen = self.state.look(request)
            now = self.state.clock.now()
            with self.state.journal.open():
                return self._dealt_with(request, seen, now)
        except Refusal as refusal:
            return told(refusal, now)
        except Exception as error:  # noqa: BLE001  whatever it is, it must not reach the caller
            return told(failed(error), now)

    def _dealt_with(self, request: Request, seen: Record | None, now: datetime) -> Response:
        """Find out what *request* is for, and have it answered."""
        if request.target.startswith(_CONTROL):
            return self.control.answer(request, now)
        if not is_oauth(path_of(request)):  # there it is refused in OAuth's words
            refuse_unfit(request)
        if request.target.startswith(PLACE):
            return self._redirects.answer(request, now)
        if self.state.catch_up(now, seen) and seen is not None:
            seen = self.state.look(request)
        if request.target.startswith(provider_page.PLACE):
            with self.state.transaction() as store:
                return provider_page.provider_page(request, store, now)
        given = self._provided(request, now) or preflight(request, self._contract.router)
        return given or self._answer(self._routed(request, now), seen)

    def feed(self, request: Request, now: datetime, *, after: int | None) -> Feed:
        """
        Return what the listener that *request* let in is owed now, past position *after*.

        Raises:
            Refusal: the listener's credential does not open this any more.
        """
        passage = self._routed(request, now)
        passage.token = self.state.oauth.standing(request, now)
        with self.state.transaction() as store:
            self._gate.review(passage, store)
            workspace = passage.caller.workspace
            return owed(store, workspace.id if workspace else "", after=after)

    def _provided(self, request: Request, now: datetime) -> Response | None:
        """Return the document, or what the OAuth provider answers, logged by its error's code."""
        if request.target.partition("?")[0] == document.PATH:
            described = self._contract.document
            return document.served(request, described, base=self.state.address, now=now)
        answer = self.state.oauth.answer(request, now)
        if answer is not None:
            path = request.target.partition("?")[0]
            routed = self._contract.router.route(request.method, path)
            if routed is not None:
                self.state.journal.write(entry_of(answer, routed[0], now))
        return answer

    def _routed(self, request: Request, now: datetime) -> Passage:
        """Return *request* with the operation that it means."""
        path, _, query = request.target.partition("?")
        method = "GET" if request.method == "HEAD" else request.method
        routed = self._contract.router.route(method, path)
        if routed is not None:
            operation, values = routed
            return Passage(
                request=request, operation=operation, now=now, values=values, query=query
            )
        methods = self._contract.router.methods(path)
        if not methods:
            raise Refusal(404, "NOT_FOUND", "There is no such operation")
        allow = (("Allow", ", ".join(methods)),)
        raise Refusal(405, "METHOD_NOT_ALLOWED", "This path has other methods", headers=allow)

    def _answer(self, passage: Passage, seen: Record | None) -> Response:
        passage.seen = seen
        fault = self.state.next_fault(passage.operation.id, seen)
        passage.token = self.state.oauth.standing(passage.request, passage.now)
        rule: str | None = None
        try:
            if fault is not None and (refusal := fault.refusal()):
                raise refusal  # noqa: TRY301  as any other refusal
            reply = self._carried_out(passage)
            if not isinstance(reply, Reply):
                reply = reply()
            response = responded(
                reply.status,
                reply.body(),
                now=passage.now,
                headers=(*self._gate.headers(passage), *reply.headers),
                media_type=reply.media_type,
            )
        except Refusal as refusal:
            rule = refusal.rule
            response = told(refusal, passage.now, self._gate.headers(passage))
        except Exception as error:  # noqa: BLE001  whatever it is, it must not reach the caller
            response = told(failed(error), passage.now, self._gate.headers(passage))
        self.state.journal.write(_entry(passage, rule, response.status))
        response = readable(response, passage.request, passage.operation)
        return response if fault is None else fault.spoilt(response)

    def _carried_out(self, passage: Passage) -> Reply | Later:
        """Judge, validate and handle, in this order; writers wait for each other only then."""
        with self.state.reading() as store:
            params, body = self._let_in(passage, store)
            if _is_safe(passage):
                return self._handled(passage, params, body, store)
        with self.state.writing() as store:
            return self._handled(passage, params, body, store)

    def _let_in(self, passage: Passage, store: Transaction) -> tuple[Mapping[str, Any], Any]:
        """Return the parameters and the body of a request that may pass, and is well-formed."""
        self._gate.admit(passage, store)
        credential, operation = passage.caller.credential, passage.operation
        if credential is not None:
            use = (milliseconds(passage.now), passage.request.address, operation.id)
            is_shown = "Key" in operation.id
            self.state.used(credential, store, passage.now, use=use, is_shown=is_shown)
        return _params(passage), _body(passage.request, operation)

    def _handled(
        self, passage: Passage, params: Mapping[str, Any], body: Any, store: Transaction
    ) -> Reply | Later:
        operation = passage.operation
        call = Call(
            operation=operation,
            params=params,
            body=body,
            caller=passage.caller,
            store=store,
            now=passage.now,
            ids=self.state.ids,
            vocabulary=self.state.vocabulary,
            provider=self.state.oauth.provider,
            sent=passage.request.body,
        )
        reply = self._contract.handlers[operation.id](call)
        if isinstance(reply, Reply):
            note(call, reply)
            return reply
        return lambda: self._noted(call, reply())

    def _noted(self, call: Call, reply: Reply) -> Reply:
        """Return *reply*, which came after the transaction of *call*, and has one of its own."""
        if call.operation.method not in SAFE:
            with self.state.writing() as store:
                note(replace(call, store=store), reply)
        return reply


def _entry(passage: Passage, rule: str | None, status: int) -> Entry:
    credential, decision = passage.caller.credential, passage.decision
    return Entry(
        at=passage.now,
        operation=passage.operation.id,
        method=passage.operation.method,
        path=passage.operation.path,
        credential=credential.name if credential else "",
        kind=str(credential.kind) if credential else "",
        workspace=credential.workspace if credential else "",
        allowed=rule is None and decision is not None and decision.allowed,
        rule=rule,
        status=status,
    )


def _is_safe(passage: Passage) -> bool:
    is_reading = passage.request.method in SAFE
    return is_reading and _RECORDS not in passage.operation.extensions


def _params(passage: Passage) -> Mapping[str, Any]:
    try:
        pairs = parse_qsl(
            passage.query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError:
        raise invalid("/query", "The query is not well-formed") from None
    headers = dict(passage.request.headers)
    incoming = read_params(passage.operation, path=passage.values, query=pairs, headers=headers)
    if incoming.problems:
        raise _wrong(incoming.problems)
    return incoming.params


def _body(request: Request, operation: Operation) -> Any:
    sent = bare(request.header("content-type") or "")
    is_other = operation.body and sent in operation.body.content and not is_json(sent)
    media_type = sent if is_other else None
    body = decoded(request, media_type=media_type)
    if body is None and request.body:
        raise invalid("", "The body must not be null")
    if operation.body is None and body == {}:
        return None  # what many clients send where there is nothing to say
    found = body_problems(operation, body, media_type=media_type)
    if found:
        raise _wrong(found)
    return body


def _wrong(problems: Sequence[Problem]) -> Refusal:
    return Refusal(
        400,
        "VALIDATION_ERROR",
        "; ".join(problem.message for problem in problems),
        details=[detail(problem.pointer, problem.message) for problem in problems],
    )
