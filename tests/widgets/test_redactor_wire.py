"""Python and TypeScript say the same about what travels between a redactor and its front end."""

from pathlib import Path
import re
from typing import get_type_hints

import pytest

from playground.widgets import redactor_wire
from playground.widgets.redactor_state import RedactorState

SOURCE = (Path(__file__).parents[2] / "lab" / "src" / "redactor" / "wire.ts").read_text()


@pytest.mark.parametrize("name", redactor_wire.__all__)
def test_both_sides_name_the_same_members(name: str) -> None:
    """A record has the same members in redactor_wire.py and redactor/wire.ts."""
    body = re.search(rf"export interface I{name} \{{\n(.*?)\n\}}", SOURCE, re.DOTALL)
    assert body, f"wire.ts has no I{name}"
    members = set(re.findall(r"^  (\w+)\??:", body[1], re.MULTILINE))
    assert members == set(get_type_hints(getattr(redactor_wire, name)))


def test_the_traits_are_the_listing_record() -> None:
    """What is synced is what the record says, and nothing more of ours."""
    own = {name for name, trait in vars(RedactorState).items() if hasattr(trait, "metadata")}
    assert own == set(get_type_hints(redactor_wire.Listing))
