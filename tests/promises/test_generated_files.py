"""What is generated is what its sources say today."""

from collections.abc import Callable
from pathlib import Path

import pytest

from docs.generate import PAGES

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"


def is_current(folder: Path, name: str, page: Callable[[], str]) -> bool:
    """Whether the page called *name* in *folder* is what would be written now."""
    return (folder / name).exists() and (folder / name).read_text() == page()


@pytest.mark.parametrize("name", PAGES)
def test_reference_pages_are_current(name: str) -> None:
    """`make docs` would change nothing."""
    assert is_current(REFERENCE, name, PAGES[name])


def test_every_reference_page_is_generated() -> None:
    """No page of the reference is left over."""
    assert {path.name for path in REFERENCE.iterdir()} == set(PAGES)


def test_a_stale_page_is_seen(tmp_path: Path) -> None:
    """The check can fail."""
    (tmp_path / "scopes.md").write_text("old")
    assert not is_current(tmp_path, "scopes.md", PAGES["scopes.md"])
