"""The badge: whether saves are guarded, in words and in colour."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.browser.driving import Lab, audit, serving, shot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_the_badge_says_that_saves_are_guarded(lab: Lab, page: Page) -> None:
    """The quiet badge is a button that tells more."""
    path = lab.write("badge.ipynb", "")
    lab.open(page, path.name, is_ready=False)
    badge = page.locator(".jp-playground-badge")
    expect(badge).to_have_text("Saves guarded")
    badge.get_by_role("button").click()
    expect(page.locator(".jp-Dialog")).to_contain_text("refuses to save long-lived keys")


def test_the_badge_is_red_without_the_guard(tmp_path: Path, browser: Browser) -> None:
    """Where the server extension is off, the badge says so in words, by its icon and in red."""
    off = "--ServerApp.jpserver_extensions={'playground.server': False}"
    with serving(tmp_path / "lab", "jupyterlab", off) as lab, browser.new_context() as context:
        page = context.new_page()
        lab.open(page, lab.write("off.ipynb", "").name, is_ready=False)
        badge = page.locator(".jp-playground-badge")
        expect(badge).to_have_text("Saves not guarded")
        expect(badge.get_by_role("button")).to_have_css("background-color", "rgb(183, 28, 28)")
        shot(page, "not-guarded")
        assert audit(page, ".jp-playground-badge") == []
