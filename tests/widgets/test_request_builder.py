"""Each click of the request builder has a twin in Python."""

import asyncio
import json
import pickle
import re
from typing import Any

import pytest

from playground.errors import (
    PlaygroundError,
    RequestInvalid,
    SandboxUnreachable,
    UnknownField,
    UnknownKey,
    UnknownOperation,
)
from playground.widgets import RequestBuilder
from tests.widgets.fake_lab import FakeLab

PASSWORD = "open sesame"


def filled(builder: RequestBuilder) -> RequestBuilder:
    """Return *builder* with a body that passes."""
    return builder.set(destinationUrl="https://example.com/spring", title="Spring")


def synced(builder: RequestBuilder) -> str:
    """Return everything that a browser, or a saved notebook, would hold of *builder*."""
    return json.dumps(builder.get_state(), default=str, ensure_ascii=False)


def ask(builder: RequestBuilder, **message: Any) -> None:
    """Hand *message* to *builder* as the front end does."""
    builder._handle_custom_msg(message, [])


def test_sending_returns_and_shows_the_answer(builder: RequestBuilder) -> None:
    """Send gives the exchange and keeps it with its explanation."""
    exchange = filled(builder).send()
    assert exchange.response.status == 201
    assert builder.exchange is exchange
    assert builder.explanation.allowed
    assert builder.outcome["words"] == "Created"


def test_a_refusal_comes_with_its_card(builder: RequestBuilder) -> None:
    """A refused request says what is required, held, and the smallest change."""
    builder.key = "analytics-reader"
    filled(builder).send()
    rows = {row["term"]: row["lines"] for row in builder.outcome["card"]["rows"]}
    assert rows["This key holds"] == [{"words": "`analytics:read`", "inferred": False}]
    assert "`links:create`" in rows["Smallest change"][0]["words"]
    assert any("`links:write`" in one["words"] for one in rows["Requires one of"])
    assert [one.term for one in builder.explanation.rows] == list(rows)


def test_the_chosen_key_is_judged_before_sending(builder: RequestBuilder) -> None:
    """The line under the choosers follows the key."""
    assert builder.asks["sentence"] == "`links:write` or `links:create`"
    assert builder.asks["allowed"]
    builder.key = "web-tracker"
    assert not builder.asks["allowed"]
    assert "wrong kind of key" in builder.asks["words"]


def test_a_body_is_live(builder: RequestBuilder) -> None:
    """What is changed deep inside the body reaches the form."""
    builder.body["tags"] = ["spring"]
    builder.body["tags"].append("promo")
    assert builder.values["createLink"]["body"] == {"tags": ["spring", "promo"]}
    assert builder.body == {"tags": ["spring", "promo"]}


def test_parameters_are_live(builder: RequestBuilder) -> None:
    """A parameter is set by name, wherever it goes, and removed again."""
    builder.operation = "listLinks"
    builder.params["limit"] = 5
    assert builder.values["listLinks"] == {"query": {"limit": 5}}
    del builder.params["limit"]
    assert dict(builder.params) == {}


def test_set_knows_the_fields(builder: RequestBuilder) -> None:
    """A field that the operation does not have is named, with its nearest."""
    with pytest.raises(UnknownField, match=r"field .titel.*title"):
        builder.set(titel="Spring")


def test_values_are_kept_for_each_operation(builder: RequestBuilder) -> None:
    """Nothing filled in is lost by looking at another operation."""
    filled(builder).operation = "listLinks"
    builder.operation = "createLink"
    assert builder.body["title"] == "Spring"


def test_problems_point_at_fields(builder: RequestBuilder) -> None:
    """A missing field is named by its JSON pointer before anything is sent."""
    assert [one.pointer for one in builder.problems] == ["/destinationUrl"]
    assert builder.complaints[0]["address"] == "/body/destinationUrl"


def test_a_request_with_problems_is_held(builder: RequestBuilder, lab: FakeLab) -> None:
    """Send does not send what the operation refuses, unless it is told to."""
    with pytest.raises(RequestInvalid):
        builder.send()
    assert builder.held
    assert lab.sent == []
    builder.send(check=False)
    assert lab.sent[0]["body"] == {}


def test_a_password_rests_in_no_trait(builder: RequestBuilder, lab: FakeLab) -> None:
    """A password is sent, and is found neither in the state nor in what a notebook stores."""
    filled(builder).body["password"] = PASSWORD
    builder.send()
    assert lab.sent[0]["body"]["password"] == PASSWORD
    shown = [synced(builder), repr(builder), json.dumps(builder._repr_mimebundle_()[0])]
    assert not any(PASSWORD in text for text in shown)


def test_a_wrong_password_is_not_told(builder: RequestBuilder) -> None:
    """Even a problem with a password, and its code, keep it to themselves."""
    filled(builder).body["password"] = "x1z"
    assert builder.complaints
    assert "x1z" not in synced(builder)
    assert "x1z" not in builder.snippet() + builder.snippet("curl")


def test_no_value_of_a_key_is_synced(builder: RequestBuilder, lab: FakeLab) -> None:
    """The state names keys and holds no value of one."""
    filled(builder).send()
    values = [lab.keys[name].reveal() for name in lab.keys]
    assert not any(value in synced(builder) for value in values)


def test_a_key_is_taken_by_reference(builder: RequestBuilder, lab: FakeLab) -> None:
    """`keys["name"]` chooses a key as its name does."""
    builder.key = lab.keys["web-tracker"]
    assert builder.key == "web-tracker"


def test_unknown_names_are_refused(builder: RequestBuilder) -> None:
    """A wrong operation or key changes nothing and says what there is."""
    with pytest.raises(UnknownOperation, match="createLink"):
        builder.operation = "createlink"
    with pytest.raises(UnknownKey):
        builder.key = "nobody"
    assert (builder.operation, builder.key) == ("createLink", "links-writer")


def test_without_an_operation_it_says_so(lab: FakeLab) -> None:
    """A builder with nothing chosen is shown, and its errors tell the next step."""
    builder = RequestBuilder(lab)
    assert "none chosen" in repr(builder)
    with pytest.raises(PlaygroundError, match="no operation is chosen"):
        builder.send()


def test_a_dead_sandbox_is_a_card_with_a_next_step(builder: RequestBuilder, lab: FakeLab) -> None:
    """No answer is shown with what to do, and raised from Python."""
    lab.is_down = True
    with pytest.raises(SandboxUnreachable):
        filled(builder).send()
    assert builder.outcome["kind"] == "failure"
    assert (builder.outcome["operation"], builder.outcome["key"]) == ("createLink", "links-writer")
    assert "pg.connect()" in builder.outcome["step"]
    assert not builder.sending


def test_history_brings_a_send_back(builder: RequestBuilder) -> None:
    """Recalling a send restores operation, key, values and answer."""
    filled(builder).send()
    builder.operation, builder.key = "listLinks", "analytics-reader"
    builder.send()
    builder.recall(0)
    assert (builder.operation, builder.key) == ("createLink", "links-writer")
    assert builder.body["title"] == "Spring"
    assert builder.outcome["status"] == 201
    assert [row["operation"] for row in builder.sends] == ["createLink", "listLinks"]


def test_what_a_notebook_stores_never_varies(builder: RequestBuilder, lab: FakeLab) -> None:
    """Text and table hold no time, no port, no id: a second builder gives the same."""
    again = RequestBuilder(lab, operation="createLink", key="links-writer")
    first, second = filled(builder), filled(again)
    first.send()
    second.send()
    bundles = [one._repr_mimebundle_()[0] for one in (first, second)]
    assert repr(first) == repr(second)
    assert bundles[0]["text/html"] == bundles[1]["text/html"]
    assert "201 Created" in bundles[0]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in bundles[0]


def test_the_table_is_semantic(builder: RequestBuilder) -> None:
    """The static twin is a table whose rows are named, and escapes what was typed."""
    builder.set(title="<script>")
    table = builder._repr_mimebundle_()[0]["text/html"]
    assert "<caption" in table
    assert re.search(r'<th scope="row"[^>]*>Key</th><td[^>]*><code>links-writer</code></td>', table)
    assert "<script>" not in table


def test_the_front_end_sends_without_blocking(builder: RequestBuilder, lab: FakeLab) -> None:
    """A send from the browser runs as a task and carries the values that it shows."""

    async def run() -> None:
        values = {"body": {"destinationUrl": "https://example.com"}}
        request = {"operation": "createLink", "key": "links-writer", "values": values}
        ask(builder, type="send", anyway=False, **request)
        assert lab.sent == []
        assert builder.outcome is None
        await builder._sending.finished()

    asyncio.run(run())
    assert builder.outcome["status"] == 201


def test_the_front_end_sends_without_a_loop(builder: RequestBuilder) -> None:
    """Where no event loop runs, a thread of its own sends."""
    values = {"body": {"destinationUrl": "https://example.com"}}
    ask(builder, type="send", operation="createLink", key=None, values=values, anyway=False)
    builder._sending.join()
    assert builder.outcome["status"] == 403


def test_a_send_can_be_given_up(builder: RequestBuilder, lab: FakeLab) -> None:
    """Cancel ends the request, and the card says that it may have arrived."""

    async def run() -> None:
        lab.gate = asyncio.Event()
        values = {"body": {"destinationUrl": "https://example.com"}}
        request = {"operation": "createLink", "key": "links-writer", "values": values}
        ask(builder, type="send", anyway=False, **request)
        await asyncio.sleep(0)
        assert builder.sending
        ask(builder, type="cancel")
        await builder._sending.finished()

    asyncio.run(run())
    assert builder.outcome["kind"] == "cancelled"
    assert not builder.sending
    assert lab.sent == []


def test_a_hidden_value_comes_by_message(builder: RequestBuilder, lab: FakeLab) -> None:
    """A password typed in the browser travels once and stands as a mask in the values."""
    address = "/body/password"
    ask(builder, type="hide", operation="createLink", address=address, value=PASSWORD)
    filled(builder).body["password"] = "••••••"
    builder.send()
    assert lab.sent[0]["body"]["password"] == PASSWORD


def test_any_operation_can_be_drawn(builder: RequestBuilder, lab: FakeLab) -> None:
    """Every operation of the document gets a form and a static twin."""
    for name in lab.operations:
        builder.operation = name
        assert builder.form["operation"] == name
        assert name in repr(builder)


def test_secrets_of_a_builder_cannot_be_pickled(builder: RequestBuilder) -> None:
    """What the builder hides is a secret, which nothing serialises."""
    builder.body["password"] = PASSWORD
    with pytest.raises(TypeError, match="secret"):
        pickle.dumps(builder._hidden)
