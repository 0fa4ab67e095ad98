"""The first notebook as a person works through it, in a real JupyterLab."""

import re

from playwright.sync_api import Locator, Page, expect
import pytest

from tests.browser.driving import Lab, audit, shot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
REFUSALS = {
    "analytics-reader": (403, "lacks links:create"),
    "web-tracker": (403, "wrong kind of key, no scope will help"),
    "other-workspace": (403, "belongs to another workspace"),
    "old-campaign-bot": (401, "is disabled"),
    "expired-importer": (401, "has expired"),
}


@pytest.fixture
def code(lab: Lab, page: Page) -> Locator:
    """Return the code cells of the first notebook, open in JupyterLab."""
    page.set_viewport_size({"width": 1400, "height": 1000})
    lab.open(page, "01-first-request.ipynb")
    return page.locator(".jp-NotebookPanel:visible .jp-CodeCell")


def run(page: Page, cell: Locator) -> Locator:
    """Run *cell*, and return what it shows once it is done."""
    cell.locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    expect(cell.locator(".jp-InputPrompt")).to_have_text(re.compile(r"\[\d+\]:"))
    return cell.locator(".jp-OutputArea")


def choose(page: Page, widget: Locator, label: str, text: str) -> None:
    """Type *text* into the combobox called *label*, and take the first that it offers."""
    box = widget.get_by_role("combobox", name=label, exact=True)
    box.click()
    box.fill(text)
    page.keyboard.press("Enter")


def test_a_request_is_built_refused_and_explained(page: Page, code: Locator) -> None:
    """Connect, fill, see a mistake before sending, send, and read the reason of each refusal."""
    connected = run(page, code.nth(0))
    expect(connected).to_contain_text("Acme Marketing")
    for name in ("links-writer", *REFUSALS):
        expect(connected).to_contain_text(name)
    shot(page, "connected")

    widget = run(page, code.nth(1)).get_by_role("group", name="Request builder")
    expect(widget.get_by_role("combobox", name="Operation", exact=True)).to_have_value(
        "Create a link"
    )
    address = widget.get_by_role("textbox", name="destinationUrl")
    address.fill("not an address")
    page.keyboard.press("Tab")
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(widget.get_by_text("/destinationUrl").first).to_be_visible()
    shot(page, "a-wrong-field")

    page.keyboard.press("Control+Enter")
    expect(address).to_be_focused()
    cells = page.locator(".jp-Notebook .jp-Cell").count()
    for part in (
        address,
        widget.get_by_role("button", name="Send", exact=True),
        widget.locator(".problems"),
    ):
        part.focus()
        page.keyboard.press("x")
        page.keyboard.press("b")
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    expect(code.nth(1)).to_be_attached()
    page.keyboard.press("Escape")
    expect(code.nth(1)).to_be_focused()

    address.fill("https://example.com/spring")
    widget.get_by_role("textbox", name="tags").fill("spring")
    page.keyboard.press("Enter")
    widget.get_by_role("button", name="Send", exact=True).click()
    answer = widget.get_by_role("group", name="Answer", exact=True)
    expect(answer).to_contain_text("201")
    expect(answer).to_contain_text('"spring"')
    shot(page, "created")

    for name, (status, reason) in REFUSALS.items():
        choose(page, widget, "Key", name)
        address.focus()
        page.keyboard.press("Control+Enter")
        expect(answer).to_contain_text(str(status))
        card = answer.get_by_role("group", name="Explanation")
        expect(card.locator(".headline")).to_contain_text(reason)
        card.scroll_into_view_if_needed()
        shot(page, f"refused-{name}")


def test_a_saved_form_is_its_table_when_it_is_opened_again(
    lab: Lab, page: Page, code: Locator
) -> None:
    """The table and the answer stand where the form was, with the way back to the form."""
    run(page, code.nth(0))
    expect(run(page, code.nth(1)).get_by_role("group", name="Request builder")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")

    lab.open(page, "01-first-request.ipynb")

    left = code.nth(1).locator(".jp-OutputArea")
    expect(left.get_by_role("table")).to_contain_text("Run the cell to use it")
    expect(left.get_by_role("table")).to_contain_text("https://example.com/spring")
    expect(page.get_by_text("model not found")).to_have_count(0)
    left.scroll_into_view_if_needed()
    shot(page, "opened-again")
    assert audit(page, ".jp-OutputArea") == []
    expect(run(page, code.nth(1)).get_by_role("group", name="Request builder")).to_be_visible()
