"""The list of keys, in the panel and in the widget: it tells, replaces and undoes."""

from collections.abc import Callable
import json
from pathlib import Path

from playwright.sync_api import Page, WebSocket, expect
import pytest

from tests.browser.driving import Lab, audit, cells, live_key, shot
from tests.browser.live import COUNT, KEY, LIST, edit, source

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


def test_the_list_explains_replaces_and_undoes(lab: Lab, page: Page) -> None:
    """Each key is listed by place; Replace and Clear output can be undone, and are said."""
    path, key = lab.write("listed.ipynb", ""), live_key()
    lab.open(page, path.name)
    edit(page)
    page.keyboard.type(f"key = '{key}'\nprint(key)")
    page.keyboard.press("Control+Enter")
    output = cells(page).first.locator(".jp-OutputArea-output")
    expect(output).to_have_text(f"{key}\n")
    page.locator(COUNT).get_by_role("button").click()
    listing = page.locator(LIST)
    expect(listing).to_contain_text("1 key at 2 places in listed.ipynb")
    expect(listing.get_by_role("heading", name="In cells")).to_be_visible()
    expect(listing.get_by_role("heading", name="In outputs")).to_be_visible()

    heights = "all => all.map(one => one.getBoundingClientRect().height)"
    # "Stops the save" is one line, also beside a place with a long name.
    assert max(listing.locator(".verdict").evaluate_all(heights)) < 24
    explain = page.get_by_role("button", name="Explain: Cell 1, line 1")
    explain.click()
    expect(explain).to_have_attribute("aria-expanded", "true")
    expect(listing).to_contain_text("rotate it")
    shot(page, "listed")
    page.get_by_role("button", name="Clear output: Cell 1").click()
    expect(output).to_have_count(0)
    expect(listing.get_by_role("status")).to_contain_text("Output cleared")
    page.get_by_role("button", name="Replace: Cell 1, line 1").click()
    expect(cells(page).first.locator(".cm-content")).to_contain_text('keys["linquid-live-key"]')
    expect(listing).to_contain_text("0 keys in listed.ipynb")
    said = listing.get_by_role("status")
    expect(said).to_contain_text('The code says keys["linquid-live-key"].reveal()')

    page.get_by_role("button", name="Undo").click()
    expect(cells(page).first.locator(KEY)).to_have_text(key)
    page.get_by_role("button", name="Undo").click()
    expect(output).to_have_text(f"{key}\n")
    expect(listing).to_contain_text("1 key at 2 places")
    assert lab.holds(key) == []


def test_the_list_is_worked_by_keyboard(lab: Lab, page: Page, dirty: Callable[..., Path]) -> None:
    """A shortcut opens the explanation of the key at the cursor; the focus is never lost."""
    lab.open(page, dirty("keyboard.ipynb", f"key = '{live_key()}'").name)
    expect(page.locator(KEY)).to_have_count(1)
    edit(page)
    page.keyboard.press("Alt+Shift+e")
    explain = page.get_by_role("button", name="Explain: Cell 1, line 1")
    expect(explain).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="Show me: Cell 1, line 1")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(LIST)).to_contain_text("0 keys in keyboard.ipynb")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.locator(COUNT).get_by_role("button").press("Enter")
    expect(page.get_by_role("heading", name="0 keys in keyboard.ipynb")).to_be_focused()


def test_a_long_list_opens_at_its_headline(
    lab: Lab, page: Page, dirty: Callable[..., Path]
) -> None:
    """Whoever opens it reads first how many keys there are."""
    sources = [f"key_{number} = '{live_key()}{number}'" for number in range(9)]
    lab.open(page, dirty("tall.ipynb", *sources).name)
    expect(page.locator(COUNT)).to_have_text("9 keys in notebook")
    page.locator(COUNT).get_by_role("button").click()
    heading = page.get_by_role("heading", name="9 keys in tall.ipynb")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport(ratio=1)


def test_metadata_is_listed_and_replaced(lab: Lab, page: Page, dirty: Callable[..., Path]) -> None:
    """A key that no cell shows is found, replaced, and brought back by Undo."""
    path, key = dirty("metadata.ipynb", ""), live_key()
    notebook = json.loads(path.read_text())
    notebook["metadata"]["papermill"] = {"parameters": {"token": key}}
    notebook["cells"][0]["metadata"]["note"] = key
    path.write_text(json.dumps(notebook))
    lab.open(page, path.name)
    page.locator(COUNT, has_text="1 key").get_by_role("button").click()
    listing = page.locator(LIST)
    expect(listing).to_contain_text("1 key at 2 places")
    page.get_by_role("button", name="Replace: The notebook's metadata").click()
    expect(listing).to_contain_text("1 key in metadata.ipynb")
    page.get_by_role("button", name="Replace: Cell 1, metadata").click()
    expect(listing).to_contain_text("0 keys in metadata.ipynb")
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("button", name="Undo").click()
    expect(listing).to_contain_text("1 key at 2 places")


def test_the_widget_and_the_panel_are_one_drawing(
    lab: Lab, page: Page, dirty: Callable[..., Path]
) -> None:
    """`pg.Redactor` of a saved file shows the same list, acts there, and sends no key to anyone."""
    # A key of its own: kernels tell of what other notebooks ran.
    key = "lw_live_" + "b2c3d4e5" * 4
    frames: list[str | bytes] = []

    def hear(frame: str | bytes) -> None:
        frames.append(frame)

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", hear)
        socket.on("framereceived", hear)

    page.on("websocket", listen)
    other = dirty("saved.ipynb", f"key = '{key}'")
    path = lab.write("widget.ipynb", "import playground as pg\npg.Redactor('saved.ipynb')")
    lab.open(page, path.name)
    edit(page)
    page.keyboard.press("Control+Enter")
    widget = cells(page).first.locator(LIST)
    expect(widget).to_contain_text("1 key in saved.ipynb")
    expect(widget.get_by_role("button", name="Explain: Cell 1, line 1")).to_be_visible()
    shot(page, "redactor-widget")
    widget.get_by_role("button", name="Replace: Cell 1, line 1").click()
    expect(widget).to_contain_text("0 keys in saved.ipynb")
    assert 'keys["linquid-live-key"]' in source(other)
    widget.get_by_role("button", name="Undo").click()
    expect(widget).to_contain_text("1 key in saved.ipynb")
    assert key in source(other)
    assert audit(page, f".jp-OutputArea {LIST}") == []
    told = [frame if isinstance(frame, str) else frame.decode(errors="replace") for frame in frames]
    assert any("Linquid live workspace key" in frame for frame in told)
    assert not any(key in frame for frame in told)


def test_a_test_key_is_marked_where_the_policy_allows(lab: Lab, page: Page) -> None:
    """Only a kind that the policy names can be marked; then it is saved, until Undo."""
    key = "lw_test_" + "a1b2c3d4" * 4
    folder = lab.notebooks / "marks"
    folder.mkdir()
    (folder / "playground.toml").write_text('test_keys = ["linquid-test-key"]\n')
    path = lab.write("marks/marked.ipynb", "", "")
    lab.open(page, "marks/marked.ipynb")
    edit(page)
    page.keyboard.type(f"key = '{key}'")
    edit(page, 1)
    page.keyboard.type(f"key = '{live_key()}'")
    page.locator(COUNT, has_text="2 keys").get_by_role("button").click()
    expect(page.get_by_role("button", name="Mark as test key: Cell 2")).to_have_count(0)
    page.get_by_role("button", name="Replace: Cell 2, line 1").click()
    expect(page.locator(LIST)).to_contain_text("1 key in marked.ipynb")

    page.get_by_role("button", name="Mark as test key: Cell 1").click()

    expect(page.locator(LIST)).to_contain_text("0 keys in marked.ipynb")
    expect(page.locator(LIST)).to_contain_text("May be saved (1)")
    cells(page).first.locator(".cm-content").click()
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert key in source(path)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(LIST)).to_contain_text("1 key in marked.ipynb")
