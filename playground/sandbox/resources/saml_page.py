"""The page of the identity provider, simulated: whoever is a member may be anybody here."""

from datetime import datetime, timedelta
from html import escape
from urllib.parse import parse_qs

from sqlalchemy import bindparam, select, update

from playground.sandbox import tables
from playground.sandbox.clock import milliseconds, stamp
from playground.sandbox.envelope import responded
from playground.sandbox.message import Request, Response
from playground.sandbox.refusal import invalid, not_found
from playground.sandbox.resources.saml_connections import PROVIDER
from playground.sandbox.resources.saml_message import Statement, request_id
from playground.sandbox.resources.saml_sign_in import CALLBACKS, audience
from playground.sandbox.resources.saml_tables import connections, requests
from playground.sandbox.store import Transaction
from playground.sandbox.values import token

__all__ = ["PLACE", "saml_page"]

PLACE = f"{PROVIDER}/"

_GOOD_FOR = timedelta(minutes=5)
_REQUEST = (
    select(requests, connections.c.entity)
    .join(
        connections,
        (connections.c.tenant == requests.c.tenant)
        & (connections.c.workspace == requests.c.workspace)
        & (connections.c.id == requests.c.connection),
    )
    .where(
        requests.c.tenant == bindparam("in_tenant"),
        requests.c.id == bindparam("is_id"),
        requests.c.connection == bindparam("is_connection"),
        requests.c.expires_at > bindparam("is_now"),
    )
)
_PROVE = (
    update(requests)
    .where(requests.c.tenant == bindparam("in_tenant"), requests.c.id == bindparam("is_id"))
    .values(proofs=bindparam("new_proofs"))
)
_PEOPLE = (
    select(tables.users.c.email)
    .join(
        tables.members,
        (tables.members.c.tenant == tables.users.c.tenant)
        & (tables.members.c.user == tables.users.c.id),
    )
    .where(
        tables.users.c.tenant == bindparam("in_tenant"),
        tables.members.c.workspace == bindparam("in_workspace"),
    )
    .order_by(tables.members.c.position)
)


def saml_page(request: Request, store: Transaction, now: datetime) -> Response:
    """
    Return the page, with a form for each member of the workspace that sent the person here.

    Raises:
        Refusal: nobody was sent here (404), or with no request that can be read (400).
    """
    path, _, query = request.target.partition("?")
    message = parse_qs(query).get("SAMLRequest", [""])[0]
    if not message:
        raise invalid("/query/SAMLRequest", "SAMLRequest is required")
    row = store.row(
        _REQUEST,
        is_id=request_id(message),
        is_connection=path.removeprefix(PLACE),
        is_now=milliseconds(now),
    )
    if row is None:
        raise not_found("Request")
    forms, proofs = [], []
    for person in store.rows(_PEOPLE, in_workspace=row.workspace):
        statement = Statement(
            purpose=row.purpose,
            issuer=row.entity,
            audience=audience(row.workspace),
            in_response_to=row.id,
            name_id=person.email,
            not_on_or_after=stamp(now + _GOOD_FOR),
        )
        value = token()
        proofs.append(statement.proof(value))
        forms.append(_form(person.email, statement.written(value), CALLBACKS[row.purpose]))
    store.run(_PROVE, is_id=row.id, new_proofs=" ".join(proofs))
    page = _page("".join(forms)).encode()
    return responded(200, page, now=now, media_type="text/html; charset=utf-8")


def _form(email: str, message: str, action: str) -> str:
    return (
        f'<form method="post" action="{action}">'
        f'<input type="hidden" name="SAMLResponse" value="{escape(message)}">'
        f"<button>{escape(email)}</button></form>"
    )


def _page(forms: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<title>Identity provider (simulated)</title></head><body>"
        f"<h1>Identity provider (simulated)</h1><p>Who are you?</p>{forms}</body></html>"
    )
