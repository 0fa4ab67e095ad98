"""
`GET /r/{shortCode}`: opens a link as its visitors do, and `/r/{domain}/{shortCode}` on a domain.

It stands in for `https://linqu.id/{shortCode}`. The sheet lists no such operation, so neither
does the document; nobody needs a credential to open a link.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
import json
from typing import Any
from urllib.parse import parse_qsl, unquote

from sqlalchemy import bindparam, select

from playground.sandbox import tables
from playground.sandbox.clock import read, stamp
from playground.sandbox.envelope import encoded, responded
from playground.sandbox.message import Request, Response
from playground.sandbox.prepared import Record
from playground.sandbox.redirect.choice import Match, chosen
from playground.sandbox.redirect.click import click_document, is_known, record
from playground.sandbox.redirect.observed import Pairs, observed
from playground.sandbox.redirect.password import Guesses, ask_for
from playground.sandbox.redirect.target import destination, with_query
from playground.sandbox.redirect.visitor import Visitor
from playground.sandbox.refusal import Refusal, invalid, not_found
from playground.sandbox.resources.link import HOST
from playground.sandbox.resources.spending import counted
from playground.sandbox.resources.usage import month_of
from playground.sandbox.state import State
from playground.sandbox.store import Transaction

__all__ = ["PLACE", "Redirects"]

PLACE = "/r/"
_METHODS = ("GET", "HEAD")
_MOST_PARAMETERS = 100
_links, _rules = tables.links.c, tables.rules.c
_LINK = select(
    _links.workspace, _links.id, _links.document, _links.password_digest, _links.clicks
).where(
    _links.tenant == bindparam("in_tenant"),
    _links.host == bindparam("is_host"),
    _links.live_code == bindparam("is_code"),
)
_DOMAIN = select(tables.domains.c.document).where(
    tables.domains.c.tenant == bindparam("in_tenant"),
    tables.domains.c.name == bindparam("is_name"),
)
_PLAN = select(tables.workspaces.c.plan).where(
    tables.workspaces.c.tenant == bindparam("in_tenant"),
    tables.workspaces.c.id == bindparam("in_workspace"),
)
_RULES = (
    select(_rules.document)
    .where(
        _rules.tenant == bindparam("in_tenant"),
        _rules.workspace == bindparam("in_workspace"),
        _rules.deleted_at.is_(None),
        (_rules.link == bindparam("is_link")) | (_rules.campaign == bindparam("is_campaign")),
    )
    .order_by(_rules.position)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """What opening a link comes to: where it leads and by which rule; no target = nowhere."""

    target: str = ""
    match: Match | None = None
    is_app: bool = False


class Redirects:
    """Opens the links of one state."""

    def __init__(self, state: State) -> None:
        self._state = state

    def answer(self, request: Request, now: datetime) -> Response:
        """
        Return where the link leads that *request* opens.

        Raises:
            Refusal: it leads nowhere, or not for this visitor.
        """
        path, _, query = request.target.partition("?")
        if request.method not in _METHODS:
            allow = (("Allow", ", ".join(_METHODS)),)
            raise Refusal(405, "METHOD_NOT_ALLOWED", "A link is opened with GET", headers=allow)
        pairs = _pairs(query)
        visitor = observed(request, pairs, now=now)
        host, _, code = unquote(path.removeprefix(PLACE)).rpartition("/")
        with self._state.writing() as store:
            row = store.row(_LINK, is_host=host or HOST, is_code=code)
            if host and (instead := _instead(store, host, row, now)):
                return Response(status=302, headers=(("Location", instead),), body=b"")
            if row is None:
                raise not_found("Link")
            _refuse_what_is_over(row, now)
            guesses = Guesses(
                counters=self._state.counters,
                tenant=self._state.tenant,
                link=row.id,
                address=request.address,
                now=now,
            )
            ask_for(request, row.password_digest, guesses)
            self._refuse_beyond_plan(store, row.workspace, now)
            return self._opened(store, row, visitor, pairs, is_counted=request.method == "GET")

    def _refuse_beyond_plan(self, store: Transaction, workspace: str, now: datetime) -> None:
        """Refuse a click that the workspace's plan does not include in this month."""
        row = store.row(_PLAN, in_workspace=workspace)
        most = self._state.vocabulary.plans[row.plan].limits["clicks_per_month"] if row else None
        if most is None:
            return
        begin, end = month_of(now)
        if counted(store, workspace, tables.clicks, begin=begin, end=end) >= most:
            message = f"The workspace's plan allows {most} clicks a month"
            raise Refusal(403, "LIMIT_EXCEEDED", message)

    def _opened(
        self, store: Transaction, row: Record, visitor: Visitor, query: Pairs, *, is_counted: bool
    ) -> Response:
        link = json.loads(row.document)
        is_new = not is_known(store, row.workspace, link["id"], visitor)
        visitor = _acquainted(visitor, is_new=is_new)
        opened = _decided(store, row.workspace, link, visitor)
        key, trigger = self._state.ids.make("lw_ck_", now=visitor.at), _trigger(query, opened)
        rule = opened.match.rule if opened.match else None
        target = opened.target and with_query(opened.target, query, rule=rule, click=key)
        told = click_document(
            key, link, visitor, opened.match, target=opened.target, trigger=trigger
        )
        told |= {"qrId": next((value for name, value in query if name == "qr"), None)}
        if is_counted:
            position = self._state.ids.number()
            record(store, row.workspace, link, visitor, told, position=position, is_new=is_new)
            self._state.agenda.look_again()
        return _sent(target, told, now=visitor.at)


def _pairs(query: str) -> Pairs:
    try:
        return parse_qsl(
            query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS
        )
    except ValueError:
        raise invalid("/query", "The query is not well-formed") from None


def _instead(store: Transaction, host: str, row: Record | None, now: datetime) -> str:
    """Return the page of the domain *host* for a link that is absent or expired, empty = none."""
    if row is not None and not _is_expired(json.loads(row.document), now):
        return ""
    domain = store.row(_DOMAIN, is_name=host)
    told = json.loads(domain.document) if domain else {}
    if told.get("status") != "verified":
        return ""
    return str(told["notFoundUrl" if row is None else "expiredUrl"] or "")


def _is_expired(link: Mapping[str, Any], now: datetime) -> bool:
    return link["expiresAt"] is not None and (read(link["expiresAt"]) or now) <= now


def _refuse_what_is_over(row: Record, now: datetime) -> None:
    link = json.loads(row.document)
    if not link["enabled"]:
        raise Refusal(404, "NOT_FOUND", "This link is switched off")
    if _is_expired(link, now):
        raise Refusal(410, "LINK_EXPIRED", "This link has expired")
    if link["clicksLimit"] is not None and row.clicks >= link["clicksLimit"]:
        raise Refusal(410, "CLICKS_LIMIT_REACHED", "This link has served all of its clicks")


def _acquainted(visitor: Visitor, *, is_new: bool) -> Visitor:
    """Return *visitor*, with the fact whether the link saw them before, unless one was given."""
    seen = {"isNewVisitor": str(is_new).lower(), "isReturning": str(not is_new).lower()}
    return replace(visitor, facts={**seen, **visitor.facts})


def _decided(store: Transaction, workspace: str, link: dict[str, Any], visitor: Visitor) -> _Opened:
    """Return what `redirectBehavior` makes of the rules (decision 0071)."""
    behavior = link["redirectBehavior"]
    if behavior == "never":
        return _Opened()
    match = None
    if behavior != "always":
        owners = {"is_link": link["id"], "is_campaign": link["campaignId"] or ""}
        rules = store.rows(_RULES, in_workspace=workspace, **owners)
        match = chosen((json.loads(rule.document) for rule in rules), visitor)
    if match is None and behavior == "rule_only":
        raise Refusal(404, "NOT_FOUND", "No rule of this link is for this visitor")
    target, is_app = destination(link, match.rule if match else None, visitor)
    return _Opened(target=target, match=match, is_app=is_app)


def _trigger(query: Pairs, opened: _Opened) -> str:
    """Return how the link was opened, as figures tell it."""
    if any(name == "qr" for name, _ in query):
        return "qr"
    return "deep_link" if opened.is_app else "link"


def _sent(target: str, told: dict[str, Any], *, now: datetime) -> Response:
    if not target:
        return Response(status=204, headers=(("X-Click-Id", told["clickId"]),), body=b"")
    shown = {name: told[name] for name in ("clickId", "ruleId", "ruleName", "matchedConditions")}
    data = {**shown, "destinationUrl": target, "timestamp": stamp(now)}
    headers = (("Location", target), ("X-Click-Id", told["clickId"]))
    body = encoded({"success": True, "data": data}).encode()
    return responded(302, body, now=now, headers=headers)
