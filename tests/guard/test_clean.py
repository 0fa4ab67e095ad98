"""What was scanned and did not change is not scanned again, and nothing slips through by that."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from playground.guard import Catalogue, Finding, Piece, Place, findings_in_notebook, pieces
from playground.guard.clean import Clean, Visit
from playground.guard.find import findings_in_pieces
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


def found(content: dict[str, Any], clean: Clean, catalogue: Catalogue = CATALOGUE) -> list[Finding]:
    """Return what *catalogue* finds in the cells of *content* that *clean* does not know."""
    visit = Visit(clean)
    findings = findings_in_pieces(visit.unknown(pieces(content)), catalogue)
    visit.ended({finding.place.cell for finding in findings})
    return findings


def codes(content: dict[str, Any], clean: Clean) -> list[str]:
    """Return the kinds that are found in *content*."""
    return [finding.kind.code for finding in found(content, clean)]


def test_what_is_known_is_not_looked_at_again() -> None:
    """The second scan of the same cells asks no engine."""
    clean, blind = Clean(), replace(CATALOGUE, matcher=Blind())
    assert found(notebook("a = 1", "b = 2"), clean) == []
    assert found(notebook("b = 2", "a = 1"), clean, blind) == []
    with pytest.raises(AssertionError):
        found(notebook("a = 2"), clean, blind)


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
    assert found(content, clean) == expected
    assert found(content, clean) == expected


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
