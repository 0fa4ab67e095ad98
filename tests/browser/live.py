"""What is drawn of keys before the save, and how a person types and looks there."""

import json
from pathlib import Path

from playwright.sync_api import Locator, Page, Request, expect

from tests.browser.driving import cells

__all__ = ["CHIP", "COUNT", "KEY", "LIST", "OFFER", "THEMES", "code", "edit", "looks", "source"]

KEY = ".jp-playground-key"
CHIP = ".jp-playground-chip"
COUNT = ".jp-playground-count"
LIST = ".jp-playground-redactor"
OFFER = ".jp-playground-offer"
THEMES = "@jupyterlab/apputils-extension:themes"


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


def source(path: Path) -> str:
    """Return the source of the first cell on the disk."""
    return "".join(json.loads(path.read_text())["cells"][0]["source"])
