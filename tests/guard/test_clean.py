"""What was scanned and did not change is not scanned again, and nothing slips through by that."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from playground.guard import Catalogue, Piece, Place, findings_in_notebook, pieces
from playground.guard.clean import Clean, Visit, changed
from playground.guard.piece import Segment
from tests.guard.keys import live_key

CATALOGUE = Catalogue.load()
KEY = live_key(5)


class Blind:
    """An engine that must not be asked."""

    def places(self, data: bytes) -> list[tuple[int, int]]:
        """Fail."""
        raise AssertionError(data)

    signs: Any = places
    squeezed_places: Any = places


def notebook(*sources: str) -> dict[str, Any]:
    """Return a notebook with a code cell for each of *sources*."""
    return {"cells": [{"cell_type": "code", "source": source, "id": "a"} for source in sources]}


def codes(content: dict[str, Any], clean: Clean) -> list[str]:
    """Return the kinds that are found in *content*."""
    found = findings_in_notebook(content, CATALOGUE, clean=clean)
    return [finding.kind.code for finding in found]


def test_what_is_known_is_not_looked_at_again() -> None:
    """The second scan of the same cells asks no engine."""
    clean, blind = Clean(), replace(CATALOGUE, matcher=Blind())
    assert findings_in_notebook(notebook("a = 1", "b = 2"), CATALOGUE, clean=clean) == []
    assert findings_in_notebook(notebook("b = 2", "a = 1"), blind, clean=clean) == []
    with pytest.raises(AssertionError):
        findings_in_notebook(notebook("a = 2"), blind, clean=clean)


def test_a_key_is_found_each_time() -> None:
    """A cell with a key is never taken for a clean one, nor is one that gets a key."""
    clean = Clean()
    assert codes(notebook("a = 1", "b = 2"), clean) == []
    for _ in range(3):
        assert codes(notebook("a = 1", f"b = '{KEY}'"), clean) == ["linquid-live-key"]
        assert codes(notebook(f"a = '{KEY}'", "b = 2"), clean) == ["linquid-live-key"]


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["a = 1", f"'{KEY}'", f"'{KEY[:9]}'", "", "# x"]), max_size=4))
def test_a_memory_changes_no_finding(sources: list[str]) -> None:
    """With a memory, twice, the findings are those without one."""
    clean, content = Clean(), notebook(*sources)
    expected = findings_in_notebook(content, CATALOGUE)
    assert findings_in_notebook(content, CATALOGUE, clean=clean) == expected
    assert findings_in_notebook(content, CATALOGUE, clean=clean) == expected


def piece(text: str, **options: Any) -> Piece:
    """Return a piece of *text* in the first cell."""
    place = Place(part="source", cell=0)
    return Piece(place=place, segments=(Segment((), text),), **options)


@pytest.mark.parametrize(
    "others",
    [
        [piece("ab"), piece("c")],
        [piece("a"), piece("bc"), piece("")],
        [piece("a", label="x"), piece("bc")],
        [piece("a", language="python"), piece("bc")],
        [piece("a", storage="name"), piece("bc")],
    ],
    ids=["border", "count", "label", "language", "storage"],
)
def test_whatever_matters_is_in_the_hash(others: list[Piece]) -> None:
    """Cells whose pieces differ in any way are told apart."""
    clean = Clean()
    assert clean.digest(others) != clean.digest([piece("a"), piece("bc")])
    assert clean.digest(others) != Clean().digest(others)


def test_a_memory_is_bounded() -> None:
    """The oldest cells are forgotten."""
    clean = Clean(most=3)
    for number in range(10):
        codes(notebook(f"a = {number}"), clean)
    assert len(clean) == 3


def test_a_scan_that_fails_remembers_nothing() -> None:
    """Only the end of a whole scan makes its cells known."""
    clean = Clean()
    assert len(list(Visit(clean).unknown(pieces(notebook("a = 1"))))) == 2
    assert len(clean) == 0


@settings(max_examples=50)
@given(st.lists(st.sampled_from(["a = 1", f"'{KEY}'", "# x", f"'{KEY[:9]}' + '{KEY[9:]}'"])))
def test_what_is_left_holds_every_key(sources: list[str]) -> None:
    """Without the cells that are known, a notebook has the same findings, at the same places."""
    clean, content = Clean(), notebook(*sources)
    content["cells"].append("no cell")
    expected = findings_in_notebook(content, CATALOGUE, clean=clean)
    left, visit = changed(content, clean)
    assert findings_in_notebook(left, CATALOGUE) == expected
    assert [cell for cell in left["cells"] if "source" in cell] == [
        cell for cell in content["cells"] if KEY[9:] in str(cell)
    ]
    visit.ended({finding.place.cell for finding in expected})
    assert changed(content, clean)[0] == left
