"""A notebook is opened: what is told of its keys, and that nothing is changed."""

import json
import re

from playwright.sync_api import Page, expect
import pytest

from tests.browser.driving import Lab, cells, live_key, shot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_opening_a_notebook_that_holds_a_key_warns(lab: Lab, page: Page) -> None:
    """What is on the disk already is no dead end: the warning jumps to it, and redacts it."""
    key = live_key()
    path = lab.write("old.ipynb", "x = 1", f"key = '{key}'")
    lab.open(page, path.name)
    toast = page.locator(".Toastify__toast", has_text="old.ipynb")
    expect(toast).to_contain_text("Linquid live workspace key")
    shot(page, "opened-with-a-key")

    toast.get_by_role("button", name="Redact and save").click()

    expect(cells(page).nth(1).locator(".cm-content")).to_contain_text("keys[")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert key not in path.read_text()


def test_the_warning_goes_with_its_notebook(lab: Lab, page: Page) -> None:
    """Closed, a notebook cannot be redacted; opened again, it is warned of anew, and can."""
    key = live_key()
    path = lab.write("again.ipynb", f"key = '{key}'")
    lab.open(page, path.name)
    toast = page.locator(".Toastify__toast", has_text="again.ipynb")
    expect(toast).to_have_count(1)
    cells(page).first.locator(".jp-InputPrompt").click()
    page.keyboard.press("Alt+w")
    expect(toast).to_have_count(0)

    page.locator(".jp-DirListing-item", has_text="again.ipynb").dblclick()
    toast.get_by_role("button", name="Redact and save").click()

    expect(cells(page).first.locator(".cm-content")).to_contain_text("keys[")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert key not in path.read_text()


def test_a_notebook_that_is_only_opened_is_not_changed(lab: Lab, page: Page) -> None:
    """A kernel of another version than the last one makes no dot on the tab; typing does."""
    path = lab.write("opened.ipynb", "")
    lab.open(page, path.name)
    tab = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab", has_text=path.name)
    # The kernel's name comes with its version, and so the mode of the editor is known.
    expect(cells(page).first.locator(".cm-content")).to_have_attribute("data-language", "python")
    expect(tab).not_to_have_class(re.compile("jp-mod-dirty"))

    cells(page).first.locator(".cm-content").click()
    page.keyboard.type("1")

    expect(tab).to_have_class(re.compile("jp-mod-dirty"))
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert json.loads(path.read_text())["metadata"]["language_info"]["version"]


def test_a_large_notebook_is_not_sent_to_be_looked_at_as_it_opens(lab: Lab, page: Page) -> None:
    """The server reads the file itself; only small parts of it travel, and none of them twice."""
    path = lab.write("large.ipynb", f"key = '{live_key()}'", "")
    notebook = json.loads(path.read_text())
    text = {"output_type": "stream", "name": "stdout", "text": "word " * 500_000}
    notebook["cells"][1]["outputs"] = [text]
    path.write_text(json.dumps(notebook))
    sent: list[int] = []
    page.on("request", lambda one: sent.append(len(one.post_data_buffer or b"")))

    lab.open(page, path.name)

    expect(page.locator(".Toastify__toast", has_text=path.name)).to_contain_text("a key")
    expect(page.locator(".jp-playground-count")).to_have_text("1 key in notebook")
    assert sum(sent) < 1_000_000
    path.unlink()
