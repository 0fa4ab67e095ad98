"""The table of roads to the disk names tests that are there."""

import ast
from pathlib import Path
import re

import pytest

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"^\| (?P<road>[^|]+) \|.*`(?P<path>tests/[\w/]+\.py)::(?P<test>test_\w+)` \|$")


def _rows() -> dict[str, tuple[str, str]]:
    lines = (ROOT / "docs" / "roads.md").read_text().splitlines()
    tables = [line for line in lines if line.startswith("| ") and "---" not in line]
    rows = {line: _NAMED.match(line) for line in tables if not line.endswith("| test |")}
    assert all(rows.values()), [line for line, found in rows.items() if not found]
    return {found["road"]: (found["path"], found["test"]) for found in rows.values() if found}


def test_the_roads_are_many() -> None:
    """Each kind of road has a row of its own."""
    assert len(_rows()) > 25


@pytest.mark.parametrize(("path", "test"), _rows().values(), ids=_rows().keys())
def test_the_test_of_a_road_exists(path: str, test: str) -> None:
    """The file has a test of that name, with something to assert or to expect."""
    tree = ast.parse((ROOT / path).read_text())
    found = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == test]
    assert len(found) == 1
    source = ast.unparse(found[0])
    assert "assert" in source or "expect(" in source or "raises" in source
