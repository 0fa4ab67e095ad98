"""The request builder by mouse and keyboard, in a real page with the real Python model."""

import asyncio
from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page, expect
import pytest

from playground.widgets import RequestBuilder
from tests.widgets.fake_lab import FakeLab
from tests.widgets.stage import stage, violations

pytestmark = pytest.mark.browser

Scene = Callable[[Page], Awaitable[None]]


def play(builder: RequestBuilder, scene: Scene, *, width: int = 1000, views: int = 1) -> None:
    """Show *builder* and play *scene* on its page; an error on the page fails it."""

    async def run() -> None:
        errors: list[object] = []
        async with stage(builder, width=width, views=views) as page:
            page.on("pageerror", lambda error: errors.append(error))  # noqa: PLW0108  it sets attributes
            await scene(page)
        assert errors == []

    asyncio.run(run())


def answer(page: Page) -> Locator:
    """Return the pane that shows the answer."""
    return page.get_by_role("group", name="Answer", exact=True)


def test_a_link_is_created_by_keyboard_alone(lab: FakeLab) -> None:
    """Choose, fill in, send and read the answer without a mouse."""

    async def scene(page: Page) -> None:
        operation = page.get_by_role("combobox", name="Operation")
        await operation.focus()
        await page.keyboard.type("create a link")
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.type("links-wri")
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Allowed for links-writer")).to_be_visible()
        url = page.get_by_role("textbox", name="destinationUrl")
        await url.focus()
        await page.keyboard.type("https://example.com/spring")
        tags = page.get_by_role("textbox", name="tags")
        await tags.focus()
        await page.keyboard.type("spring,promo")
        await page.keyboard.press("Control+Enter")
        await expect(answer(page)).to_contain_text("201")

    builder = RequestBuilder(lab)
    play(builder, scene)
    assert builder.exchange is not None
    assert builder.exchange.key == "links-writer"
    assert builder.exchange.body == {
        "destinationUrl": "https://example.com/spring",
        "tags": ["spring", "promo"],
    }


def test_problems_are_shown_before_sending(builder: RequestBuilder, lab: FakeLab) -> None:
    """Send on a wrong form lists the problems, each leads to its field, and can be overruled."""

    async def scene(page: Page) -> None:
        await page.get_by_role("textbox", name="title").fill("x" * 256)
        await page.get_by_role("button", name="Send", exact=True).click()
        problems = page.get_by_role("group", name="2 problems in this request")
        await expect(page.get_by_role("textbox", name="destinationUrl")).to_be_focused()
        await problems.get_by_role("button", name="/title").click()
        title = page.get_by_role("textbox", name="title")
        await expect(title).to_be_focused()
        await expect(title).to_have_attribute("aria-invalid", "true")
        assert lab.sent == []
        await page.get_by_role("button", name="Send anyway").click()
        await expect(answer(page)).to_contain_text("201")

    play(builder, scene)
    assert len(lab.sent) == 1


def test_a_refusal_is_explained(builder: RequestBuilder) -> None:
    """A 403 shows what is required, held, and the smallest change."""

    async def scene(page: Page) -> None:
        await page.get_by_role("button", name="basic").click()
        await page.get_by_role("combobox", name="Key").fill("analytics")
        await page.keyboard.press("Enter")
        await page.get_by_role("button", name="Send", exact=True).click()
        card = page.get_by_role("group", name="Explanation")
        await expect(card).to_contain_text("analytics-reader lacks links:create")
        await expect(card).to_contain_text("analytics:read")
        await expect(card).to_contain_text("Smallest change")

    play(builder, scene)


def test_an_answer_says_which_request_it_answers(builder: RequestBuilder) -> None:
    """Choosing another key or operation marks the old answer in words, until it fits again."""

    async def scene(page: Page) -> None:
        pane = answer(page)
        other = pane.get_by_text("This answers another request")
        await expect(pane).to_contain_text("POST /api/links with links-writer")
        await expect(other).to_be_hidden()
        builder.key = "web-tracker"
        await expect(other).to_be_visible()
        await expect(pane).to_contain_text("POST /api/links with links-writer")
        assert await violations(page) == []
        builder.key = "links-writer"
        await expect(other).to_be_hidden()
        builder.operation = "listLinks"
        await expect(other).to_be_visible()
        builder.key = None
        builder.send()
        await expect(pane).to_contain_text("GET /api/links without a key")
        await expect(other).to_be_hidden()

    builder.set(destinationUrl="https://example.com").send()
    play(builder, scene)


def test_an_answer_is_marked_once_its_request_is_changed(builder: RequestBuilder) -> None:
    """A field that is changed after the answer marks it, until it is changed back or sent anew."""

    async def scene(page: Page) -> None:
        pane, send = answer(page), page.get_by_role("button", name="Send", exact=True)
        changed = pane.get_by_text("as it was before you changed it")
        title = page.get_by_role("textbox", name="title")
        await page.get_by_role("button", name="basic").click()
        await send.click()
        await expect(pane).to_contain_text("201")
        await expect(changed).to_be_hidden()
        before = await title.input_value()
        await title.fill("Another one")
        await expect(changed).to_be_visible()
        assert await violations(page) == []
        await title.fill(before)
        await expect(changed).to_be_hidden()
        await title.fill("Another one")
        await send.click()
        await expect(changed).to_be_hidden()

    play(builder, scene)


def test_nothing_typed_is_lost(builder: RequestBuilder) -> None:
    """Half-typed JSON and another operation's fields are there again on coming back."""

    async def scene(page: Page) -> None:
        await page.get_by_role("textbox", name="title").fill("Spring")
        await page.get_by_role("tab", name="JSON").click()
        area = page.get_by_label("Body as JSON")
        await area.fill('{"title": "Spr')
        await page.get_by_role("tab", name="Form").click()
        operation = page.get_by_role("combobox", name="Operation")
        await operation.fill("list links")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("textbox", name="limit")).to_be_visible()
        await operation.fill("create a link")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("textbox", name="title")).to_have_value("Spring")
        await page.get_by_role("tab", name="JSON").click()
        await expect(area).to_have_value('{"title": "Spr')

    play(builder, scene)


def test_form_and_json_say_the_same(builder: RequestBuilder) -> None:
    """What is typed in the form stands in the JSON, and the other way round."""

    async def scene(page: Page) -> None:
        await page.get_by_role("textbox", name="title").fill("Spring")
        await page.get_by_role("textbox", name="clicksLimit").fill("5")
        await page.get_by_role("tab", name="JSON").click()
        area = page.get_by_label("Body as JSON")
        await expect(area).to_have_value('{\n  "title": "Spring",\n  "clicksLimit": 5\n}')
        await area.fill('{"title": "Summer", "tags": ["a"]}')
        await page.get_by_role("tab", name="Form").click()
        await expect(page.get_by_role("textbox", name="title")).to_have_value("Summer")
        await expect(page.get_by_role("textbox", name="clicksLimit")).to_have_value("")
        await expect(page.get_by_role("button", name="Remove a")).to_be_visible()

    play(builder, scene)


def test_a_password_stays_out_of_the_page_state(builder: RequestBuilder, lab: FakeLab) -> None:
    """A password reaches the kernel and no trait, from the form as from the JSON."""

    async def scene(page: Page) -> None:
        await page.get_by_role("button", name="basic").click()
        await page.get_by_role("textbox", name="password").fill("open sesame")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(answer(page)).to_contain_text("201")
        state = await page.evaluate("JSON.stringify(model.state)")
        assert "open sesame" not in state
        await page.get_by_role("tab", name="JSON").click()
        area = page.get_by_label("Body as JSON")
        await area.fill('{"destinationUrl": "https://example.com", "password": "shazam"}')
        await page.keyboard.press("Control+Enter")
        await expect(page.get_by_text("History (2)")).to_be_visible()
        assert "shazam" not in await page.evaluate("JSON.stringify(model.state)")

    play(builder, scene)
    passwords = [one["body"]["password"] for one in lab.sent]
    assert passwords == ["open sesame", "shazam"]


def test_two_views_stay_in_step(builder: RequestBuilder) -> None:
    """What is typed in one view is in the other, and Python changes both."""

    async def scene(page: Page) -> None:
        titles = page.get_by_role("textbox", name="title")
        await titles.nth(0).fill("Spring")
        await expect(titles.nth(1)).to_have_value("Spring")
        await page.wait_for_function("model.state.values.createLink?.body?.title === 'Spring'")
        builder.body["title"] = "Summer"
        await expect(titles.nth(0)).to_have_value("Summer")
        await expect(titles.nth(1)).to_have_value("Summer")

    play(builder, scene, views=2)


def test_a_send_can_be_cancelled(builder: RequestBuilder, lab: FakeLab) -> None:
    """While a request is under way it can be given up, and the button keeps the focus."""

    async def scene(page: Page) -> None:
        lab.gate = asyncio.Event()
        await page.get_by_role("button", name="basic").click()
        await page.get_by_role("button", name="Send", exact=True).click()
        await page.get_by_role("button", name="Cancel").click()
        await expect(page.get_by_role("group", name="No answer")).to_contain_text("Cancelled")
        await expect(page.get_by_role("button", name="Send", exact=True)).to_be_focused()

    play(builder, scene)


@pytest.mark.parametrize("width", [320, 700, 1200])
def test_it_fits_and_is_accessible(builder: RequestBuilder, width: int) -> None:
    """From a narrow cell to a wide screen nothing overflows, and axe-core finds nothing."""
    builder.key = "analytics-reader"
    builder.set(destinationUrl="https://example.com", tags=["spring"], description=None)
    builder.send()

    async def scene(page: Page) -> None:
        wide = "document.documentElement.scrollWidth > innerWidth"
        assert not await page.evaluate(wide)
        for tab in ("Code", "JSON", "Form"):
            await page.get_by_role("tab", name=tab).click()
            assert await violations(page) == []
        await page.get_by_role("combobox", name="Operation").click()
        await page.keyboard.press("ArrowDown")
        assert await violations(page) == []

    play(builder, scene, width=width)


def test_the_mark_of_a_verdict_stands_beside_its_words(builder: RequestBuilder) -> None:
    """However narrow the cell, the mark is on the first line of what it marks."""

    async def scene(page: Page) -> None:
        words = page.locator(".verdict > span").first
        await expect(words).to_contain_text("Would be refused")
        text = "node => { const at = document.createRange(); at.selectNodeContents(node.lastChild);"
        left = await words.evaluate(f"{text} return at.getBoundingClientRect().left }}")
        top = await words.evaluate(f"{text} return at.getBoundingClientRect().top }}")
        mark = await words.locator("svg").bounding_box()
        assert mark is not None
        assert mark["x"] + mark["width"] <= left
        assert abs(mark["y"] - top) < mark["height"]

    builder.key = "web-tracker"
    play(builder, scene, width=320)


def test_a_shortcut_of_the_notebook_is_kept_away(builder: RequestBuilder) -> None:
    """JupyterLab is told that typing here is typing."""

    async def scene(page: Page) -> None:
        root = page.locator(".jp-playground-builder")
        await expect(root).to_have_attribute("data-lm-suppress-shortcuts", "true")

    play(builder, scene)
