"""How a key comes into a cell, and what a refused save shows and leaves on the disk."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.driving import cells

__all__ = ["DIALOG", "paste", "source"]

DIALOG = ".jp-playground-dialog"


def paste(page: Page, text: str, *, cell: int = 0) -> None:
    """Put *text* at the end of the *cell*, as pasting does."""
    editor = cells(page).nth(cell).locator(".cm-content")
    editor.click()
    expect(editor).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)
    expect(editor).to_contain_text(text.splitlines()[-1])


def source(path: Path, cell: int = 0) -> str:
    """Return the source of a *cell* on the disk."""
    notebook: dict[str, Any] = json.loads(path.read_text())
    return "".join(notebook["cells"][cell]["source"])
