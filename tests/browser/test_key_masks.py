"""Keys are masked on the screen: neither seen nor read out, and still there."""

from collections.abc import Callable
import json
from pathlib import Path

from playwright.sync_api import Page, expect
import pytest

from tests.browser.driving import Lab, cells, live_key, shot
from tests.browser.live import COUNT, KEY, code, edit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_keys_are_masked_on_the_screen(lab: Lab, page: Page, dirty: Callable[..., Path]) -> None:
    """Masked, the key is nowhere in the page: not in the cell, its output, or rendered text."""
    key = live_key()
    path = dirty("masked.ipynb", f"key = '{key}'\nprint(key)")
    notebook = json.loads(path.read_text())
    note = {"cell_type": "markdown", "id": "note", "metadata": {}, "source": f"The key is {key}."}
    notebook["cells"].append(note)
    path.write_text(json.dumps(notebook))
    lab.open(page, path.name)
    edit(page)
    page.keyboard.press("Control+Enter")
    output = cells(page).first.locator(".jp-OutputArea-output")
    expect(output).to_have_text(f"{key}\n")
    expect(cells(page).first.locator(KEY)).to_have_count(1)

    page.keyboard.press("Alt+Shift+m")

    mask = cells(page).first.locator(".jp-playground-mask")
    expect(mask).to_have_text("lw_live_••••••••")
    expect(mask).to_have_attribute("aria-label", "masked: Linquid live workspace key")
    expect(output).to_be_hidden()
    expect(cells(page).nth(1).locator(".jp-RenderedMarkdown p")).to_be_hidden()
    assert key not in page.locator(".jp-NotebookPanel:visible").inner_text()
    shot(page, "masked")
    page.locator(COUNT).get_by_role("button").click()
    page.get_by_role("button", name="Mask keys on screen", pressed=True).click()
    expect(cells(page).first.locator(KEY)).to_have_text(key)
    expect(output).to_be_visible()


def test_a_masked_key_is_copied_and_deleted_whole(
    lab: Lab, page: Page, dirty: Callable[..., Path]
) -> None:
    """Masking changes what is seen, not the text: copying copies it, Backspace deletes it whole."""
    key = live_key()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.open(page, dirty("copied.ipynb", key).name)
    expect(page.locator(KEY)).to_have_text(key)
    page.keyboard.press("Alt+Shift+m")
    expect(page.locator(".jp-playground-mask")).to_be_visible()
    edit(page)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    assert page.evaluate("navigator.clipboard.readText()") == key
    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    assert code(page, 0) == ""
