"""A click: what is remembered of it, and how it adds to its link's totals."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, select, update

from playground.sandbox import tables
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import encoded
from playground.sandbox.redirect.choice import Match
from playground.sandbox.redirect.visitor import Visitor
from playground.sandbox.resources.delivery import announce
from playground.sandbox.store import Transaction

__all__ = ["click_document", "is_known", "record"]

_clicks, _links = tables.clicks.c, tables.links.c
_SEEN = (
    select(_clicks.id)
    .where(
        _clicks.tenant == bindparam("in_tenant"),
        _clicks.workspace == bindparam("in_workspace"),
        _clicks.link == bindparam("is_link"),
        _clicks.visitor == bindparam("is_visitor"),
    )
    .limit(1)
)
_COUNTED = (
    update(tables.links)
    .where(
        _links.tenant == bindparam("in_tenant"),
        _links.workspace == bindparam("in_workspace"),
        _links.id == bindparam("is_id"),
    )
    .values(
        clicks=_links.clicks + 1,
        visitors=_links.visitors + bindparam("more_visitors"),
        document=bindparam("new_document"),
    )
)


def is_known(store: Transaction, workspace: str, link: str, visitor: Visitor) -> bool:
    """Whether *visitor* opened *link* before."""
    fingerprint = visitor.fingerprint
    return bool(store.row(_SEEN, in_workspace=workspace, is_link=link, is_visitor=fingerprint))


def click_document(
    key: str,
    link: Mapping[str, Any],
    visitor: Visitor,
    match: Match | None,
    *,
    target: str,
    trigger: str,
) -> dict[str, Any]:
    """Return what is remembered of the click *key*: facts, the rule that held, where it led."""
    rule = match.rule if match else None
    return {
        "clickId": key,
        "timestamp": stamp(visitor.at),
        **visitor.facts,
        "language": visitor.languages[0] if visitor.languages else "",
        "trigger": trigger,
        "ruleId": rule["id"] if rule else None,
        "ruleName": rule["name"] if rule else None,
        "matchedConditions": list(match.conditions) if match else [],
        "conditionHash": _hashed(match) if match else None,
        "destinationUrl": target,
        "linkId": link["id"],
    }


def record(
    store: Transaction,
    workspace: str,
    link: dict[str, Any],
    visitor: Visitor,
    click: Mapping[str, Any],
    *,
    position: int,
    is_new: bool,
) -> None:
    """Write *click*, and count it on *link*, a document."""
    row = {
        "workspace": workspace,
        "id": click["clickId"],
        "position": position,
        "link": link["id"],
        "campaign": link["campaignId"],
        "visitor": visitor.fingerprint,
        "at": milliseconds(visitor.at),
        "document": encoded(click),
    }
    store.add(tables.clicks, row)
    link["clicks"] += 1
    link["uniqueClicks"] += is_new
    link["lastClickedAt"] = stamp(visitor.at)
    store.run(
        _COUNTED,
        in_workspace=workspace,
        is_id=link["id"],
        more_visitors=int(is_new),
        new_document=encoded(link),
    )
    names = ("click", "clicks", *(("qr_scan",) if click.get("qrId") else ()))
    announce(
        store,
        workspace,
        events=dict.fromkeys(names, click),
        link=link["id"],
        key=click["clickId"],
        position=position,
        now=visitor.at,
    )


def _hashed(match: Match) -> str:
    """Return a short name for the rule and the conditions that held together."""
    text = f"{match.rule['id']}:{','.join(map(str, match.conditions))}"
    return sha256(text.encode()).hexdigest()[:12]
