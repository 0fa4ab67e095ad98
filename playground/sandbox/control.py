"""The control surface: status, reset, clock, sessions, keys, faults, decisions and consents."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any, TypeAlias

from playground.openapi import Document
from playground.sandbox.authenticate import COOKIE
from playground.sandbox.body import decoded
from playground.sandbox.clock import Clock, stamp
from playground.sandbox.envelope import encoded, responded
from playground.sandbox.faults import read_faults
from playground.sandbox.issue import issued_keys, opened_session, workspaces
from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import REALM, Refusal, invalid
from playground.sandbox.simulated import sent_by_provider
from playground.sandbox.state import State
from playground.sandbox.values import digest, is_same
from playground.scopes.challenge import Challenge, written

__all__ = ["Answerer", "Control", "json_answer", "object_of"]

Answerer: TypeAlias = Callable[[Request, datetime], Response]
_OWNERS_ONLY = frozenset({"/_sandbox/clock"})
_DAY = 86_400
_FARTHEST = 36_525 * _DAY


class Control:
    """
    What the owner of the sandbox may do with it; each request carries the control token.

    Whoever has a tenant's join code may do the same, within that tenant; the clock is everybody's.
    """

    def __init__(self, state: State, document: Document, *, token: str) -> None:
        self.token = token
        self._digest = digest(self.token)
        self._more: Mapping[str, Mapping[str, Answerer]] = {}
        self._state = state
        self._document = document
        self._routes: dict[str, dict[str, Answerer]] = {
            "/_sandbox/status": {"GET": self._status},
            "/_sandbox/reset": {"POST": self._reset},
            "/_sandbox/clock": {"GET": self._clock, "PUT": self._set_clock},
            "/_sandbox/session": {"POST": self._session},
            "/_sandbox/keys": {"POST": self._keys},
            "/_sandbox/decisions": {"GET": self._decisions},
            "/_sandbox/consents": {"GET": self._consents},
            "/_sandbox/events": {"POST": self._events},
            "/_sandbox/faults": {"GET": self._faults, "PUT": self._put_faults},
        }

    def extend(self, routes: Mapping[str, Mapping[str, Answerer]]) -> None:
        """Answer *routes* too, or instead of one's own."""
        self._more = routes

    def answer(self, request: Request, now: datetime) -> Response:
        """
        Return the answer to *request*, whose path begins with `/_sandbox/`.

        Raises:
            Refusal: no or another token, no such path or method, a wrong body.
        """
        scheme, _, given = (request.header("authorization") or "").partition(" ")
        is_owner = is_same(given.strip(), self._digest)
        if scheme.lower() != "bearer" or not (is_owner or self._state.is_join_code(given.strip())):
            challenge = Challenge(realm=f"{REALM} control")
            raise Refusal(
                401,
                "UNAUTHORIZED",
                "The control surface wants `Authorization: Bearer <control token>`",
                headers=(("WWW-Authenticate", written(challenge)),),
            )
        path = request.target.partition("?")[0]
        methods = self._more.get(path) or self._routes.get(path)
        if methods is None:
            raise Refusal(404, "NOT_FOUND", f"There are {', '.join(self._routes)}")
        if request.method not in methods:
            allow = (("Allow", ", ".join(methods)),)
            raise Refusal(405, "METHOD_NOT_ALLOWED", "This path has other methods", headers=allow)
        if not is_owner and path in _OWNERS_ONLY and request.method != "GET":
            raise Refusal(403, "FORBIDDEN", "Only the control token of the sandbox opens this")
        return methods[request.method](request, now)

    def _status(self, _: Request, now: datetime) -> Response:
        with self._state.transaction() as store:
            known = workspaces(store)
        status = {
            "name": "linquid-sandbox",
            "version": _version(),
            "authorization": "enforced",
            "tenant": self._state.tenant,
            "now": stamp(now),
            "frozen": self._state.clock.is_frozen,
            "database": self._state.kind,
            "document": {"title": self._document.title, "version": self._document.version},
            "operations": len(self._document.operations),
            "workspaces": known,
            "decisions": len(self._state.journal),
        }
        return json_answer(status, now)

    def _reset(self, _: Request, now: datetime) -> Response:
        self._state.reset()
        return json_answer({"reset": True, "now": stamp(now)}, now)

    def _clock(self, _: Request, __: datetime) -> Response:
        now = self._state.clock.now()
        return json_answer({"now": stamp(now), "frozen": self._state.clock.is_frozen}, now)

    def _set_clock(self, request: Request, now: datetime) -> Response:
        self._state.setting.change(_change(object_of(request)))
        self._state.go_on()
        return self._clock(request, now)

    def _session(self, request: Request, now: datetime) -> Response:
        body = object_of(request)
        user = body.get("user")
        if not isinstance(user, str):
            raise invalid("/user", "must be the ID of a user")
        with self._state.transaction() as store:
            cookie, csrf = opened_session(store, user=user, now=now)
        # No `Secure`: the sandbox listens on loopback without TLS.
        headers = (("Set-Cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax"),)
        return json_answer({"user": user, "csrf_token": csrf}, now, headers)

    def _keys(self, _: Request, now: datetime) -> Response:
        with self._state.transaction() as store:
            issued = issued_keys(store, seeded=self._state.seeded)
        issued["oauth_apps"] = self._state.oauth.issued(self._state.apps, now)
        return json_answer(issued, now)

    def _decisions(self, _: Request, now: datetime) -> Response:
        entries = [entry.as_dict() for entry in self._state.journal.entries()]
        return json_answer({"decisions": entries}, now)

    def _consents(self, _: Request, now: datetime) -> Response:
        return json_answer({"consents": self._state.oauth.consents()}, now)

    def _events(self, request: Request, now: datetime) -> Response:
        with self._state.transaction() as store:
            return json_answer(sent_by_provider(store, object_of(request), now=now), now)

    def _faults(self, _: Request, now: datetime) -> Response:
        return json_answer({"faults": self._state.faults.as_dict()}, now)

    def _put_faults(self, request: Request, now: datetime) -> Response:
        body = object_of(request)
        if set(body) != {"faults"} or not isinstance(body["faults"], dict):
            raise invalid("", 'must be {"faults": {operation: fault}}')
        faults = read_faults(body["faults"], operations=self._document.operations)
        self._state.faults.put(faults)
        return self._faults(request, now)


def json_answer(
    value: Any, now: datetime, headers: tuple[tuple[str, str], ...] = (), *, status: int = 200
) -> Response:
    """Return *value* as the control surface answers."""
    return responded(status, encoded(value).encode(), now=now, headers=headers)


def object_of(request: Request) -> dict[str, Any]:
    """
    Return the object in the body of *request*.

    Raises:
        Refusal: there is something else, or nothing (400).
    """
    body = decoded(request)
    if not isinstance(body, dict):
        raise invalid("", "must be a JSON object")
    return body


def _change(body: dict[str, Any]) -> Callable[[Clock], None]:
    """Return what *body* asks to do with the clock."""
    if set(body) == {"advance"}:
        seconds = _seconds(body["advance"])
        return lambda clock: clock.advance(seconds)
    if body == {"now": None}:
        return Clock.run
    if set(body) == {"now"}:
        at = _time(body["now"])
        return lambda clock: clock.freeze(at)
    raise invalid("", 'must be {"now": time}, {"now": null} or {"advance": seconds}')


def _seconds(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= _FARTHEST:
        return float(value)
    raise invalid("/advance", "must be a number of seconds, of 100 years at most")


def _time(value: object) -> datetime:
    try:
        found = datetime.fromisoformat(str(value))
    except ValueError:
        raise invalid("/now", "must be a time, such as 2026-01-15T10:30:00Z") from None
    aware = found if found.tzinfo else found.replace(tzinfo=UTC)
    if not datetime(1990, 1, 1, tzinfo=UTC) <= aware < datetime(2200, 1, 1, tzinfo=UTC):
        raise invalid("/now", "must be between 1990 and 2200")
    return aware


def _version() -> str:
    try:
        return version("linquid-playground")
    except PackageNotFoundError:
        return "unknown"
