"""A key that is pasted into a form is kept in the keyring, and enters nothing that is synced."""

import asyncio
import json
from typing import Any

from playwright.async_api import Page, expect
import pytest

from playground.errors import RequestInvalid
from playground.widgets import RequestBuilder
from tests.widgets.fake_lab import FakeLab
from tests.widgets.stage import stage, violations

KEY = "lw_live_" + "a1b2c3d4" * 4
URL = "https://example.com"


def synced(builder: RequestBuilder) -> str:
    """Return everything that a browser, or a saved notebook, would hold of *builder*."""
    return json.dumps(builder.get_state(), default=str, ensure_ascii=False)


def fill(builder: RequestBuilder, values: Any) -> None:
    """Fill *values* in as a browser does."""
    turn = {"client": "here", "number": 1}
    message = {"type": "fill", "operation": "createLink", "values": values, "turn": turn}
    builder._handle_custom_msg(message, [])


@pytest.mark.parametrize(
    "body",
    [
        {"title": KEY},
        {"title": f"use {KEY} here"},
        {"tags": ["a", KEY]},
        {"utm": {"source": KEY}},
        {"metadata": {KEY: "as a name"}},
    ],
    ids=["alone", "in a sentence", "in a list", "deep", "as a name"],
)
def test_a_pasted_key_is_replaced_by_its_name(
    builder: RequestBuilder, lab: FakeLab, body: Any
) -> None:
    """Wherever it is pasted: the name stands in the trait, the value is in the keyring."""
    fill(builder, {"body": {"destinationUrl": URL, **body}})
    assert KEY not in synced(builder) + repr(builder) + builder.snippet() + builder.snippet("curl")
    assert lab.keys["linquid-live-key"].reveal() == KEY
    assert builder.heard == {"client": "here", "number": 1}
    assert "keys['linquid-live-key']" in repr(builder)


def test_from_python_it_is_the_same(builder: RequestBuilder) -> None:
    """Setting a field, the body or the trait itself keeps a key out too."""
    builder.body["title"] = KEY
    assert KEY not in synced(builder)
    builder.values = {"createLink": {"body": {"title": KEY}}}
    assert KEY not in synced(builder)


def test_it_is_not_sent_by_mistake_and_can_be_on_purpose(
    builder: RequestBuilder, lab: FakeLab
) -> None:
    """The request is held with the reason; told to send anyway, it sends what was pasted."""
    builder.set(destinationUrl=URL, title=KEY)
    with pytest.raises(RequestInvalid, match="a key was pasted here") as caught:
        builder.send()
    assert KEY not in str(caught.value)
    assert lab.sent == []
    assert builder.complaints[0]["address"] == "/body/title"
    builder.send(check=False)
    assert lab.sent[0]["body"]["title"] == KEY


def test_the_code_looks_the_key_up(builder: RequestBuilder) -> None:
    """What is copied into a cell gets the value from the keyring when it runs."""
    builder.set(destinationUrl=URL, title=f"see {KEY}")
    assert '"see " + keys["linquid-live-key"].reveal()' in builder.snippet()


def test_a_text_that_only_looks_like_a_reference_stays(
    builder: RequestBuilder, lab: FakeLab
) -> None:
    """A person's own `keys['everything']` is text, and gives nobody a value."""
    builder.set(destinationUrl=URL, title="keys['links-writer']")
    builder.send()
    assert lab.sent[0]["body"]["title"] == "keys['links-writer']"


def test_a_pasted_key_can_be_chosen(builder: RequestBuilder) -> None:
    """`builder.key = value` names it, and the value is nowhere in the state."""
    builder.key = KEY
    assert builder.key == "linquid-live-key"
    assert builder.asks["allowed"] is None
    assert KEY not in synced(builder)


@pytest.mark.browser
def test_no_synced_message_holds_the_key(builder: RequestBuilder, lab: FakeLab) -> None:
    """At the wire: a pasted key travels in a message, comes back as a name, and says so."""
    synced_states: list[str] = []

    async def run() -> None:
        async with stage(builder) as page:
            await watched(page)
            await page.get_by_role("textbox", name="destinationUrl").fill(URL)
            title = page.get_by_role("textbox", name="title")
            await title.fill(KEY)
            await expect(title).to_have_value("keys['linquid-live-key']")
            await page.keyboard.press("Tab")
            await expect(title).to_have_attribute("aria-invalid", "true")
            await expect(page.get_by_text("a key was pasted here").first).to_be_visible()
            assert await violations(page) == []
            synced_states.append(await page.evaluate("JSON.stringify(model.state)"))
            synced_states.extend(await page.evaluate("updates"))

    asyncio.run(run())
    assert [state for state in synced_states if KEY in state] == []
    assert lab.keys["linquid-live-key"].reveal() == KEY


async def watched(page: Page) -> None:
    """Keep each state that the page would sync."""
    await page.evaluate(
        """() => {
          window.updates = [];
          const save = model.save_changes.bind(model);
          model.save_changes = () => { updates.push(JSON.stringify(model.state)); save(); };
        }"""
    )


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ({}, "message"),
        ("send", "message"),
        ({"type": KEY}, "message"),
        ({"type": "recall", "number": "1"}, "recall/number"),
        ({"type": "recall", "number": 7}, "builder.recall"),
        ({"type": "send", "operation": "createLink", "key": KEY}, "send/values"),
        ({"type": "hide", "operation": "x", "address": "/a", "value": [KEY]}, "hide/value"),
        ({"type": "cancel", KEY: 1}, "cancel"),
    ],
    ids=str,
)
def test_a_wrong_message_is_told_and_changes_nothing(
    builder: RequestBuilder, message: Any, place: str
) -> None:
    """What a front end says is checked: the place is told, no value is, and nothing is lost."""
    builder.set(title="Spring")
    before = {**builder.get_state()}
    builder._handle_custom_msg(message, [])
    after = builder.get_state()
    assert {name for name in after if after[name] != before[name]} == {"outcome"}
    assert place in builder.outcome["message"]
    assert KEY not in synced(builder)
    assert builder.outcome["step"]
