"""Who may pass: authenticate, decide, count, and refuse what was forged."""

from dataclasses import dataclass
from datetime import datetime

from playground.credentials.credential import CredentialKind, Environment
from playground.openapi import Operation
from playground.sandbox import attempts
from playground.sandbox.authenticate import CSRF, WORKSPACE, authenticate
from playground.sandbox.caller import ANONYMOUS, Caller
from playground.sandbox.contract import Contract
from playground.sandbox.message import Request
from playground.sandbox.oauth.standing import Standing
from playground.sandbox.prepared import Record
from playground.sandbox.rate import Allowance, taken
from playground.sandbox.refusal import Refusal, refused
from playground.sandbox.state import State
from playground.sandbox.store import Transaction
from playground.sandbox.values import is_same
from playground.scopes.context import Context
from playground.scopes.decision import Decision, decide
from playground.scopes.rule import Rule

__all__ = ["SAFE", "Gate", "Passage"]

SAFE = frozenset({"GET", "HEAD"})
_UNAUTHORIZED = 401
_REFUSED = frozenset({Rule.DISABLED, Rule.EXPIRED, Rule.WRONG_ENVIRONMENT})


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
    seen: Record | None = None


class Gate:
    """Judges each passage by the document and by `decide`, in the order of the checks."""

    def __init__(self, state: State, contract: Contract) -> None:
        self._state = state
        self._schemes = contract.document.schemes
        self._checks = contract.checks
        self._accepted = contract.accepted

    def admit(self, passage: Passage, store: Transaction) -> None:
        """
        Let *passage* through.

        A public operation is open to everybody alike: what else came is not looked at.

        Raises:
            Refusal: it may not pass.
        """
        if not passage.operation.security:
            passage.decision = self._decided(passage)
            return
        named = passage.values.get("workspaceId")
        passage.caller = authenticate(
            passage.request, store, named=named, token=passage.token, seen=passage.seen
        )
        passage.decision = self._decided(passage)
        if not passage.decision.allowed:
            refusal = refused(passage.decision, passage.operation)
            if refusal.status == _UNAUTHORIZED:
                raise self._unauthenticated(passage, refusal)
        passage.allowance = self._taken(passage)
        if passage.allowance and passage.allowance.left == 0:
            passage.decision = self._decided(passage, requests_left=0)
        if not passage.decision.allowed:
            raise refused(passage.decision, passage.operation)
        _refuse_forgery(passage)

    def review(self, passage: Passage, store: Transaction) -> None:
        """
        Judge a passage that was let through again, by how things stand now; it counts no more.

        Raises:
            Refusal: it may not go on.
        """
        named = passage.values.get("workspaceId")
        passage.caller = authenticate(passage.request, store, named=named, token=passage.token)
        passage.decision = self._decided(passage)
        if not passage.decision.allowed:
            raise refused(passage.decision, passage.operation)

    def headers(self, passage: Passage) -> tuple[tuple[str, str], ...]:
        """Return what an answer tells of scopes and limits; a refused credential holds nothing."""
        headers = [
            ("X-Accepted-Scopes", self._accepted[passage.operation.id]),
            ("X-Granted-Scopes", ", ".join(sorted(self._granted(passage)))),
        ]
        if passage.allowance is not None:
            headers.extend(passage.allowance.headers())
            if passage.decision and passage.decision.rule is Rule.RATE_LIMIT:
                wait = passage.allowance.resets_at - int(passage.now.timestamp())
                headers.append(("Retry-After", str(max(wait, 0))))
        return tuple(headers)

    def _unauthenticated(self, passage: Passage, refusal: Refusal) -> Refusal:
        """Return what a bad credential is told; that none came at all is no attempt."""
        if passage.decision is None or passage.decision.rule is Rule.NO_CREDENTIAL:
            return refusal
        return attempts.told(
            refusal,
            self._state.counters,
            tenant=self._state.tenant,
            address=passage.request.address,
            now=passage.now,
        )

    def _taken(self, passage: Passage) -> Allowance | None:
        """Count the request against its workspace's limit, and return what was left for it."""
        workspace = passage.caller.workspace
        if workspace is None:
            return None
        limit = workspace.requests_per_hour
        if limit is None:
            limit = self._state.vocabulary.plans[workspace.plan].limits["requests_per_hour"]
        return taken(
            self._state.counters,
            tenant=self._state.tenant,
            workspace=workspace.id,
            limit=limit,
            now=passage.now,
        )

    def _decided(self, passage: Passage, *, requests_left: int | None = None) -> Decision:
        caller, workspace = passage.caller, passage.caller.workspace
        context = Context(
            now=passage.now,
            vocabulary=self._state.vocabulary,
            schemes=self._schemes,
            presented=caller.presented,
            environment=Environment(workspace.environment) if workspace else None,
            workspace=passage.request.header(WORKSPACE),
            plan=workspace.plan if workspace else None,
            requests_left=requests_left,
        )
        return decide(caller.credential, passage.operation, context, checks=self._checks)

    def _granted(self, passage: Passage) -> frozenset[str]:
        credential, decision = passage.caller.credential, passage.decision
        if credential is None or decision is None or decision.rule in _REFUSED:
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
