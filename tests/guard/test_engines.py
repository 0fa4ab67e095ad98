"""The compiled engine and the one in pure Python propose the same places."""

from base64 import b64encode
from dataclasses import replace
import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from playground.guard import Catalogue, findings_in_file
from playground.guard.matcher_hyperscan import HyperscanMatcher
from playground.guard.matcher_python import PythonMatcher
from playground.guard.signs import squeezed
from tests.guard.keys import live_key
from tests.planting.plant import PLACES, plant

CATALOGUE = Catalogue.load()
COMPILED = CATALOGUE.matcher
IN_PYTHON = replace(CATALOGUE, matcher=PythonMatcher(CATALOGUE.forms))
ENCODED = b64encode(live_key(4).encode()).decode()
SNIPPETS = st.sampled_from(
    [
        *("lw_", "live_", live_key(1), live_key(2)[:20], "ghp_", "://a:b@c", "basic ", "a", "0"),
        *(ENCODED, ENCODED[1:9], ENCODED[9:], "TVRJ", "dQ=="),
        *("&#x6c;", "\\x6c", "%6C", "<b>", "</b>", "\n", '" + "', "\x1b[31m", "H4sI", " "),
    ]
)


@given(st.lists(SNIPPETS, max_size=30).map("".join))
def test_the_places_are_the_same(text: str) -> None:
    """Both find every keyword at the same offset, in raw and in squeezed text."""
    assert isinstance(COMPILED, HyperscanMatcher)
    data = text.encode("ascii", "replace")
    assert COMPILED.places(data) == IN_PYTHON.matcher.places(data)
    joined = squeezed(data)
    assert COMPILED.squeezed_places(joined) == IN_PYTHON.matcher.squeezed_places(joined)


@pytest.mark.parametrize("place", PLACES)
def test_the_findings_are_the_same(place: str) -> None:
    """A key is found, or missed, by both engines alike, at every sort of place."""
    planted = plant("linquid-live", place, 1)
    for content in (planted.content, planted.twin):
        both = [
            findings_in_file(content, engine, path=planted.name)
            for engine in (CATALOGUE, IN_PYTHON)
        ]
        assert both[0] == both[1]


def test_a_difference_shows() -> None:
    """An engine that finds nothing would not pass for the same."""
    blind = replace(CATALOGUE, matcher=PythonMatcher(()))
    notebook = {"cells": [{"cell_type": "code", "source": f"key = '{live_key(3)}'"}]}
    raw = json.dumps(notebook).encode()
    assert findings_in_file(raw, CATALOGUE, path="a.ipynb")
    assert not findings_in_file(raw, blind, path="a.ipynb")
