"""
The guard finds planted keys of every kind at every sort of place, and no stand-ins.

A fixed sample in which each kind and each place is met; `make measure` plants them all.
"""

from dataclasses import replace
from operator import attrgetter
from pathlib import Path

import pytest

from tests.planting import harmless
from tests.planting.plant import KINDS, PLACES
from tests.planting.recall import Recall, measured, scanned, stratified


@pytest.fixture(scope="module")
def recall(tmp_path_factory: pytest.TempPathFactory) -> Recall:
    """Return what `playground scan` found in every eleventh pair of kind and place."""
    return measured(stratified(step=11), tmp_path_factory.mktemp("planting"))


def test_the_sample_leaves_nothing_out(recall: Recall) -> None:
    """Every kind and every place is in it."""
    assert {outcome.planted.kind for outcome in recall.outcomes} == set(KINDS)
    assert {outcome.planted.place for outcome in recall.outcomes} == set(PLACES)


def test_nearly_every_key_is_found(recall: Recall) -> None:
    """At most one planted key in a hundred is missed."""
    assert recall.overall >= 0.99, [outcome.planted.name for outcome in recall.missed]


def test_no_class_of_places_is_weak(recall: Recall) -> None:
    """In each class of places at most one key in twenty is missed."""
    shares = recall.by(attrgetter("of"))
    assert {name: share for name, share in shares.items() if share < 0.95} == {}


def test_stand_ins_are_no_findings(recall: Recall) -> None:
    """Not one placeholder in the twins is taken for a key."""
    assert [(outcome.planted.name, outcome.false) for outcome in recall.false] == []


def test_a_miss_is_counted(recall: Recall) -> None:
    """The measurement can fail: a file without a finding is a key missed."""
    missed = replace(recall.outcomes[0], verdicts=())
    assert Recall(outcomes=(missed,)).missed == [missed]
    assert Recall(outcomes=(missed,)).overall == 0


def test_harmless_strings_are_not_banned(tmp_path: Path) -> None:
    """Samples of documentation, hashes, ids and class names are nothing to refuse."""
    for name, content in harmless.files():
        (tmp_path / name).write_bytes(content)
    banned = [found for found in scanned(tmp_path)["findings"] if found["verdict"] == "ban"]
    assert [(found["kind"], Path(found["path"]).name) for found in banned] == []
