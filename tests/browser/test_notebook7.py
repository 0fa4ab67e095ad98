"""Notebook 7 has neither status bar nor tabs: the guard and its dialog work there all the same."""

from collections.abc import Iterator
import json
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
import pytest

from tests.browser.driving import Lab, cells, live_key, serving, shot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
DIALOG = ".jp-playground-dialog"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Run one Notebook 7."""
    with serving(tmp_path_factory.mktemp("notebook7"), "notebook") as lab:
        yield lab


def open_notebook(lab: Lab, page: Page, name: str) -> None:
    """Open the notebook *name* in a window of its own, as Notebook 7 does."""
    page.goto(f"{lab.url}notebooks/{name}?token={lab.token}")
    cells(page).first.wait_for(timeout=60_000)


def write(page: Page, text: str) -> None:
    """Put *text* into the first cell, as pasting does."""
    editor = cells(page).first.locator(".cm-content")
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.insert_text(text)
    expect(editor).to_contain_text(text)


def test_a_key_is_refused_and_redacted(lab: Lab, page: Page) -> None:
    """Ctrl-S opens the same dialog; Redact and save writes a reference."""
    path, key = lab.write("paste.ipynb", ""), live_key()
    open_notebook(lab, page, path.name)
    write(page, f"key = '{key}'")
    page.keyboard.press("Control+s")

    dialog = page.locator(DIALOG)
    expect(dialog).to_contain_text("Not saved")
    expect(dialog).to_contain_text("Cell 1")
    expect(dialog).not_to_contain_text(key)
    shot(page, "notebook7")
    assert lab.holds(key) == []

    with page.expect_response(lambda one: one.request.method == "PUT" and one.ok):
        page.get_by_role("button", name="Redact and save").click()
    expect(dialog).to_have_count(0)
    assert 'keys["linquid-live-key"]' in "".join(json.loads(path.read_text())["cells"][0]["source"])
    assert lab.holds(key) == []


def test_a_notebook_that_holds_a_key_is_told_of(lab: Lab, page: Page) -> None:
    """What is on the disk already is told as it is opened."""
    path = lab.write("old.ipynb", f"key = '{live_key()}'")
    open_notebook(lab, page, path.name)
    toast = page.locator(".Toastify__toast", has_text=path.name)
    expect(toast).to_contain_text("Linquid live workspace key")
    path.unlink()


def test_the_badge_is_red_without_the_guard(tmp_path: Path, browser: Browser) -> None:
    """Where the server extension is off, Notebook 7 says so in words and in red, too."""
    off = "--ServerApp.jpserver_extensions={'playground.server': False}"
    with serving(tmp_path / "lab", "notebook", off) as lab, browser.new_context() as context:
        page = context.new_page()
        open_notebook(lab, page, lab.write("off.ipynb", "").name)
        badge = page.locator(".jp-playground-badge")
        expect(badge).to_have_text("Saves not guarded")
        expect(badge).to_be_in_viewport()
        expect(badge.get_by_role("button")).to_have_css("background-color", "rgb(183, 28, 28)")
        shot(page, "notebook7-not-guarded")
