"""A notebook with a key is saved under another name, or under its own again."""

from playwright.sync_api import Page, Route, expect
import pytest

from tests.browser.driving import Lab, cells, live_key
from tests.browser.refused import DIALOG, paste, source

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_save_as_is_refused_like_a_save(lab: Lab, page: Page) -> None:
    """A new name makes no difference: our dialog, and then the redacted notebook of that name."""
    path, key = lab.write("before.ipynb", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"key = '{key}'")
    page.keyboard.press("Control+Shift+s")
    name = page.locator(".jp-Dialog input")
    name.fill("after.ipynb")
    page.keyboard.press("Enter")

    page.get_by_role("button", name="Redact and save").click()

    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert 'keys["linquid-live-key"]' in source(lab.notebooks / "after.ipynb")
    assert lab.holds(key) == []


def test_save_as_under_the_same_name_asks(lab: Lab, page: Page) -> None:
    """A person waits for this save too, so it is the dialog that tells, not a toast."""
    path, key = lab.write("same.ipynb", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"key = '{key}'")
    page.keyboard.press("Control+Shift+s")
    expect(page.locator(".jp-Dialog input")).to_have_value(path.name)
    page.keyboard.press("Enter")

    page.locator(DIALOG).get_by_role("button", name="Redact and save").click()

    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert 'keys["linquid-live-key"]' in source(path)
    assert lab.holds(key) == []


def test_save_as_takes_the_old_warning_back(lab: Lab, page: Page) -> None:
    """Once a notebook is redacted under a new name, nobody is warned of the old one."""
    path = lab.write("warned.ipynb", f"key = '{live_key()}'")
    lab.open(page, path.name)
    toast = page.locator(".Toastify__toast", has_text=path.name)
    expect(toast).to_have_count(1)
    cells(page).first.locator(".cm-content").click()
    page.keyboard.press("Control+Shift+s")
    page.locator(".jp-Dialog input").fill("renamed.ipynb")
    page.keyboard.press("Enter")

    page.locator(DIALOG).get_by_role("button", name="Redact and save").click()

    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(toast).to_have_count(0)
    path.unlink()


def test_a_renamed_notebook_is_not_taken_for_the_one_in_front(lab: Lab, page: Page) -> None:
    """A save that is refused under an old name writes no other notebook under that name."""
    path, key = lab.write("old-name.ipynb", ""), live_key()
    lab.write("in-front.ipynb", "front = 1")
    lab.open(page, path.name)
    paste(page, f"key = '{key}'")
    held: list[Route] = []

    def hold(one: Route) -> None:
        if one.request.method == "PUT":
            held.append(one)
        else:
            one.continue_()

    page.route("**/api/contents/old-name.ipynb*", hold)
    page.keyboard.press("Control+s")
    files = page.locator(".jp-DirListing-item")
    files.filter(has_text="in-front.ipynb").dblclick()
    expect(cells(page).first.locator(".cm-content")).to_contain_text("front = 1")
    files.filter(has_text="old-name.ipynb").click()
    page.keyboard.press("F2")
    page.locator(".jp-DirListing-editor").fill("new-name.ipynb")
    page.keyboard.press("Enter")
    expect(files.filter(has_text="new-name.ipynb")).to_have_count(1)

    held[0].continue_()

    expect(page.locator(".jp-Dialog")).to_contain_text("Not saved")
    expect(page.get_by_role("button", name="Redact and save")).to_have_count(0)
    assert not path.exists()
    assert lab.holds(key) == []
