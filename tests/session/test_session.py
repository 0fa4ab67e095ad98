"""A session joins document, keys, client and explanation, against a sandbox that enforces."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise
import shlex
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from playground.errors import RequestInvalid, UnknownKey, UnknownOperation
from playground.sandbox import serve_in_thread
from playground.scopes import Certainty, Rule
from playground.session import Session, connect
from playground.widgets import RequestBuilder

if TYPE_CHECKING:
    from playground.exchange import Exchange

LINK = {"destinationUrl": "https://example.com/spring"}


@pytest.fixture(scope="module")
def lab() -> Iterator[Session]:
    """Return a session on a sandbox of its own."""
    with serve_in_thread() as sandbox:
        yield connect(sandbox.url, control_token=sandbox.control_token)


@pytest.mark.parametrize(
    ("key", "status", "rule"),
    [
        ("links-writer", 201, None),
        ("everything", 201, None),
        ("analytics-reader", 403, Rule.MISSING_SCOPE),
        ("web-tracker", 403, Rule.WRONG_KIND),
        ("old-campaign-bot", 401, Rule.DISABLED),
        ("expired-importer", 401, Rule.EXPIRED),
        ("other-workspace", 403, Rule.WRONG_WORKSPACE),
        (None, 401, Rule.NO_CREDENTIAL),
    ],
)
def test_each_key_gets_its_own_reason(
    lab: Session, key: str | None, status: int, rule: Rule | None
) -> None:
    """The server refuses for one reason, and that is the reason told."""
    exchange = lab.send("createLink", body=LINK, key=key)
    explanation = lab.explain(exchange)
    assert (exchange.response.status, explanation.rule) == (status, rule)
    assert explanation.certainty is Certainty.SERVER_SAID


@pytest.mark.parametrize(
    ("key", "rule"),
    [
        ("links-writer", None),
        ("analytics-reader", Rule.MISSING_SCOPE),
        ("web-tracker", Rule.WRONG_KIND),
        ("expired-importer", Rule.EXPIRED),
        ("other-workspace", Rule.WRONG_WORKSPACE),
        (None, Rule.NO_CREDENTIAL),
    ],
)
def test_a_refusal_is_foreseen(lab: Session, key: str | None, rule: Rule | None) -> None:
    """What the document leads one to expect is what the server then does."""
    assert lab.predict("createLink", key=key).rule == rule


def test_a_wrong_body_is_told_before_sending(lab: Session) -> None:
    """The problem has its place, and nothing goes out."""
    sent = len(lab.history)
    with pytest.raises(RequestInvalid, match="/destinationUrl"):
        lab.send("createLink", body={"destinationUrl": 7}, key="links-writer")
    assert len(lab.history) == sent
    assert [p.pointer for p in lab.problems("createLink", body={})] == ["/destinationUrl"]


def test_a_wrong_body_can_be_sent_on_purpose(lab: Session) -> None:
    """With `check=False` the server judges."""
    exchange = lab.send("createLink", body={"destinationUrl": 7}, key="links-writer", check=False)
    assert exchange.response.status == 400


def test_a_sample_is_taken(lab: Session) -> None:
    """What `sample` gives is what the server accepts."""
    sample = lab.sample("createLink")
    sent = lab.send("createLink", params=sample.params, body=sample.body, key="everything")
    assert sent.ok


def test_a_sent_secret_and_a_pasted_value_work(lab: Session) -> None:
    """A reference or a value may stand where a name may."""
    secret = lab.keys["links-writer"]
    assert lab.send("listLinks", key=secret).key == "links-writer"
    assert lab.send("listLinks", key=secret.reveal()).key == "links-writer"


@pytest.mark.parametrize(
    ("operation", "key", "error"),
    [("creatLink", None, UnknownOperation), ("createLink", "links-writter", UnknownKey)],
)
def test_an_unknown_name_suggests_the_nearest(
    lab: Session, operation: str, key: str | None, error: type[Exception]
) -> None:
    """A typing error in an operation or a key is answered by what was meant."""
    with pytest.raises(error, match=r"Did you mean '(createLink|links-writer)'"):
        lab.send(operation, body=LINK, key=key)


def test_it_may_be_sent_from_a_loop_of_another_thread(lab: Session) -> None:
    """JupyterLab handles widgets in a thread with a loop of its own."""
    answers: list[Exchange] = []

    def work() -> None:
        answers.append(asyncio.run(lab.asend("listLinks", key="links-writer")))

    for _ in range(2):
        thread = Thread(target=work)
        thread.start()
        thread.join()
    assert [answer.response.status for answer in answers] == [200, 200]


def test_nothing_that_is_shown_holds_a_value_or_a_port(lab: Session) -> None:
    """Session, keys, operations and history can be printed and saved."""
    lab.send("listLinks", key="everything")
    shown = "".join(
        show
        for one in (lab, lab.keys, lab.operations, lab.history, lab.history[-1])
        for show in (repr(one), one._repr_html_())
    )
    values = [lab.keys[name].reveal() for name in lab.keys]
    assert [value for value in [*values, "127.0.0.1"] if value in shown] == []
    assert "Acme Marketing" in shown
    assert "createLink" in shown


def test_another_workspace_can_be_named(lab: Session) -> None:
    """The session's workspace is named in a request unless the caller names one."""
    theirs = {"X-Workspace-Id": "ws_globex"}
    assert lab.send("listLinks", params=theirs, key="other-workspace").ok
    assert not lab.send("listLinks", key="other-workspace").ok


@pytest.mark.parametrize("key", ["links-writer", "other-workspace"])
def test_the_command_sends_what_was_sent(lab: Session, key: str) -> None:
    """The curl command has every header of the request, the session's workspace among them."""
    builder = RequestBuilder(lab, operation="createLink", key=key).set(**LINK)
    sent = builder.send().request
    words = shlex.split(builder.snippet("curl").replace("\\\n", " "))
    given = {word.split(":")[0].lower() for before, word in pairwise(words) if before == "-H"}
    assert given == {name.lower() for name, _ in sent.headers} - {"accept", "user-agent"}
    assert "X-Workspace-Id: ws_acme" in words
    assert words[words.index("--data-raw") + 1] == sent.body
