"""The card: one vocabulary, and nothing on it that is not so."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from playground.credentials import Credential, CredentialKind, CredentialStatus, Keyring
from playground.exchange import Answer, Exchange, SentRequest
from playground.openapi import linquid
from playground.scopes import Context, Explanation, Rule, Vocabulary, explain, predict

LINQUID = linquid()
CREATE = LINQUID.operations["createLink"]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
WRITER = Credential(
    name="everything",
    kind=CredentialKind.WORKSPACE_KEY,
    workspace="ws_acme",
    scopes=frozenset({"links:write", "analytics:read"}),
)
PASTED = "lw_test_" + "a1b2c3d4" * 4


def told(
    status: int, message: str, credential: Credential | None = WRITER, **headers: str
) -> Explanation:
    """Return the explanation of an answer of *status* that says *message*."""
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    exchange = Exchange(
        operation_id="createLink",
        key=credential.name if credential else None,
        params={},
        body=None,
        request=SentRequest(method="POST", url="http://sandbox.invalid/api/links", headers=sent),
        response=Answer(status=status, reason="", headers=(), body=f'{{"message": "{message}"}}'),
        elapsed=0.001,
        sent_at=NOW,
    )
    return explain(exchange, CREATE, credential, schemes=LINQUID.schemes, workspace="ws_acme")


def words(found: Explanation, term: str) -> str:
    """Return the lines of the row called *term*."""
    return "\n".join(str(line) for row in found.rows if row.term == term for line in row.lines)


def test_what_a_scope_implies_is_told_apart() -> None:
    """A scope that was not given, but follows from one that was, says which."""
    held = words(told(403, "lacks a scope"), "This key holds")
    assert held.splitlines()[0] == "`analytics:read`"
    assert held.splitlines()[1].startswith("`links:write`, which implies `links:create`, ")


def test_a_name_is_never_read_as_a_word() -> None:
    """A key called "everything" stands in code style in each sentence that names it."""
    found = told(401, "This key is disabled", replace(WRITER, status=CredentialStatus.DISABLED))
    assert found.headline == "Refused: `everything` is disabled"
    assert "<code>everything</code>" in found._repr_html_()
    assert "everything" not in repr(found).replace("`everything`", "")


@pytest.mark.parametrize(
    ("status", "message", "is_aside"),
    [
        (401, "This key is disabled", True),
        (401, "This key has expired", True),
        (401, "This key is not known here", True),
        (403, "This key belongs to another workspace", True),
        (403, "This key lacks the scope x", False),
        (403, "Wrong kind of key", False),
    ],
)
def test_what_is_not_the_reason_is_folded_away(
    status: int, message: str, *, is_aside: bool
) -> None:
    """The requirement of scopes stands in front only where scopes are what it is about."""
    found = told(status, message)
    aside = {row.term for row in found.rows if row.is_aside}
    assert aside == ({"Requires one of", "This key holds"} if is_aside else set())
    assert ("<details><summary>not the reason" in found._repr_html_()) is is_aside


def test_a_request_to_another_workspace_says_what_was_sent() -> None:
    """A header that the session added by itself is named, and why it is there."""
    elsewhere = replace(WRITER, workspace="ws_globex")
    found = told(403, "belongs to another workspace", elsewhere, X_Workspace_Id="ws_acme")
    assert found.rule is Rule.WRONG_WORKSPACE
    assert "`X-Workspace-Id: ws_acme`, the workspace of this session" in words(found, "Sent along")
    typed = told(403, "belongs to another workspace", WRITER, X_Workspace_Id="ws_globex")
    assert words(typed, "Sent along") == "`X-Workspace-Id: ws_globex`, as it was given."


def test_no_key_holds_nothing_and_is_not_called_one() -> None:
    """Where no key was sent, nothing is said of what it holds."""
    assert words(told(401, "", None), "This key holds") == ""


def test_a_disabled_key_still_holds_its_scopes() -> None:
    """A server that tells nothing of a refused key does not make it hold nothing."""
    assert "`links:write`" in words(told(401, "This key is disabled"), "This key holds")


def test_nothing_is_made_up_of_a_key_that_nobody_described() -> None:
    """A pasted key has unknown scopes: no prediction, no workspace, no "nothing"."""
    ring = Keyring()
    name = ring.adopt(PASTED)
    pasted = ring.credential(name)
    context = Context(
        now=NOW, vocabulary=Vocabulary.load(), schemes=LINQUID.schemes, workspace="ws_acme"
    )
    foreseen = predict(pasted, CREATE, context)
    assert foreseen.allowed is None
    assert foreseen.headline == f"Not known: nobody told which scopes `{name}` has"
    assert words(foreseen, "This key holds") == "unknown"
    assert told(403, "", pasted).rule is None
    assert words(told(201, "", pasted), "This key holds") == "unknown"
