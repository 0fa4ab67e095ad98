"""The generator that measures the guard: honest, reproducible, independent of it."""

import ast
from pathlib import Path

import nbformat
import pytest

from tests.planting.plant import KINDS, PLACES, plant

FOLDER = Path(__file__).parent
NOTEBOOKS = [
    name
    for name, place in PLACES.items()
    if place.suffix == ".ipynb" and not name.startswith("cells-unknown")  # valid to no schema
]


def imported(path: Path) -> set[str]:
    """Return the modules that *path* imports."""
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


def test_the_generator_does_not_know_the_guard() -> None:
    """What measures the guard shares no kind, encoder or pattern with it."""
    modules = {name for path in FOLDER.rglob("*.py") for name in imported(path)}
    assert "tests.planting.place" in modules
    assert not any(name.split(".")[0] == "playground" for name in modules)


def test_there_are_enough_kinds_and_places() -> None:
    """More than 60 issuers are planted in each class of places."""
    assert len(KINDS) > 100
    assert {place.of for place in PLACES.values()} == {
        *("cells", "code", "encoded", "files", "joined", "markup"),
        *("metadata", "notations", "outputs", "prose", "split"),
    }


@pytest.mark.parametrize("place", PLACES)
def test_a_seed_is_a_file(place: str) -> None:
    """The same seed gives the same bytes, another seed others, and the twin is no copy."""
    once, again = (plant("stripe-secret", place, 3) for _ in range(2))
    assert once == again
    assert once.content not in {once.twin, plant("stripe-secret", place, 4).content}


@pytest.mark.parametrize("kind", ["github-classic", "private-key-rsa", "named-password"])
@pytest.mark.parametrize("place", NOTEBOOKS)
def test_planted_notebooks_are_notebooks(kind: str, place: str) -> None:
    """A planted notebook and its twin pass nbformat's schema."""
    planted = plant(kind, place, 1)
    for content in (planted.content, planted.twin):
        nbformat.validate(nbformat.reads(content.decode(), as_version=4))


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_is_no_stand_in(kind: str) -> None:
    """Each kind draws another key for each seed, and never in its twin."""
    planted = [plant(kind, "code-literal", seed) for seed in range(3)]
    assert len({each.content for each in planted}) == 3
    assert all(each.content != each.twin for each in planted)
