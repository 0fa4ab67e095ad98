"""Single sign-on as people meet it: sent to their identity provider, and let in on return."""

from datetime import timedelta
from html import escape
import json
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import bindparam, delete, select

from playground.sandbox import tables
from playground.sandbox.authenticate import COOKIE
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds
from playground.sandbox.envelope import Plain, Reply, encoded
from playground.sandbox.issue import opened_session
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, invalid, not_found
from playground.sandbox.resources.saml_connections import CONNECTIONS, is_enforced
from playground.sandbox.resources.saml_message import METADATA, Statement, encoded_request
from playground.sandbox.resources.saml_tables import connections, requests

__all__ = ["CALLBACKS", "HANDLERS", "audience"]

_PATIENCE = timedelta(minutes=10)
CALLBACKS = {"login": "/api/saml/callback", "logout": "/api/saml/logout/callback"}
_KINDS = {"login": "AuthnRequest", "logout": "LogoutRequest"}

_PLACE = select(tables.workspaces.c.id).where(
    tables.workspaces.c.tenant == bindparam("in_tenant"),
    tables.workspaces.c.id == bindparam("in_workspace"),
)
_ALL = select(connections.c.workspace, connections.c.document).where(
    connections.c.tenant == bindparam("in_tenant")
)
_PENDING = select(requests).where(
    requests.c.tenant == bindparam("in_tenant"),
    requests.c.id == bindparam("is_id"),
    requests.c.expires_at > bindparam("is_now"),
)
_ANSWERED = delete(requests).where(
    requests.c.tenant == bindparam("in_tenant"), requests.c.id == bindparam("is_id")
)
_CONNECTION = select(connections.c.entity).where(
    connections.c.tenant == bindparam("in_tenant"),
    connections.c.workspace == bindparam("in_workspace"),
    connections.c.id == bindparam("is_id"),
)
_MEMBER = (
    select(tables.users.c.id)
    .join(
        tables.members,
        (tables.members.c.tenant == tables.users.c.tenant)
        & (tables.members.c.user == tables.users.c.id),
    )
    .where(
        tables.users.c.tenant == bindparam("in_tenant"),
        tables.users.c.email == bindparam("is_email"),
        tables.members.c.workspace == bindparam("in_workspace"),
    )
)
_END = delete(tables.sessions).where(
    tables.sessions.c.tenant == bindparam("in_tenant"),
    tables.sessions.c.user == bindparam("is_user"),
)


def audience(workspace: str) -> str:
    """Return what identity providers know the sandbox by, for *workspace*."""
    return f"/api/saml/metadata/{workspace}"


def get_metadata(call: Call) -> Reply:
    """Return what an identity provider must know of the sandbox."""
    workspace = _workspace(call)
    entity, callback = escape(audience(workspace)), CALLBACKS["login"]
    binding = '"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'
    text = (
        f'<EntityDescriptor xmlns="{METADATA}" entityID="{entity}"><SPSSODescriptor'
        ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
        f'<AssertionConsumerService Binding={binding} Location="{callback}"'
        ' index="0"/></SPSSODescriptor></EntityDescriptor>'
    )
    return Plain(text, media_type="application/samlmetadata+xml")


def check(call: Call) -> Reply:
    """Tell whether the people of an e-mail address's domain may or must use single sign-on."""
    domain = call.params["email"].rpartition("@")[2].lower()
    for row in call.store.rows(_ALL):
        connection = json.loads(row.document)
        if connection["enabled"] and domain in connection["domains"]:
            workspace = row.workspace
            shown: dict[str, Any] = {
                "available": True,
                "required": is_enforced(call.store, workspace),
                "authorizeUrl": f"/api/saml/authorize/{workspace}",
            }
            return Reply(encoded(shown))
    return Reply(encoded({"available": False, "required": False, "authorizeUrl": None}))


def authorize(call: Call) -> Reply:
    """Send a person to the identity provider, to sign in there."""
    return _sent(call, "login")


def begin_logout(call: Call) -> Reply:
    """Send a person to the identity provider, to sign out there."""
    return _sent(call, "logout")


def finish_login(call: Call) -> Reply:
    """Open a session for the member whom the identity provider names."""
    user, pending = _proven(call, call.body["SAMLResponse"], "login")
    cookie, csrf = opened_session(call.store, user=user, now=call.now)
    header = ("Set-Cookie", f"{COOKIE}={cookie}; Path=/; HttpOnly; SameSite=Lax")
    shown = {"userId": user, "workspaceId": pending.workspace, "csrfToken": csrf}
    text = encoded({"success": True, "data": shown})
    return Plain(text, media_type="application/json", headers=(header,))


def finish_logout(call: Call) -> Reply:
    """End every session of the member whom the identity provider signed out."""
    given = call.body or call.params
    if "SAMLResponse" not in given:
        raise invalid("/query/SAMLResponse", "SAMLResponse is required")
    user, pending = _proven(call, given["SAMLResponse"], "logout")
    call.store.run(_END, is_user=user)
    return Reply(encoded({"userId": user, "workspaceId": pending.workspace, "signedOut": True}))


def _workspace(call: Call) -> str:
    workspace = call.params["workspaceId"]
    if call.store.row(_PLACE, in_workspace=workspace) is None:
        raise not_found("Workspace")
    return str(workspace)


def _sent(call: Call, purpose: str) -> Reply:
    workspace = _workspace(call)
    texts = CONNECTIONS.texts(call.store, workspace, offset=0, limit=100)
    enabled = [one for one in map(json.loads, texts) if one["enabled"]]
    if not enabled:
        raise not_found("Connection")
    key, connection = call.id("_saml"), enabled[0]
    row = {"id": key, "workspace": workspace, "connection": connection["id"], "purpose": purpose}
    call.store.add(
        requests, {**row, "proofs": "", "expires_at": milliseconds(call.now + _PATIENCE)}
    )
    message = encoded_request(
        _KINDS[purpose],
        key=key,
        issuer=audience(workspace),
        destination=connection["ssoUrl"],
        time=call.time,
    )
    mark = "&" if "?" in connection["ssoUrl"] else "?"
    target = f"{connection['ssoUrl']}{mark}{urlencode({'SAMLRequest': message})}"
    return Plain("", status=302, headers=(("Location", target),))


def _proven(call: Call, message: str, purpose: str) -> tuple[str, Record]:
    """
    Return the member whom *message* names, and the request that it answers, which is used up.

    Raises:
        Refusal: it cannot be read (400), or proves nothing (403).
    """
    statement, value = Statement.read(message)
    key = statement.in_response_to
    pending = call.store.row(_PENDING, is_id=key, is_now=call.at)
    if pending is None or pending.purpose != purpose or statement.purpose != purpose:
        raise Refusal(403, "FORBIDDEN", "The assertion answers no request that is open")
    here = {"in_workspace": pending.workspace}
    connection = call.store.row(_CONNECTION, **here, is_id=pending.connection)
    if connection is None or statement.issuer != connection.entity:
        raise Refusal(403, "FORBIDDEN", "The assertion is of another identity provider")
    statement.refuse_unproven(value, pending.proofs, now=call.now)
    if statement.audience != audience(pending.workspace):
        raise Refusal(403, "FORBIDDEN", "The assertion is for somebody else")
    member = call.store.row(_MEMBER, **here, is_email=statement.name_id)
    if member is None:
        raise Refusal(403, "FORBIDDEN", "Nobody in the workspace has this address")
    call.store.run(_ANSWERED, is_id=key)
    return str(member.id), pending


HANDLERS: dict[str, Handler] = {
    "getSamlMetadata": get_metadata,
    "checkSaml": check,
    "beginSamlLogin": authorize,
    "finishSamlLogin": finish_login,
    "beginSamlLogout": begin_logout,
    "finishSamlLogout": finish_logout,
    "finishSamlLogoutByQuery": finish_logout,
}
