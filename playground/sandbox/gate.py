"""Who may pass: authenticate, decide, count, and refuse what was forged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from playground.credentials.credential import CredentialKind, Environment
from playground.openapi import Document, Operation
from playground.sandbox.authenticate import CSRF, WORKSPACE, authenticate
from playground.sandbox.caller import ANONYMOUS, Caller
from playground.sandbox.message import Request
from playground.sandbox.oauth.standing import Standing
from playground.sandbox.rate import Allowance
from playground.sandbox.refusal import Refusal, accepted_scopes, refused
from playground.sandbox.state import State
from playground.sandbox.store import Transaction
from playground.sandbox.values import is_same
from playground.scopes.checks import Check
from playground.scopes.context import Context
from playground.scopes.decision import Decision, decide
from playground.scopes.rule import Rule

__all__ = ["SAFE", "Gate", "Passage"]

SAFE = frozenset({"GET", "HEAD"})
_UNAUTHORIZED = 401


@dataclass(slots=True, kw_only=True)
class Passage:
    """One request on its way; what becomes known stays known when it is refused half-way."""

    request: Request
    operation: Operation
    now: datetime
    values: dict[str, str]
    query: str
    caller: Caller = ANONYMOUS
    decision: Decision | None = None
    allowance: Allowance | None = None
    token: Standing | None = None


class Gate:
    """Judges each passage by the document and by `decide`, in the order of *checks*."""

    def __init__(
        self, state: State, document: Document, *, checks: Sequence[tuple[Rule, Check]]
    ) -> None:
        self._state = state
        self._schemes = document.schemes
        self._checks = checks
        self._accepted = {
            operation.id: accepted_scopes(operation) for operation in document.operations.values()
        }

    def admit(self, passage: Passage, store: Transaction) -> None:
        """
        Let *passage* through.

        Raises:
            Refusal: it may not pass.
        """
        named = passage.values.get("workspaceId")
        passage.caller = authenticate(passage.request, store, named=named, token=passage.token)
        allowance = self._allowance(passage)
        passage.decision = self._decided(passage, allowance)
        if not passage.decision.allowed:
            refusal = refused(passage.decision, passage.operation)
            if refusal.status != _UNAUTHORIZED:
                self._count(passage, allowance)
            raise refusal
        self._count(passage, allowance)
        _refuse_forgery(passage)

    def headers(self, passage: Passage) -> tuple[tuple[str, str], ...]:
        """Return what an answer tells of scopes and limits; of a refused credential, nothing."""
        headers = [("X-Accepted-Scopes", self._accepted[passage.operation.id])]
        if passage.allowance is not None:
            headers.append(("X-Granted-Scopes", ", ".join(sorted(self._granted(passage)))))
            headers.extend(passage.allowance.headers())
            if passage.decision and passage.decision.rule is Rule.RATE_LIMIT:
                wait = passage.allowance.resets_at - int(passage.now.timestamp())
                headers.append(("Retry-After", str(max(wait, 0))))
        return tuple(headers)

    def _allowance(self, passage: Passage) -> Allowance | None:
        workspace = passage.caller.workspace
        if workspace is None:
            return None
        limit = workspace.requests_per_hour
        if limit is None:
            limit = self._state.vocabulary.plans[workspace.plan].limits["requests_per_hour"]
        return self._state.rates.left(
            tenant=self._state.tenant, workspace=workspace.id, limit=limit, now=passage.now
        )

    def _count(self, passage: Passage, allowance: Allowance | None) -> None:
        passage.allowance = allowance
        if passage.caller.workspace is not None:
            workspace = passage.caller.workspace.id
            self._state.rates.count(tenant=self._state.tenant, workspace=workspace, now=passage.now)

    def _decided(self, passage: Passage, allowance: Allowance | None) -> Decision:
        caller, workspace = passage.caller, passage.caller.workspace
        context = Context(
            now=passage.now,
            vocabulary=self._state.vocabulary,
            schemes=self._schemes,
            presented=caller.presented,
            environment=Environment(workspace.environment) if workspace else None,
            workspace=passage.request.header(WORKSPACE),
            plan=workspace.plan if workspace else None,
            requests_left=allowance.left if allowance else None,
        )
        return decide(caller.credential, passage.operation, context, checks=self._checks)

    def _granted(self, passage: Passage) -> frozenset[str]:
        credential = passage.caller.credential
        if credential is None:
            return frozenset()
        if credential.kind is CredentialKind.SESSION:
            return self._state.vocabulary.permissions(credential.role)
        return credential.scopes


def _refuse_forgery(passage: Passage) -> None:
    """Refuse a session's write without its anti-forgery token, and a key on a foreign page."""
    credential = passage.caller.credential
    if credential is None:
        return
    request = passage.request
    is_write = credential.kind is CredentialKind.SESSION and request.method not in SAFE
    if is_write and not is_same(request.header(CSRF) or "", passage.caller.csrf_digest):
        message = "The X-CSRF-Token header is missing or wrong"
        raise Refusal(403, "FORBIDDEN", message, rule="csrf")
    origin = request.header("origin")
    if credential.origins and origin is not None and origin not in credential.origins:
        raise Refusal(403, "FORBIDDEN", "This key does not work on that origin", rule="origin")
