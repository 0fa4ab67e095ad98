"""Python and TypeScript say the same about what travels between them."""

from pathlib import Path
import re
from typing import get_type_hints, is_typeddict

import pytest

from playground.widgets import messages, wire
from playground.widgets.state import BuilderState

SOURCE = (Path(__file__).parents[2] / "lab" / "src" / "widgets" / "wire.ts").read_text()
RECORDS = {
    **{name: vars(wire)[name] for name in wire.__all__ if is_typeddict(vars(wire)[name])},
    **{
        name: vars(messages)[name]
        for name in messages.__all__
        if name not in {"Message", "understood"}
    },
}


def members(name: str) -> set[str]:
    """Return the members of the TypeScript interface called I*name*."""
    body = re.search(rf"export interface I{name} \{{\n(.*?)\n\}}", SOURCE, re.DOTALL)
    assert body, f"wire.ts has no I{name}"
    return set(re.findall(r"^  (\w+)\??:", body[1], re.MULTILINE))


@pytest.mark.parametrize("name", RECORDS)
def test_both_sides_name_the_same_members(name: str) -> None:
    """A record has the same members in wire.py and wire.ts."""
    record = RECORDS[name]
    known = record.model_fields if hasattr(record, "model_fields") else get_type_hints(record)
    assert members(name) == set(known)


def test_no_side_has_a_record_of_its_own() -> None:
    """Every interface of wire.ts is a record of wire.py, but for the model that carries them."""
    interfaces = set(re.findall(r"export interface I(\w+)", SOURCE))
    assert interfaces - {"Model"} == set(RECORDS)


def test_the_traits_are_the_builder_record() -> None:
    """What is synced is what the record says, and nothing more of ours."""
    own = {name for name, trait in vars(BuilderState).items() if hasattr(trait, "metadata")}
    assert own == set(get_type_hints(wire.Builder))
