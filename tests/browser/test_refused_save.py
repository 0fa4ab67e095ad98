"""A key is pasted, and the save is refused: what a person sees and can do."""

from itertools import pairwise
import json
from pathlib import Path

from playwright.sync_api import Page, Route, expect
import pytest

from tests.browser.driving import Lab, audit, cells, live_key, shot
from tests.browser.live import edit
from tests.browser.refused import DIALOG, paste, source

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

_PATIENCE_MILLIS = 150_000


def test_a_pasted_key_is_refused_and_redacted(lab: Lab, page: Page) -> None:
    """Ctrl-S says "Not saved" with cell and kind; Redact and save writes a reference that runs."""
    path, key = lab.write("paste.ipynb", "1 + 1", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"key = '{key}'\nprint(len(key))", cell=1)
    page.keyboard.press("Control+s")

    dialog = page.locator(DIALOG)
    expect(dialog).to_contain_text("Not saved")
    expect(dialog).to_contain_text("Cell 2, line 1")
    expect(dialog).to_contain_text("Linquid live workspace key")
    expect(dialog).not_to_contain_text(key)
    expect(page.get_by_role("button", name="Redact and save")).to_be_focused()
    shot(page, "not-saved")
    assert lab.holds(key) == []

    page.keyboard.press("Enter")

    expect(dialog).to_have_count(0)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert 'keys["linquid-live-key"]' in source(path, 1)
    assert lab.holds(key) == []
    shot(page, "redacted")

    cells(page).nth(1).locator(".cm-content").click()
    page.keyboard.press("Shift+Enter")
    output = cells(page).nth(1).locator(".jp-OutputArea-output")
    expect(output).to_have_text(f"{len(key)}\n")
    assert lab.holds(key) == []


def test_undo_brings_the_text_back(lab: Lab, page: Page) -> None:
    """Redaction is one step of the cell's own history."""
    path, key = lab.write("undo.ipynb", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"key = '{key}'")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Redact and save").click()
    editor = cells(page).first.locator(".cm-content")
    expect(editor).to_contain_text("keys[")

    editor.click()
    page.keyboard.press("Control+z")

    expect(editor).to_contain_text(key)
    assert lab.holds(key) == []


def test_what_is_typed_while_a_key_is_taken_out_stays(lab: Lab, page: Page) -> None:
    """Who goes on before the server has answered loses nothing, and the key is taken out."""
    path, key = lab.write("typed-on.ipynb", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"key = '{key}'")
    page.keyboard.press("Control+s")
    expect(page.locator(DIALOG)).to_be_visible()
    held: list[Route] = []
    page.route("**/guard/redact*", lambda one: one.continue_() if held else held.append(one))
    page.get_by_role("button", name="Redact and save").click()
    expect(page.locator(DIALOG)).to_have_count(0)
    editor = edit(page)
    page.keyboard.type("\nmore = 1")
    expect(editor).to_contain_text("more = 1")

    held[0].continue_()

    expect(editor).to_contain_text("keys[")
    expect(editor).to_contain_text("more = 1")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert source(path).endswith("\nmore = 1")
    assert lab.holds(key) == []


def test_show_me_selects_the_line(lab: Lab, page: Page) -> None:
    """The dialog closes, and the line with the key is selected for editing."""
    path, key = lab.write("show.ipynb", "x = 1", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"a = 1\nkey = '{key}'", cell=1)
    cells(page).first.locator(".cm-content").click()
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Show me", exact=True).click()

    expect(page.locator(DIALOG)).to_have_count(0)
    expect(cells(page).nth(1).locator(".cm-content")).to_be_focused()
    page.keyboard.press("Delete")
    expect(cells(page).nth(1).locator(".cm-content")).not_to_contain_text("key")
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert source(path, 1).strip() == "a = 1"


def test_one_finding_is_replaced_and_an_output_cleared(lab: Lab, page: Page) -> None:
    """Each finding has its own choices, and says what became of it."""
    path, key = lab.write("choices.ipynb", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"print('{key}')")
    page.keyboard.press("Shift+Enter")
    expect(cells(page).first.locator(".jp-OutputArea-output")).to_have_text(f"{key}\n")
    page.keyboard.press("Control+s")

    dialog = page.locator(DIALOG)
    expect(dialog).to_contain_text("holds a key at 2 places")
    expect(dialog).to_contain_text("clear or replace that, and change the code that printed it")
    expect(dialog).to_contain_text("Anyone who saw a key can use it until it is disabled")
    shot(page, "one-key-at-two-places")
    page.get_by_role("button", name="Clear output: Linquid live workspace key").click()
    page.get_by_role("button", name="Replace all: Linquid live workspace key").click()
    expect(page.locator(DIALOG)).to_contain_text("Output cleared")
    expect(page.locator(DIALOG)).to_contain_text("Replaced")
    expect(page.locator(DIALOG)).to_contain_text("holds no key now")
    expect(page.get_by_role("button", name="Redact and save")).to_have_count(0)
    shot(page, "each-finding")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert lab.holds(key) == []
    assert json.loads(path.read_text())["cells"][0]["outputs"] == []


def test_one_key_at_several_places_is_replaced_at_once(lab: Lab, page: Page) -> None:
    """A key is counted once, and one button replaces it wherever it stands."""
    path, key = lab.write("siblings.ipynb", "", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"a = '{key}'\nb = '{key}'")
    paste(page, f"c = '{key}'", cell=1)
    page.keyboard.press("Control+s")

    expect(page.locator(DIALOG)).to_contain_text("holds a key at 3 places")
    assert audit(page, DIALOG) == []
    page.get_by_role("button", name="Replace all").click()
    expect(page.locator(DIALOG)).to_contain_text("holds no key now")
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert lab.holds(key) == []
    assert source(path).count('keys["linquid-live-key"]') == 2


def test_a_redacted_copy_is_downloaded(lab: Lab, page: Page) -> None:
    """The copy holds everything but the key; the notebook on the screen stays as it is."""
    path, key = lab.write("download.ipynb", ""), live_key()
    lab.open(page, path.name)
    paste(page, f"key = '{key}'")
    page.keyboard.press("Control+s")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a redacted copy").click()

    assert download.value.suggested_filename == "download-redacted.ipynb"
    text = download.value.path().read_text()
    assert key not in text
    assert "linquid-live-key" in text
    expect(cells(page).first.locator(".cm-content")).to_contain_text(key)
    assert lab.holds(key) == []


def test_keep_editing_writes_nothing(lab: Lab, page: Page) -> None:
    """Escape closes the dialog; the work stays in the tab, and the status bar says it failed."""
    path, key = lab.write("keep.ipynb", ""), live_key()
    before = path.read_text()
    lab.open(page, path.name)
    paste(page, f"key = '{key}'")
    page.keyboard.press("Control+s")
    expect(page.locator(DIALOG)).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator(".jp-Dialog")).to_have_count(0)
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving failed")
    expect(cells(page).first.locator(".cm-content")).to_contain_text(key)
    assert path.read_text() == before


def test_an_autosave_shows_a_toast(lab: Lab, page: Page) -> None:
    """Nobody is stopped by a save that nobody asked for; the toast is one, and can redact."""
    path, key = lab.write("autosave.ipynb", ""), live_key()
    plugin = "@jupyterlab/docmanager-extension:plugin"
    lab.set(plugin, {"autosaveInterval": 1})
    try:
        lab.open(page, path.name)
        paste(page, f"key = '{key}'")
        toast = page.locator(".Toastify__toast", has_text="Not saved")
        # JupyterLab waits ten times as long as its last save took, which a busy machine stretches.
        expect(toast).to_have_count(1, timeout=_PATIENCE_MILLIS)
        with page.expect_response(lambda answer: answer.status == 422, timeout=_PATIENCE_MILLIS):
            pass  # a second autosave is refused as well
        expect(toast).to_have_count(1)
        expect(page.locator(".jp-Dialog")).to_have_count(0)
        expect(toast).not_to_contain_text(key)
        shot(page, "autosave")
        assert lab.holds(key) == []

        toast.get_by_role("button", name="Redact and save").click()
        expect(cells(page).first.locator(".cm-content")).to_contain_text("keys[")
        expect(toast).to_have_count(0)
    finally:
        lab.set(plugin, {})
    assert lab.holds(key) == []


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_the_dialog_is_accessible(lab: Lab, page: Page, theme: str) -> None:
    """axe-core finds nothing wrong with the dialog and the badge, light or dark."""
    path, key = lab.write(f"axe-{theme}.ipynb", ""), live_key()
    plugin = "@jupyterlab/apputils-extension:themes"
    lab.set(plugin, {"theme": f"JupyterLab {theme}"})
    try:
        lab.open(page, path.name)
        paste(page, f"key = '{key}'")
        page.keyboard.press("Control+s")
        expect(page.locator(DIALOG)).to_be_visible()
        shot(page, f"not-saved-{theme.lower()}")
        assert audit(page, DIALOG) == []
        page.keyboard.press("Escape")
        assert audit(page, ".jp-playground-badge") == []
    finally:
        lab.set(plugin, {})


def test_the_buttons_of_a_narrow_dialog_do_not_overlap(lab: Lab, page: Page) -> None:
    """On a narrow screen the choices stand in rows, each with room of its own."""
    page.set_viewport_size({"width": 600, "height": 800})
    lab.open(page, lab.write("narrow.ipynb", "").name)
    paste(page, f"key = '{live_key()}'")
    page.keyboard.press("Control+s")
    expect(page.locator(DIALOG)).to_be_visible()
    shot(page, "not-saved-narrow")
    buttons = page.locator(f"{DIALOG} .jp-Dialog-button").all()
    boxes = [box for button in buttons if (box := button.bounding_box())]
    assert len(boxes) == 4
    for one, other in pairwise(boxes):
        is_beside = one["x"] + one["width"] <= other["x"]
        assert is_beside or one["y"] + one["height"] < other["y"]


def test_an_upload_with_a_key_is_told_in_full(lab: Lab, page: Page, tmp_path: Path) -> None:
    """JupyterLab's own dialog of a failed upload shows our words, and nothing arrives."""
    key = live_key()
    upload = tmp_path / "uploaded.txt"
    upload.write_text(f"key = '{key}'")
    lab.open(page, lab.write("current.ipynb", "").name)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload Files").click()
    chooser.value.set_files(upload)

    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text("Linquid live workspace key")
    expect(dialog).not_to_contain_text(key)
    assert lab.holds(key) == []


def test_undo_brings_a_redacted_key_back_and_the_save_is_refused_again(
    lab: Lab, page: Page
) -> None:
    """After Redact and save, Ctrl-Z brings the literal back, and nothing of it reaches the disk."""
    path, key = lab.write("again.ipynb", ""), live_key()
    lab.open(page, path.name)
    editor = edit(page)
    page.keyboard.insert_text(f"key = '{key}'")
    page.keyboard.press("Control+s")
    page.get_by_role("button", name="Redact and save").click()
    expect(editor).to_contain_text("keys[")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")

    edit(page)
    page.keyboard.press("Control+z")
    expect(editor).to_contain_text(key)
    page.keyboard.press("Control+s")

    dialog = page.locator(".jp-playground-dialog")
    expect(dialog).to_contain_text("Not saved")
    assert key not in path.read_text()
    assert lab.holds(key) == []
