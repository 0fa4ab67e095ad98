"""A browser with a fresh profile for each test, one JupyterLab for all, and what is put there."""

from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
import pytest

from tests.browser.driving import FLAGS, Lab, chromium, running
from tests.browser.live import THEMES


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Run one JupyterLab with its sandbox."""
    with running(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Run one browser; while it does, no other event loop runs in this thread."""
    expect.set_options(timeout=30_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a window with a profile of its own."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def paste(page: Page) -> Callable[[str], None]:
    """Return what puts a text on the clipboard and presses Ctrl-V."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def paste(text: str) -> None:
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.keyboard.press("Control+v")

    return paste


@pytest.fixture
def dirty(lab: Lab) -> Iterator[Callable[..., Path]]:
    """Return what writes a notebook that holds a key already; it is gone afterwards."""
    written: list[Path] = []

    def write(name: str, *sources: str) -> Path:
        written.append(lab.write(name, *sources))
        return written[-1]

    yield write
    for path in written:
        path.unlink()


@pytest.fixture(params=["Light", "Dark"])
def theme(lab: Lab, request: pytest.FixtureRequest) -> Iterator[str]:
    """Show JupyterLab in each of its themes."""
    name: str = request.param
    lab.set(THEMES, {"theme": f"JupyterLab {name}"})
    yield name.lower()
    lab.set(THEMES, {})
