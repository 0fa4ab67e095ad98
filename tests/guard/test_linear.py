"""The guard's work grows with the text, and no faster: counted, not timed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
import json
import sys
from types import FrameType
from typing import Any

import pytest

from playground.guard import Catalogue, findings_in_notebook, findings_in_text
from playground.guard.matcher import Matcher
from tests.bench.guard_notebooks import cells, nested, one_line, printed
from tests.guard.keys import live_key

CATALOGUE = Catalogue.load()
SIZE = 12_000
# Twice the text, twice the work, and a little for what is paid once.
MOST = 2.3


class Counting:
    """An engine that counts the bytes that it is given to look at."""

    def __init__(self, engine: Matcher) -> None:
        self.engine = engine
        self.looked_at = 0

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Count *data*, and find what the engine finds."""
        self.looked_at += len(data)
        return self.engine.places(data)

    def squeezed_places(self, data: bytes) -> list[tuple[int, int]]:
        """Count *data*, and find what the engine finds."""
        self.looked_at += len(data)
        return self.engine.squeezed_places(data)

    def signs(self, data: bytes) -> list[int]:
        """Count *data*, and find what the engine finds."""
        self.looked_at += len(data)
        return self.engine.signs(data)


@contextmanager
def calls() -> Iterator[list[int]]:
    """Give a list whose only item is how many functions were called, compiled ones included."""
    count = [0]

    def note(_frame: FrameType, event: str, _argument: Any) -> None:
        if event in {"call", "c_call"}:
            count[0] += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        yield count
    finally:
        sys.setprofile(before)


def work(look: Callable[[Catalogue], object]) -> tuple[int, int]:
    """Return how many bytes *look* has the engine look at, and how many calls it takes."""
    engine = Counting(CATALOGUE.matcher)
    catalogue = replace(CATALOGUE, matcher=engine)
    look(catalogue)
    engine.looked_at = 0
    with calls() as count:
        look(catalogue)
    return engine.looked_at, count[0]


def grown(make: Callable[[int], Callable[[Catalogue], object]]) -> list[float]:
    """Return how many times the work of twice the text is that of the text."""
    once, twice = work(make(SIZE)), work(make(2 * SIZE))
    return [after / max(before, 1) for before, after in zip(once, twice, strict=True)]


def repeated(unit: str) -> Callable[[int], Callable[[Catalogue], object]]:
    """Return what makes a text of so many characters of *unit*, again and again."""

    def make(size: int) -> Callable[[Catalogue], object]:
        text = unit * (size // len(unit))
        return lambda catalogue: findings_in_text(text, catalogue, language="python")

    return make


@pytest.mark.parametrize(
    "unit",
    [
        *("-eyJ", "://", "xoxp-1-", "sk-", "lw_live_", "sk_live_", "MT.", "eyJ.", "a:b@c://"),
        *("password=", "Basic ", "bearer ", "-----BEGIN PRIVATE KEY", "ghp_\n", "lw_\n", "a\n"),
        *("bHdfbGl2ZV", "6c775f6c6976655f", "6c 77 5f ", "108, 119, ", "H4sI", "iVBORw0KGgo"),
        *("\x1f\x8b\x08", "&#x6c;", "\\x6c", "%6c", "&amp;", "<b>", "<!-- ", "<a x='", "<a ", "{}"),
        *(
            "\x1b[31ml",
            "\x1b]8;;",
            "' + '",
            '"_".join(["lw", ',
            "'l'\n",
            "#'\n",
            "\\",
            "((",
            "x = ",
        ),
        *(f"{live_key(7)}\n", f"'{live_key(7)}'\n", f"'{live_key(7)[:9]}' + '{live_key(7)[9:]}'\n"),
    ],
)
def test_what_is_repeated_is_looked_at_once_each(unit: str) -> None:
    """Twice as many keywords, signs or keys are twice the work."""
    assert max(grown(repeated(unit))) < MOST


@pytest.mark.parametrize("unit", ["ABSKabcd\n", "ABSKabcd\nAKIAabcd\n"])
def test_lines_that_could_be_one_key_are_judged_once_each(unit: str) -> None:
    """A stand-in on each line costs little, however many lines a key of its kind could fill."""
    assert work(repeated(unit)(SIZE))[1] < 40 * SIZE


@pytest.mark.parametrize("shape", [printed, one_line, cells, nested])
def test_nasty_notebooks_are_no_worse(shape: Callable[[int], bytes]) -> None:
    """One long line, tiny cells and deep lists take work as their size does."""

    def make(size: int) -> Callable[[Catalogue], object]:
        notebook = json.loads(shape(20 * size))
        return lambda catalogue: findings_in_notebook(notebook, catalogue)

    assert max(grown(make)) < MOST


def test_worse_growth_shows() -> None:
    """Work that grows with the square of the text is told from work that does not."""

    def make(size: int) -> Callable[[Catalogue], object]:
        text = "a" * (size // 100)
        return lambda catalogue: [catalogue.matcher.places(text.encode()) for _ in text]

    assert max(grown(make)) > MOST
