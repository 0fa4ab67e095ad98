"""Explanations: what a person is told of a live answer, and how sure it is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json
import re
from typing import Any

import pytest

from playground.credentials.credential import Credential, CredentialKind, CredentialStatus
from playground.exchange import Answer, Exchange, SentRequest
from playground.openapi import Operation, linquid
from playground.scopes import Certainty, Context, Explanation, Rule, Vocabulary, explain, predict
from playground.scopes.change import smallest_change
from playground.scopes.checks import Case

LINQUID = linquid()
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
READER = Credential(
    name="analytics-reader",
    kind=CredentialKind.WORKSPACE_KEY,
    workspace="ws_acme",
    scopes=frozenset({"analytics:read"}),
)
WRITER = replace(READER, name="links-writer", scopes=frozenset({"links:create", "links:read"}))
TRACKER = replace(
    READER, name="web-tracker", kind=CredentialKind.PUBLISHABLE_KEY, scopes=frozenset()
)
GLOBEX = replace(WRITER, name="other-workspace", workspace="ws_globex")
OLD = replace(WRITER, name="old-bot", status=CredentialStatus.DISABLED)
GONE = replace(WRITER, name="importer", expires_at=NOW - timedelta(days=1))


SILENT = Operation(id="createLink", method="POST", path="/api/links")


def answered(
    status: int,
    *,
    code: str = "",
    message: str = "",
    key: str | None = "a-key",
    operation: str = "createLink",
    body: Any = None,
    **headers: str,
) -> Exchange:
    """Return an exchange whose answer has an error of Linquid's and *headers*."""
    error = {"success": False, "error": {"code": code, "message": message}}
    return Exchange(
        operation_id=operation,
        key=key,
        params={},
        body=None,
        request=SentRequest(method="POST", url="http://sandbox.invalid/api/links", headers=()),
        response=Answer(
            status=status,
            reason="",
            headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
            body=json.dumps(error if body is None else body),
        ),
        elapsed=0.001,
        sent_at=NOW,
    )


def told(exchange: Exchange, credential: Credential | None, **options: Any) -> Explanation:
    """Return the explanation of *exchange* by the shipped document."""
    operation = LINQUID.operations[exchange.operation_id]
    return explain(exchange, operation, credential, schemes=LINQUID.schemes, **options)


INSUFFICIENT = 'Bearer realm="x", error="insufficient_scope", scope="links:write"'
INVALID = 'Bearer realm="x", error="invalid_token", error_description="{}"'
SAID, DOCUMENT, GUESS = Certainty.SERVER_SAID, Certainty.DOCUMENT_SAYS, Certainty.INFERRED


@pytest.mark.parametrize(
    ("exchange", "credential", "rule", "certainty"),
    [
        (answered(401, key=None), None, Rule.NO_CREDENTIAL, SAID),
        (answered(401, message="This key is disabled"), OLD, Rule.DISABLED, SAID),
        (answered(401, message="Token expired"), GONE, Rule.EXPIRED, SAID),
        (
            answered(401, www_authenticate=INVALID.format("The access token was revoked")),
            WRITER,
            Rule.EXPIRED,
            SAID,
        ),
        (answered(401, message="Invalid or missing API key"), OLD, Rule.DISABLED, DOCUMENT),
        (answered(401, message="Invalid or missing API key"), GONE, Rule.EXPIRED, DOCUMENT),
        (answered(401, message="Invalid or missing API key"), WRITER, Rule.UNKNOWN, GUESS),
        (answered(401), None, Rule.UNKNOWN, GUESS),
        (answered(401, message="This key is malformed"), WRITER, Rule.MALFORMED, SAID),
        (answered(401, message="not known here"), WRITER, Rule.UNKNOWN, SAID),
        (answered(401, message="another environment"), WRITER, Rule.WRONG_ENVIRONMENT, SAID),
        (answered(403, www_authenticate=INSUFFICIENT), READER, Rule.MISSING_SCOPE, SAID),
        (answered(403, code="FORBIDDEN"), READER, Rule.MISSING_SCOPE, DOCUMENT),
        (answered(403, code="FORBIDDEN"), TRACKER, Rule.WRONG_KIND, DOCUMENT),
        (answered(403, message="Wrong kind of credential"), TRACKER, Rule.WRONG_KIND, SAID),
        (answered(403, message="belongs to another workspace"), GLOBEX, Rule.WRONG_WORKSPACE, SAID),
        (answered(403, code="FORBIDDEN"), GLOBEX, Rule.WRONG_WORKSPACE, DOCUMENT),
        (answered(404, code="NOT_FOUND"), GLOBEX, Rule.WRONG_WORKSPACE, GUESS),
        (answered(404, code="NOT_FOUND"), WRITER, None, SAID),
        (answered(403, code="FEATURE_NOT_AVAILABLE"), WRITER, Rule.PLAN_GATE, SAID),
        (answered(403, code="LIMIT_EXCEEDED"), WRITER, Rule.PLAN_GATE, SAID),
        (answered(429, code="RATE_LIMITED"), WRITER, Rule.RATE_LIMIT, SAID),
        (answered(403, message="Your role does not permit this"), WRITER, Rule.ROLE, SAID),
        (answered(403, code="FORBIDDEN"), WRITER, None, GUESS),
        (answered(201), WRITER, None, SAID),
        (answered(400, code="VALIDATION_ERROR"), WRITER, None, SAID),
    ],
)
def test_the_reason_is_found(
    exchange: Exchange, credential: Credential | None, rule: Rule | None, certainty: Certainty
) -> None:
    """The server's own words come first, then the document, then a guess that says so."""
    found = told(exchange, credential, workspace="ws_acme")
    assert (found.rule, found.certainty) == (rule, certainty)
    assert found.allowed is (rule is None and exchange.response.status not in {401, 403, 429})


def test_a_missing_scope_reads_well() -> None:
    """What is required, what is held, and the smallest change, in words."""
    found = told(answered(403, www_authenticate=INSUFFICIENT), READER, others=[READER, WRITER])
    assert repr(found) == (
        "Refused: `analytics-reader` lacks `links:create`\n"
        "Operation: `createLink`\n"
        "Requires one of: a workspace key with `links:write`; "
        "or a workspace key with `links:create` [inferred]; "
        "or an OAuth token with `links:write` [inferred]; "
        "or an OAuth token with `links:create` [inferred]; "
        "or a signed-in session with `links:create` [inferred]\n"
        "This key holds: `analytics:read`\n"
        "Smallest change: Give `analytics-reader` the scope `links:create`, "
        "or send it with a key that has it. `links-writer` would do. [inferred]\n"
        "How certain: The server said so; 1 of 5 alternatives is documented."
    )


def test_a_wrong_kind_says_that_no_scope_helps() -> None:
    """Nobody is sent to look for a scope that does not exist."""
    found = told(answered(403), TRACKER)
    assert found.headline == "Refused: wrong kind of key, no scope will help"
    assert found.missing == ()
    assert "no scope will help" in found.smallest_change


def test_what_the_server_granted_is_believed() -> None:
    """The server's headers beat the keyring's record, which may be old."""
    found = told(
        answered(403, www_authenticate=INSUFFICIENT, x_granted_scopes="links:read, rules:write"),
        WRITER,
    )
    assert found.holds == ("links:read", "rules:update", "rules:write")


def test_a_document_without_security_is_filled_in_by_the_server() -> None:
    """GitHub's document names no scopes, its answers do."""
    exchange = answered(
        403,
        message="Insufficient scope",
        x_accepted_oauth_scopes="repo, public_repo",
        x_oauth_scopes="gist",
    )
    found = explain(exchange, SILENT, READER, vocabulary=Vocabulary())
    assert found.requires == ("`repo`", "`public_repo`")
    assert found.holds == ("gist",)
    assert found.missing == ("public_repo",)


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_words_also_where_nothing_is_known(rule: Rule) -> None:
    """No headline and no change ever stands on a name that is not there."""
    operation = LINQUID.operations["createLink"]
    for context in (Context(now=NOW), Context(now=NOW, vocabulary=Vocabulary.load())):
        for asked in (SILENT, operation):
            case = Case(credential=READER, operation=asked, context=context, held=frozenset())
            change = smallest_change(rule, case)
            assert change.endswith(".")
            assert "None" not in change


@pytest.mark.parametrize(
    "body",
    [
        "",
        [],
        "text",
        None,
        {"error": "invalid_token", "error_description": "It expired"},
        {"error": 5},
    ],
)
def test_any_body_can_be_explained(body: Any) -> None:
    """An answer that is no envelope of Linquid's is no obstacle."""
    exchange = answered(401, body=body)
    assert not told(exchange, WRITER).allowed


def test_a_body_that_is_no_json_can_be_explained() -> None:
    """A proxy's page is no obstacle either."""
    exchange = answered(403)
    broken = replace(exchange, response=replace(exchange.response, body="<html>no</html>"))
    assert told(broken, TRACKER).rule is Rule.WRONG_KIND


def test_the_table_is_semantic_and_escaped() -> None:
    """The static output is a table with a caption and row headers; markup is text."""
    shown = replace(READER, name="<b>key</b>")
    html = told(answered(403, www_authenticate=INSUFFICIENT), shown)._repr_html_()
    assert re.search(r"<caption[^>]*>✗ Refused: <code>&lt;b&gt;key&lt;/b&gt;</code> lacks", html)
    assert re.search(r'<th scope="row"[^>]*>Requires one of</th>', html)
    assert "<b>" not in html


def test_the_card_gets_plain_values() -> None:
    """What a widget gets is JSON."""
    card = told(answered(403, www_authenticate=INSUFFICIENT), READER).as_dict()
    assert json.loads(json.dumps(card)) == card
    assert card["rule"] == "missing_scope"
    assert card["missing"] == ["links:create"]


@pytest.mark.parametrize(
    ("credential", "rule"),
    [
        (WRITER, None),
        (READER, Rule.MISSING_SCOPE),
        (OLD, Rule.DISABLED),
        (None, Rule.NO_CREDENTIAL),
    ],
)
def test_a_prediction_is_what_decide_says(credential: Credential | None, rule: Rule | None) -> None:
    """Before sending, the document speaks."""
    context = Context(now=NOW, vocabulary=Vocabulary.load(), schemes=LINQUID.schemes)
    found = predict(credential, LINQUID.operations["createLink"], context)
    assert (found.rule, found.certainty) == (rule, Certainty.DOCUMENT_SAYS)


def test_an_explanation_is_the_same_each_time() -> None:
    """Two explanations of one exchange read the same, so that a notebook can store them."""
    exchange = answered(403, www_authenticate=INSUFFICIENT)
    assert repr(told(exchange, READER)) == repr(told(exchange, READER))
    assert told(exchange, READER) == told(exchange, READER)


@pytest.mark.parametrize(
    ("operation", "missing", "provenance"),
    [("createLink", "links:create", "inferred"), ("listLinks", "links:read", "documented")],
)
def test_the_provenance_is_that_of_the_named_change(
    operation: str, missing: str, provenance: str
) -> None:
    """A change that rests on an assumed alternative does not call itself documented."""
    refused = answered(403, operation=operation, www_authenticate=INSUFFICIENT)
    told_of = told(refused, READER)
    assert (told_of.missing, told_of.provenance) == ((missing,), provenance)
