"""Two people in one notebook: what a room saves, and what both of them see."""

from collections.abc import Iterator
import json
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect
import pytest

from tests.browser.driving import Lab, cells, live_key, running, shot
from tests.environments import over

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """Run a JupyterLab with real-time collaboration; it forgets empty rooms at once."""
    options = ("--", "--YDocExtension.document_cleanup_delay=0.1")
    home = tmp_path_factory.mktemp("rooms")
    with running(home, *options, environment=over("rtc")) as lab:
        yield lab


@pytest.fixture
def other(browser: Browser) -> Iterator[Page]:
    """Open the window of a second person."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        yield context.new_page()


def told(page: Page) -> Locator:
    """Return the toast that tells of a save without a key."""
    return page.locator(".Toastify__toast", has_text="saved without a key")


def write(page: Page, text: str, *, cell: int) -> None:
    """Put *text* at the end of the *cell*, as pasting does."""
    editor = cells(page).nth(cell).locator(".cm-content")
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)
    expect(editor).to_contain_text(text.strip())


def save(page: Page) -> None:
    """Press Ctrl-S, and wait until the room has answered."""
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")


def sources(path: Path) -> list[str]:
    """Return the sources of the cells on the disk."""
    return ["".join(cell["source"]) for cell in json.loads(path.read_text())["cells"]]


def test_a_key_in_a_shared_notebook(lab: Lab, page: Page, other: Page) -> None:
    """It reaches no file; both people are told; what else they write is saved, and stays."""
    path, key = lab.write("shared.ipynb", "x = 1", ""), live_key()
    for one in (page, other):
        lab.open(one, path.name)
    write(page, f"key = '{key}'", cell=1)

    for one in (page, other):
        expect(told(one)).to_contain_text("cell 2, line 1")
        expect(told(one)).not_to_contain_text(key)
    shot(page, "shared")
    write(other, "\ny = 2", cell=0)
    save(other)

    assert sources(path)[0] == "x = 1\ny = 2"
    assert 'keys["linquid-live-key"]' in sources(path)[1]
    assert lab.holds(key) == []
    assert list(lab.notebooks.parent.rglob("*ystore*")) == []
    for one in (page, other):
        expect(cells(one).nth(1).locator(".cm-content")).to_contain_text(key)


def test_the_shared_notebook_is_redacted_and_undone(lab: Lab, page: Page, other: Page) -> None:
    """One person redacts for everybody; undo has the original, and still saves no key."""
    path, key = lab.write("redacted.ipynb", "", ""), live_key()
    for one in (page, other):
        lab.open(one, path.name)
    write(page, f"key = '{key}'", cell=0)
    told(page).get_by_role("button", name="Redact and save").click()

    for one in (page, other):
        expect(cells(one).first.locator(".cm-content")).to_contain_text("keys[")
        expect(told(one)).to_have_count(0)
    cells(page).first.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    expect(cells(page).first.locator(".cm-content")).to_contain_text(key)
    save(page)
    assert lab.holds(key) == []


def test_work_outlives_an_empty_room(lab: Lab, page: Page, other: Page) -> None:
    """Everyone leaves an unsaveable notebook; whoever comes back finds the work without the key."""
    path, key = lab.write("left.ipynb", "", ""), live_key()
    lab.open(page, path.name)
    write(page, f"key = '{key}'", cell=0)
    expect(told(page)).to_have_count(1)
    write(page, "answer = 42", cell=1)
    save(page)
    page.close()

    lab.open(other, path.name)

    expect(cells(other).nth(1).locator(".cm-content")).to_contain_text("answer = 42")
    expect(cells(other).nth(0).locator(".cm-content")).to_contain_text("key =")
    assert lab.holds(key) == []
    assert list(lab.notebooks.parent.rglob("*ystore*")) == []


def test_a_shared_text_file(lab: Lab, page: Page) -> None:
    """A file that is no notebook is saved without the key, too."""
    path, key = lab.notebooks / "notes.txt", live_key()
    path.write_text("first\n")
    lab.open_file(page, path.name)
    editor = page.locator(".jp-FileEditor .cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(f"key: {key}\n")
    expect(told(page)).to_have_count(1)
    assert path.read_text() == "first\nkey: [redacted:linquid-live-key]\n"
    assert lab.holds(key) == []
