"""A key is typed or pasted: what a person sees and can do before the save."""

from collections.abc import Callable, Iterator
import json
from pathlib import Path

from playwright.sync_api import Locator, Page, Request, Route, WebSocket, expect
import pytest

from tests.browser.driving import Lab, audit, cells, live_key, shot

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

KEY = ".jp-playground-key"
CHIP = ".jp-playground-chip"
COUNT = ".jp-playground-count"
LIST = ".jp-playground-redactor"
OFFER = ".jp-playground-offer"
TOOLBAR_NEEDS = 600
IS_CLEAR = """chip => {
    const { left, right, top, bottom } = chip.getBoundingClientRect();
    return [left + 1, (left + right) / 2, right - 1].every(
        x => chip.contains(document.elementFromPoint(x, (top + bottom) / 2)));
}"""
THEMES = "@jupyterlab/apputils-extension:themes"


@pytest.fixture
def paste(page: Page) -> Callable[[str], None]:
    """Return what puts a text on the clipboard and presses Ctrl-V."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    def paste(text: str) -> None:
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        page.keyboard.press("Control+v")

    return paste


@pytest.fixture
def dirty(lab: Lab) -> Iterator[Callable[..., Path]]:
    """Return what writes a notebook that holds a key already; it is gone afterwards."""
    written: list[Path] = []

    def write(name: str, *sources: str) -> Path:
        written.append(lab.write(name, *sources))
        return written[-1]

    yield write
    for path in written:
        path.unlink()


@pytest.fixture(params=["Light", "Dark"])
def theme(lab: Lab, request: pytest.FixtureRequest) -> Iterator[str]:
    """Show JupyterLab in each of its themes."""
    name: str = request.param
    lab.set(THEMES, {"theme": f"JupyterLab {name}"})
    yield name.lower()
    lab.set(THEMES, {})


def edit(page: Page, cell: int = 0) -> Locator:
    """Begin to type at the end of a *cell*, and return its editor."""
    editor = cells(page).nth(cell).locator(".cm-content")
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.press("Control+End")
    return editor


def looks(page: Page) -> list[Request]:
    """Return a list that fills with the requests that ask for keys in cells."""
    asked: list[Request] = []
    page.on("request", lambda one: asked.append(one) if "guard/look" in one.url else None)
    return asked


def code(page: Page, cell: int) -> str:
    """Return the text of a *cell*, whatever is drawn in its place."""
    return str(
        page.evaluate(
            "cell => document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .cm-content')"
            "[cell].cmTile.view.state.doc.toString()",
            cell,
        )
    )


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


def test_a_pasted_key_is_kept_by_keyboard(
    lab: Lab, page: Page, paste: Callable[[str], None]
) -> None:
    """The literal never enters the cell: Enter writes a reference, and the kernel has the value."""
    path, key = lab.write("kept.ipynb", ""), live_key()
    lab.open(page, path.name)
    editor = edit(page)
    page.keyboard.type("key = ")
    paste(key)

    offer = page.locator(OFFER)
    expect(offer).to_contain_text('Keep as keys["linquid-live-key"].reveal()')
    expect(editor).to_have_text("key = ")
    expect(editor).to_be_focused()
    shot(page, "paste-offer")
    page.keyboard.press("Enter")

    expect(editor).to_contain_text('key = keys["linquid-live-key"].reveal()')
    expect(offer).to_have_count(0)
    assert key not in page.content()
    page.keyboard.type("\nprint(len(key), In[-1].count(key))")
    page.keyboard.press("Shift+Enter")
    output = cells(page).first.locator(".jp-OutputArea-output")
    expect(output).to_have_text(f"{len(key)} 0\n")
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Saving completed")
    assert lab.holds(key) == []


def test_a_pasted_key_is_kept_by_mouse(lab: Lab, page: Page, paste: Callable[[str], None]) -> None:
    """Inside quotes the whole literal becomes the reference; Undo takes it back in one step."""
    lab.open(page, lab.write("mouse.ipynb", "").name)
    editor = edit(page)
    page.keyboard.type("headers = {'X-API-Key': '")
    before = code(page, 0)
    paste(live_key())
    page.get_by_role("button", name="Keep as").click()
    expect(editor).to_contain_text("{'X-API-Key': keys[")
    expect(editor).to_be_focused()

    page.keyboard.press("Control+z")

    assert code(page, 0) == before


def test_the_choices_of_a_paste_are_worked_by_keyboard(
    lab: Lab, page: Page, paste: Callable[[str], None]
) -> None:
    """Tab goes round between editor and choices; Escape on a choice pastes as it is, too."""
    key = live_key()
    lab.open(page, lab.write("choices-by-keyboard.ipynb", "").name)
    editor = edit(page)
    page.keyboard.type("key = ")
    paste(key)
    keep = page.locator(OFFER).get_by_role("button", name="Keep as")
    as_it_is = page.locator(OFFER).get_by_role("button", name="Paste as it is")
    expect(keep).to_be_visible()
    for stop in (keep, as_it_is, editor, keep):
        page.keyboard.press("Tab")
        expect(stop).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor).to_be_focused()
    page.keyboard.press("Tab")
    expect(keep).to_be_focused()

    page.keyboard.press("Escape")

    expect(editor).to_be_focused()
    assert code(page, 0) == f"key = {key}"


def test_a_paste_is_as_it_was_where_nobody_keeps_it(
    lab: Lab, page: Page, paste: Callable[[str], None]
) -> None:
    """Escape lets the text in just where it belongs, before what was typed; it is underlined."""
    key = live_key()
    lab.open(page, lab.write("escape.ipynb", "").name)
    edit(page)
    page.keyboard.type("a = '")
    paste(key)
    expect(page.locator(OFFER)).to_be_visible()
    page.keyboard.type("'  # xyz")
    assert code(page, 0) == "a = ''  # xyz"
    page.keyboard.press("Escape")
    expect(page.locator(OFFER)).to_have_count(0)
    expect(cells(page).first.locator(KEY)).to_have_text(key)
    assert code(page, 0) == f"a = '{key}'  # xyz"


@pytest.fixture
def answers(page: Page) -> Callable[[], None]:
    """Keep back what the server says of cells; return what lets it say that, then and later."""
    kept_back: list[Route] = []
    is_open = False

    def handle(route: Route) -> None:
        if is_open:
            route.continue_()
        else:
            kept_back.append(route)

    def release() -> None:
        nonlocal is_open
        is_open = True
        for route in kept_back:
            route.continue_()

    page.route("**/guard/look*", handle)
    return release


def test_who_types_on_after_a_paste_is_offered_to_keep_the_key(
    lab: Lab, page: Page, paste: Callable[[str], None], answers: Callable[[], None]
) -> None:
    """Before the server answers nothing of the key is in the cell, and nothing typed is lost."""
    key = live_key()
    lab.open(page, lab.write("typed-on.ipynb", "").name)
    edit(page)
    page.keyboard.type("key = '")
    paste(key)
    page.keyboard.type("'\nprint(8!)")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type(")")
    assert code(page, 0) == "key = ''\nprint(8)"
    expect(page.locator(OFFER)).to_contain_text("Not looked at yet")

    answers()

    page.get_by_role("button", name="Keep as").click()
    expect(page.locator(OFFER)).to_have_count(0)
    expect(cells(page).first.locator(".cm-content")).to_contain_text("reveal()")
    assert code(page, 0).endswith('key = keys["linquid-live-key"].reveal()\nprint(8)')
    page.keyboard.type("  # on")
    assert code(page, 0).endswith("print(8)  # on")


def test_a_shortcut_after_a_paste_waits_for_the_choice(
    lab: Lab, page: Page, paste: Callable[[str], None], answers: Callable[[], None]
) -> None:
    """A cell that is run at once after the paste is run with what stands for the key."""
    key = live_key()
    lab.open(page, lab.write("run-at-once.ipynb", "").name)
    edit(page)
    page.keyboard.type("print('")
    paste(key)
    page.keyboard.type("'[:8], 'lw' in In[-1], len(In[-1]) > 70)")
    page.keyboard.press("Control+Enter")
    output = cells(page).first.locator(".jp-OutputArea-output")
    expect(page.locator(OFFER)).to_contain_text("Not looked at yet")
    expect(output).to_have_count(0)

    answers()
    page.get_by_role("button", name="Keep as").click()

    expect(output).to_have_text("lw_live_ True True\n")
    assert key not in page.content()


def test_pastes_and_keys_in_quick_succession_stay_in_order(
    lab: Lab, page: Page, paste: Callable[[str], None], answers: Callable[[], None]
) -> None:
    """Harmless texts, keys and shortcuts arrive just as they were pasted, typed and pressed."""
    lab.open(page, lab.write("quick.ipynb", "").name)
    edit(page)
    first, second = ("-".join([word] * 4) for word in ("harmless", "innocent"))
    paste(first)
    page.keyboard.type(" a")
    paste(second)
    page.keyboard.type(" b")
    page.keyboard.press("Backspace")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("c")
    assert code(page, 0) == " a"

    answers()

    expect(cells(page).first.locator(".cm-content")).to_have_text(f"{first} a{second}c ")
    expect(page.locator(OFFER)).to_have_count(0)


def test_an_answer_that_never_comes_loses_no_text(
    lab: Lab, page: Page, paste: Callable[[str], None], answers: Callable[[], None]
) -> None:
    """The person is told that the text is not looked at, and can paste it all the same."""
    del answers
    key = live_key()
    lab.open(page, lab.write("silent.ipynb", "").name)
    edit(page)
    page.keyboard.type("a = '")
    paste(key)
    expect(page.locator(OFFER)).to_contain_text("Not looked at yet")
    shot(page, "paste-not-looked-at")
    page.keyboard.press("Escape")
    assert code(page, 0) == f"a = '{key}"


def test_a_harmless_paste_is_not_touched(
    lab: Lab, page: Page, paste: Callable[[str], None]
) -> None:
    """What holds no key is pasted as it always was, long or short."""
    lab.open(page, lab.write("harmless.ipynb", "").name)
    edit(page)
    for text in ("short = 1\n", f"digest = '{'0123456789abcdef' * 4}'\n"):
        paste(text)
    expect(cells(page).first.locator(".cm-content")).to_contain_text("digest")
    expect(page.locator(OFFER)).to_have_count(0)
    assert code(page, 0) == f"short = 1\ndigest = '{'0123456789abcdef' * 4}'\n"


def test_without_a_free_kernel_the_text_is_not_lost(
    lab: Lab, page: Page, paste: Callable[[str], None]
) -> None:
    """A busy kernel keeps nothing: the text is pasted as it is, and the person is told."""
    key = live_key()
    lab.open(page, lab.write("busy.ipynb", "import threading; threading.Event().wait()", "").name)
    edit(page)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#jp-main-statusbar")).to_contain_text("(ipykernel) | Busy")
    editor = edit(page, 1)
    page.keyboard.type("key = ")
    paste(key)
    page.get_by_role("button", name="Keep as").click()

    expect(editor).to_contain_text(f"key = {key}")
    toast = page.locator(".Toastify__toast", has_text="The kernel is busy")
    expect(toast).to_contain_text("Your text is in the cell")
    page.get_by_role("button", name="Interrupt the kernel").click()


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


def source(path: Path) -> str:
    """Return the source of the first cell on the disk."""
    return "".join(json.loads(path.read_text())["cells"][0]["source"])


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
