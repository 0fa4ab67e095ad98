"""API keys: made with an owner and a purpose, shown once, changed, renewed, deleted."""

from datetime import datetime
from typing import Any

from playground.credentials.credential import CredentialKind, CredentialStatus
from playground.sandbox.call import Call, Handler
from playground.sandbox.clock import milliseconds
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.prepared import Record
from playground.sandbox.refusal import Refusal, conflict, not_found
from playground.sandbox.resources.keys import Keys
from playground.sandbox.resources.membership import given_scopes, role_of
from playground.sandbox.resources.overlap import overlap
from playground.sandbox.resources.workspaces import refuse_elsewhere

__all__ = ["HANDLERS", "refuse_stranger"]

_CREATED = 201
_KEYS = Keys(CredentialKind.WORKSPACE_KEY, noun="API key")


def list_api_keys(call: Call) -> Reply:
    """Return a page of the workspace's keys, the newest first, without a value."""
    refuse_elsewhere(call)
    return _KEYS.page(call)


def create_api_key(call: Call) -> Reply:
    """Make a key, and return its value: the only time that it is shown."""
    refuse_elsewhere(call)
    given = call.body
    call.refuse_beyond("api_keys", used=_KEYS.count(call))
    _refuse_too_much(call, given["owner"], given["scopes"])
    expires_at = _expiry(call, given.get("expiresAt"))
    made = _KEYS.add(
        call,
        expires_at=expires_at,
        name=given["name"],
        scopes=" ".join(given["scopes"]),
        owner=given["owner"],
        purpose=given["purpose"],
    )
    return Reply(encoded(made), status=_CREATED)


def update_api_key(call: Call) -> Reply:
    """Rename, rescope, hand over, shorten or switch a key; its value stays."""
    refuse_elsewhere(call)
    given, row = call.body, _KEYS.got(call, call.params["keyId"])
    changes = {name: given[name] for name in ("name", "owner", "purpose") if name in given}
    if "scopes" in given:
        changes["scopes"] = " ".join(given["scopes"])
    if "enabled" in given:
        status = CredentialStatus.ACTIVE if given["enabled"] else CredentialStatus.DISABLED
        changes["status"] = str(status)
    if "expiresAt" in given:
        changes["expires_at"] = _shortened(call, row)
    _refuse_more(call, row, changes)
    return Reply(encoded(_KEYS.change(call, row, **changes)))


def rotate_api_key(call: Call) -> Reply:
    """Give a key another value; the one before works on for a while."""
    refuse_elsewhere(call)
    row = _KEYS.got(call, call.params["keyId"])
    _refuse_too_much(call, row.owner, row.scopes.split())
    return Reply(encoded(_KEYS.rotate(call, row, overlap=overlap(call))))


def delete_api_key(call: Call) -> Reply:
    """Delete a key; every value of it is refused from now on."""
    refuse_elsewhere(call)
    return _KEYS.remove(call, call.params["keyId"])


def refuse_stranger(call: Call, owner: str) -> str:
    """
    Return the role of *owner*, who shall answer for a key.

    Raises:
        Refusal: they do not belong to the workspace (404).
    """
    role = role_of(call, call.workspace.id, owner)
    if role is None:
        raise not_found("Owner", pointer="/owner")
    return role


def _refuse_more(call: Call, row: Record, changes: dict[str, Any]) -> None:
    """Judge anew what a key may do, unless the change takes nothing but away."""
    is_revived = changes.get("status") == CredentialStatus.ACTIVE
    if is_revived or "scopes" in changes or "owner" in changes:
        scopes = changes.get("scopes", row.scopes)
        _refuse_too_much(call, changes.get("owner", row.owner), scopes.split())


def _refuse_too_much(call: Call, owner: str, scopes: list[str]) -> None:
    """Refuse what the caller's own role, or the owner's, does not permit."""
    role = refuse_stranger(call, owner)
    own = call.caller.credential.role if call.caller.credential else None
    if beyond := sorted(call.vocabulary.expand(scopes) - call.vocabulary.permissions(own)):
        raise Refusal(403, "FORBIDDEN", f"Your role does not permit {' and '.join(beyond)}")
    if beyond := [s for s in scopes if s not in given_scopes(call.vocabulary, role, scopes)]:
        raise conflict("/scopes", f"the owner's role does not permit {' and '.join(beyond)}")


def _expiry(call: Call, given: str | None) -> datetime | None:
    if given is None:
        return None
    expires_at = datetime.fromisoformat(given)
    if expires_at <= call.now:
        raise conflict("/expiresAt", "must be in the future")
    return expires_at


def _shortened(call: Call, row: Record) -> int | None:
    """Return the expiry asked for; a later one would contradict what the value says itself."""
    asked = _expiry(call, call.body["expiresAt"])
    at = None if asked is None else milliseconds(asked)
    if row.expires_at is not None and (at is None or at > row.expires_at):
        raise conflict("/expiresAt", "cannot be put off: make a new key")
    return at


HANDLERS: dict[str, Handler] = {
    "listApiKeys": list_api_keys,
    "createApiKey": create_api_key,
    "updateApiKey": update_api_key,
    "rotateApiKey": rotate_api_key,
    "deleteApiKey": delete_api_key,
}
