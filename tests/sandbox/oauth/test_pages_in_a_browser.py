"""Sign-in and consent as a person meets them, without scripts, in a real browser."""

from collections.abc import Iterator
from html import escape
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Browser, Page, expect, sync_playwright
import pytest

from tests.browser.driving import FLAGS, audit, chromium, shot
from tests.sandbox.oauth.memory import MemoryStore
from tests.sandbox.oauth.serving import greet, served
from tests.sandbox.oauth.world import NATIVE, World, content, query_of

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run one browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def world() -> World:
    """Return a world whose application is known by a plain name."""
    return World(store=MemoryStore())


@pytest.fixture
def start(world: World) -> Iterator[str]:
    """Yield the link by which the native application asks for access."""
    with served(world.ask) as provider, served(greet) as app:
        query = {**query_of(NATIVE), "redirect_uri": f"{app}/callback"}
        yield f"{provider}/api/oauth/authorize?{urlencode(query)}"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window in which scripts are off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def told(page: Page) -> dict[str, str]:
    """Return what the application was told in its address."""
    expect(page.get_by_text("Back at the app")).to_be_visible()
    return dict(parse_qsl(urlsplit(page.url).query))


def sign_in(page: Page, start: str) -> None:
    """Follow the application's link, and sign in as Ada."""
    page.goto(start)
    page.get_by_label("Person").select_option("ada@acme.example")
    page.get_by_role("button", name="Sign in").click()


def test_a_person_signs_in_and_allows_part_of_it(page: Page, start: str, world: World) -> None:
    """Two pages later the application has a code for what was left ticked."""
    sign_in(page, start)
    expect(page.get_by_role("checkbox")).to_have_count(2)
    page.get_by_label("Create links").uncheck()
    page.get_by_role("button", name="Allow").click()
    code = told(page)["code"]
    uri = page.url.partition("?")[0]
    assert content(world.redeem(code, NATIVE, redirect_uri=uri))["scope"] == "links:read"


def test_a_person_denies(page: Page, start: str) -> None:
    """The application learns it, and the address holds no code."""
    sign_in(page, start)
    page.get_by_role("button", name="Deny").click()
    assert told(page)["error"] == "access_denied"


def test_the_keyboard_is_enough(page: Page, start: str) -> None:
    """Tab, space and enter lead through both pages."""
    page.goto(start)
    page.keyboard.press("Tab")
    expect(page.get_by_label("Person")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("checkbox")).to_have_count(2)
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Allow")).to_be_focused()
    page.keyboard.press("Enter")
    assert "code" in told(page)


def test_the_pages_are_accessible(browser: Browser, start: str) -> None:
    """axe-core finds nothing, in light and in dark, on any of the three pages."""
    for scheme in ("light", "dark"):
        context = browser.new_context(
            color_scheme=scheme, viewport={"width": 800, "height": 760}, bypass_csp=True
        )
        page = context.new_page()
        page.goto(start)
        assert audit(page, "html") == []
        shot(page, f"oauth-sign-in-{scheme}")
        sign_in(page, start)
        assert audit(page, "html") == []
        shot(page, f"oauth-consent-{scheme}")
        page.goto(start.replace("client_id=native", "client_id=nobody"))
        assert audit(page, "html") == []
        shot(page, f"oauth-refused-{scheme}")
        context.close()


def test_a_small_window_needs_no_sideways_scrolling(browser: Browser, start: str) -> None:
    """320 pixels are enough (WCAG 2.2, 1.4.10)."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page = context.new_page()
    sign_in(page, start)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    shot(page, "oauth-consent-small")
    context.close()


def test_nobody_frames_the_page(browser: Browser, start: str) -> None:
    """RFC 6749, 10.13: a frame shows the application's page, and nothing of ours."""
    app = dict(parse_qsl(urlsplit(start).query))["redirect_uri"]
    context = browser.new_context()
    page = context.new_page()
    page.set_content(f'<iframe src="{app}"></iframe><iframe src="{escape(start)}"></iframe>')
    expect(page.frame_locator("iframe >> nth=0").get_by_text("Back at the app")).to_be_visible()
    expect(page.frame_locator("iframe >> nth=1").get_by_role("button")).to_have_count(0)
    context.close()
