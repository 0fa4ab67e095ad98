"""A key that is typed is underlined, named and counted before the save."""

from collections.abc import Callable
import json
from pathlib import Path

from playwright.sync_api import Page, expect
import pytest

from tests.browser.driving import Lab, audit, cells, live_key, shot
from tests.browser.live import CHIP, COUNT, KEY, LIST, OFFER, edit, looks

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TOOLBAR_NEEDS = 600
IS_CLEAR = """chip => {
    const { left, right, top, bottom } = chip.getBoundingClientRect();
    return [left + 1, (left + right) / 2, right - 1].every(
        x => chip.contains(document.elementFromPoint(x, (top + bottom) / 2)));
}"""


def test_a_typed_key_is_underlined(lab: Lab, page: Page) -> None:
    """The key is underlined and named in words, and only its cell is sent, once typing pauses."""
    lab.open(page, lab.write("typed.ipynb", "other = 'harmless'", "").name)
    expect(page.locator(COUNT)).to_have_text("0 keys in notebook")
    asked = looks(page)
    edit(page, 1)

    page.keyboard.type(f"key = '{live_key()}")

    mark = cells(page).nth(1).locator(KEY)
    expect(mark).to_have_text(live_key())
    expect(mark).to_have_css("text-decoration-line", "underline")
    chip = cells(page).nth(1).locator(CHIP)
    expect(chip).to_contain_text("Linquid live workspace key")
    expect(chip).to_contain_text("It must not be saved")
    expect(page.locator(COUNT)).to_have_text("1 key in notebook")
    expect(page.locator(".jp-playground-announcer")).to_contain_text("Linquid live workspace key")
    bodies = [request.post_data or "" for request in asked]
    assert 0 < len(bodies) < len(live_key())
    assert not any("harmless" in body for body in bodies)
    shot(page, "key-underlined")


@pytest.mark.parametrize("width", [1280, 900, 600])
def test_nothing_lies_over_the_name_of_a_key(lab: Lab, page: Page, width: int) -> None:
    """It stands clear of JupyterLab's toolbar of the cell, and stays in sight on a long line."""
    page.set_viewport_size({"width": width, "height": 800})
    lab.open(page, lab.write(f"clear-{width}.ipynb", "").name)
    page.keyboard.press("Control+b")
    edit(page)
    page.keyboard.type(f"key = '{live_key()}")
    chip = cells(page).first.locator(CHIP)
    expect(chip).to_be_visible()
    if width > TOOLBAR_NEEDS:
        expect(cells(page).first.locator(".jp-cell-toolbar")).to_be_visible()
    assert chip.evaluate(IS_CLEAR)

    page.keyboard.type("'  # " + "as long as it takes, " * 8)

    expect(chip).to_be_visible()
    expect(chip).to_be_in_viewport(ratio=1)
    assert chip.evaluate(IS_CLEAR)
    shot(page, f"key-named-{width}")


def test_the_underline_follows_the_text_and_goes_with_the_key(
    lab: Lab, page: Page, dirty: Callable[..., Path]
) -> None:
    """Typing before the key moves the mark at once; without the key there is none."""
    lab.open(page, dirty("moved.ipynb", f"key = '{live_key()}'").name)
    expect(page.locator(KEY)).to_have_text(live_key())
    edit(page)
    page.keyboard.press("Control+Home")
    page.keyboard.type("# first\n")
    expect(page.locator(KEY)).to_have_text(live_key())

    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")

    expect(page.locator(KEY)).to_have_count(0)
    expect(page.locator(CHIP)).to_have_count(0)
    expect(page.locator(COUNT)).to_have_text("0 keys in notebook")


def test_the_count_follows_cells_that_go_and_come_back(
    lab: Lab, page: Page, dirty: Callable[..., Path]
) -> None:
    """A key goes with its cell, comes back with it, and is one wherever the cell is moved."""
    lab.open(page, dirty("cells.ipynb", "x = 1", f"key = '{live_key()}'", "y = 2").name)
    count = page.locator(COUNT)
    expect(count).to_have_text("1 key in notebook")
    cells(page).nth(1).locator(".jp-InputPrompt").click()

    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(count).to_have_text("0 keys in notebook")
    page.keyboard.press("z")
    expect(count).to_have_text("1 key in notebook")
    expect(cells(page).nth(1).locator(KEY)).to_have_text(live_key())

    cells(page).nth(1).locator(".jp-InputPrompt").click()
    page.keyboard.press("Control+Shift+ArrowUp")
    expect(cells(page).first.locator(KEY)).to_have_text(live_key())
    page.keyboard.press("d")
    page.keyboard.press("d")
    expect(count).to_have_text("0 keys in notebook")


def test_a_keystroke_in_a_long_notebook_sends_its_cell_alone(lab: Lab, page: Page) -> None:
    """In 2,000 cells one changed cell is one small question."""
    sources = [f"value_{number} = {number}" for number in range(2000)]
    lab.open(page, lab.write("long.ipynb", *sources).name)
    expect(page.locator(COUNT)).to_have_text("0 keys in notebook", timeout=60_000)
    asked = looks(page)
    edit(page)

    with page.expect_request(lambda one: "value_0 = 01" in (one.post_data or "")):
        page.keyboard.type("1")

    bodies = [json.loads(request.post_data or "") for request in asked]
    assert [cell for body in bodies for cell in body["cells"]] == [
        {"cell_type": "code", "source": "value_0 = 01"}
    ]


def test_hovering_tells_and_replaces(lab: Lab, page: Page, dirty: Callable[..., Path]) -> None:
    """The tooltip of a key says what it is and why, and replaces it; the old warning goes."""
    lab.open(page, dirty("hovered.ipynb", f"key = '{live_key()}'").name)
    page.locator(KEY).hover()
    tip = page.locator(".jp-playground-tip")
    expect(tip).to_contain_text("Linquid live workspace key")
    expect(tip).to_contain_text("It must not be saved")
    shot(page, "key-hovered")
    tip.get_by_role("button", name="Replace").click()
    expect(cells(page).first.locator(".cm-content")).to_contain_text("keys[")
    expect(page.locator(".Toastify__toast", has_text="holds a key")).to_have_count(0)


def test_it_is_accessible(
    lab: Lab,
    page: Page,
    theme: str,
    dirty: Callable[..., Path],
    paste: Callable[[str], None],
) -> None:
    """axe-core finds nothing wrong with marks, offer, count and list, light or dark."""
    path = dirty(f"live-{theme}.ipynb", f"key = '{live_key()}'", "", "")
    lab.open(page, path.name)
    page.locator(COUNT, has_text="1 key").get_by_role("button").click()
    page.get_by_role("button", name="Explain: Cell 1, line 1").click()
    edit(page, 1)
    page.keyboard.type("other = ")
    paste("lw_live_" + "z9y8x7w6" * 4)
    expect(page.locator(OFFER)).to_be_visible()
    shot(page, f"before-the-save-{theme}")
    for selector in (LIST, OFFER, COUNT, CHIP):
        assert audit(page, selector) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+Shift+m")
    expect(page.locator(".jp-playground-mask")).to_have_count(2)
    assert audit(page, ".jp-playground-mask") == []
    shot(page, f"masked-{theme}")


def test_notebook_7_shows_the_same(lab: Lab, page: Page, dirty: Callable[..., Path]) -> None:
    """Without a status bar the count stands at the top; no plugin of ours fails to load."""
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    path = dirty("seven.ipynb", f"key = '{live_key()}'")
    page.goto(f"{lab.url}notebooks/{path.name}?token={lab.token}")
    expect(page.locator(KEY)).to_have_text(live_key())
    page.locator(COUNT, has_text="1 key in notebook").get_by_role("button").click()
    page.get_by_role("button", name="Replace: Cell 1, line 1").click()
    expect(page.locator(".jp-Cell .cm-content").first).to_contain_text("keys[")
    shot(page, "notebook-7")
    assert [text for text in told if "linquid-playground" in text] == []
