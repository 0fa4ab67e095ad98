"""What a sandbox lends is foreign data: it is checked, and never told."""

import json

import pytest

from playground.errors import SandboxError
from playground.session.lent import Lent, Status, read

VALUE = "lw_test_" + "a1B2c3D4" * 4
WORKSPACE = {"id": "ws_1", "name": "One", "later": "ignored"}
KEY = {"name": "bot", "kind": "workspace_key", "value": VALUE, "scopes": None, "owner": None}


def test_what_is_lent_becomes_records() -> None:
    """Fields that a sandbox leaves out or null are empty; what it says besides is ignored."""
    lent = read(Lent, json.dumps({"workspace": WORKSPACE, "keys": [KEY]}), place="keys")
    (credential,) = lent.credentials
    assert (lent.workspace.id, credential.name, credential.scopes) == ("ws_1", "bot", frozenset())
    assert credential.secret
    assert credential.secret.reveal() == VALUE
    assert VALUE not in repr(lent)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Invalid JSON"),
        ("<html>", "Invalid JSON"),
        ("[]", "an object"),
        ("{}", "workspace: Field required"),
        (json.dumps({"workspace": WORKSPACE, "keys": [KEY | {"kind": VALUE}]}), "keys/0/kind"),
        (json.dumps({"workspace": WORKSPACE, "keys": [KEY | {"value": [VALUE]}]}), "keys/0/value"),
    ],
    ids=["empty", "html", "list", "nothing", "unknown kind", "no text"],
)
def test_another_answer_is_refused_by_place_and_without_its_value(text: str, words: str) -> None:
    """A server that is no sandbox is told apart, and no value of it reaches the error."""
    with pytest.raises(SandboxError, match=words) as caught:
        read(Lent, text, place="POST /_sandbox/keys")
    assert VALUE not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_status_has_a_time() -> None:
    """The sandbox's own clock is what a session shows ages by."""
    assert read(Status, '{"now": "2026-03-01T12:00:00Z"}', place="status").now.year == 2026


def test_an_owner_is_a_person_not_an_id() -> None:
    """Where a sandbox tells the owner's address, people read that."""
    owned = KEY | {"owner": "user_cleo", "owner_email": "cleo@acme.example"}
    lent = read(Lent, json.dumps({"workspace": WORKSPACE, "keys": [owned]}), place="keys")
    assert lent.credentials[0].owner == "cleo@acme.example"
    only_id = KEY | {"owner": "user_cleo"}
    lent = read(Lent, json.dumps({"workspace": WORKSPACE, "keys": [only_id]}), place="keys")
    assert lent.credentials[0].owner == "user_cleo"
