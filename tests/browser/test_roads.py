"""Roads of the front end to the disk that are no save: upload, duplicate, rename, two windows."""

import json
from pathlib import Path
import re

from playwright.sync_api import Browser, Locator, Page, expect
import pytest

from tests.browser.driving import Lab, cells, live_key

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
CHUNK = 1 << 20
DIALOG = ".jp-playground-dialog"


def in_list(page: Page, name: str) -> Locator:
    """Return the entry of *name* in the file browser."""
    return page.locator(".jp-DirListing-item", has=page.get_by_text(name, exact=True))


def told(page: Page) -> Locator:
    """Return JupyterLab's own dialog, which tells of what the server refused."""
    return page.locator(".jp-Dialog", has_text="Linquid live workspace key")


def test_a_big_upload_with_a_key_across_a_border_leaves_nothing(
    lab: Lab, page: Page, tmp_path: Path
) -> None:
    """Over 15 MB JupyterLab sends chunks; the key stands in two of them, and nothing stays."""
    key, big = live_key(), tmp_path / "big.txt"
    before = "line of text\n" * (3 * CHUNK // 13)
    cut = before[: 3 * CHUNK - 11] + "\n"
    big.write_text(f"{cut}{key}\n" + "line of text\n" * (14 * CHUNK // 13))
    assert big.stat().st_size > 15 * CHUNK
    lab.open(page, lab.write("beside.ipynb", "").name, is_ready=False)

    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload Files").click()
    chooser.value.set_files(big)
    # It asks before it sends so much.
    page.get_by_role("button", name="Upload", exact=True).click()

    expect(told(page)).to_be_visible()
    expect(told(page)).not_to_contain_text(key)
    assert not (lab.notebooks / "big.txt").exists()
    assert lab.holds(key[:10]) == []


def test_a_dirty_notebook_is_neither_duplicated_nor_renamed(lab: Lab, page: Page) -> None:
    """The file browser's commands are refused with the reason, and the file stays as it is."""
    key = live_key()
    path = lab.write("a-dirty.ipynb", f"key = '{key}'")
    lab.open(page, lab.write("clean.ipynb", "").name)
    # What was opened is selected in the list a moment later.
    expect(in_list(page, "clean.ipynb")).to_have_class(re.compile("jp-mod-selected"))

    in_list(page, path.name).click(button="right")
    expect(in_list(page, path.name)).to_have_class(re.compile("jp-mod-selected"))
    page.get_by_role("menuitem", name="Duplicate").click()
    expect(told(page)).to_be_visible()
    page.keyboard.press("Escape")

    in_list(page, path.name).click()
    page.keyboard.press("F2")
    page.locator(".jp-DirListing-editor").fill("b-renamed.ipynb")
    page.keyboard.press("Enter")
    expect(told(page)).to_be_visible()
    page.keyboard.press("Escape")

    assert lab.holds(key) == [path.name]
    path.unlink()


def test_two_people_save_the_same_file(lab: Lab, page: Page, browser: Browser) -> None:
    """Whoever saves a key is refused; what the other one saves meanwhile is not."""
    path, key = lab.write("both.ipynb", ""), live_key()
    with browser.new_context() as context:
        other = context.new_page()
        for one in (page, other):
            lab.open(one, path.name)
        _write(page, f"key = '{key}'")
        page.keyboard.press("Control+s")
        expect(page.locator(DIALOG)).to_contain_text("Not saved")
        page.keyboard.press("Escape")

        _write(other, "y = 2")
        other.keyboard.press("Control+s")
        expect(other.locator("#jp-main-statusbar")).to_contain_text("Saving completed")

    assert "y = 2" in "".join(json.loads(path.read_text())["cells"][0]["source"])
    assert lab.holds(key) == []


def _write(page: Page, text: str) -> None:
    editor = cells(page).first.locator(".cm-content")
    editor.click()
    page.keyboard.insert_text(text)
    expect(editor).to_contain_text(text)
