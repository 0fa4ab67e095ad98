"""Publishable keys: they may be seen in a browser, report only, and on their own pages only."""

from playground.credentials.credential import CredentialKind, CredentialStatus
from playground.sandbox.call import Call, Handler
from playground.sandbox.envelope import Reply, encoded
from playground.sandbox.resources.api_keys import refuse_stranger
from playground.sandbox.resources.keys import Keys
from playground.sandbox.resources.overlap import overlap
from playground.sandbox.resources.workspaces import refuse_elsewhere

__all__ = ["HANDLERS"]

_KEYS = Keys(CredentialKind.PUBLISHABLE_KEY, noun="Publishable key")


def list_publishable_keys(call: Call) -> Reply:
    """Return a page of them, the newest first, without a value."""
    refuse_elsewhere(call)
    return _KEYS.page(call)


def create_publishable_key(call: Call) -> Reply:
    """Make one for the pages of some origins, and return its value."""
    refuse_elsewhere(call)
    given = call.body
    refuse_stranger(call, given["owner"])
    made = _KEYS.add(
        call,
        expires_at=None,
        name=given["name"],
        origins=" ".join(origin.lower() for origin in given["origins"]),
        owner=given["owner"],
        purpose=given["purpose"],
    )
    return Reply(encoded(made), status=201)


def toggle_publishable_key(call: Call) -> Reply:
    """Switch one on or off."""
    refuse_elsewhere(call)
    row = _KEYS.got(call, call.params["keyId"])
    status = CredentialStatus.ACTIVE if call.body["enabled"] else CredentialStatus.DISABLED
    return Reply(encoded(_KEYS.change(call, row, status=str(status))))


def rotate_publishable_key(call: Call) -> Reply:
    """Give one another value; the one before works on for a while."""
    refuse_elsewhere(call)
    row = _KEYS.got(call, call.params["keyId"])
    return Reply(encoded(_KEYS.rotate(call, row, overlap=overlap(call))))


def delete_publishable_key(call: Call) -> Reply:
    """Delete one; every value of it is refused from now on."""
    refuse_elsewhere(call)
    return _KEYS.remove(call, call.params["keyId"])


HANDLERS: dict[str, Handler] = {
    "listPublishableKeys": list_publishable_keys,
    "createPublishableKey": create_publishable_key,
    "togglePublishableKey": toggle_publishable_key,
    "rotatePublishableKey": rotate_publishable_key,
    "deletePublishableKey": delete_publishable_key,
}
