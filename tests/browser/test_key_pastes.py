"""A key is pasted: it is held, and a person chooses what goes into the cell."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect
import pytest

from tests.browser.driving import Lab, cells, live_key, shot
from tests.browser.live import KEY, OFFER, code, edit

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


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
