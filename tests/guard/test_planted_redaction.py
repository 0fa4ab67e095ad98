"""Redaction takes planted keys out of every sort of place, and changes nothing else."""

import ast
import json

import pytest

from playground.guard import Catalogue, Policy, Scope, findings_in_file, judge, redact_bytes
from tests.planting.plant import PLACES, Planted, plant

KIND = "linquid-live"
SCOPE = Scope(catalogue=Catalogue.load())


def refused(content: bytes, *, path: str) -> list[str]:
    """Return the kinds that would be banned or warned of in *content*."""
    verdict = judge(findings_in_file(content, SCOPE.catalogue, path=path), Policy())
    return [judged.finding.kind.code for judged in (*verdict.banned, *verdict.warned)]


def sources(content: bytes) -> list[str]:
    """Return the source of each code cell that is Python by itself."""
    document = json.loads(content)
    cells = document.get("cells") or document["worksheets"][0]["cells"]
    texts = [cell.get("source", cell.get("input", "")) for cell in cells if "outputs" in cell]
    return ["".join(text) for text in texts if is_python("".join(text))]


def is_python(source: str) -> bool:
    """Return whether *source* parses."""
    try:
        ast.parse(source)
    except SyntaxError:
        return False
    return True


@pytest.fixture(params=PLACES)
def planted(request: pytest.FixtureRequest) -> Planted:
    """Return a live key at each place."""
    return plant(KIND, request.param, 2)


def test_no_key_is_left(planted: Planted) -> None:
    """After redaction a scan finds nothing to refuse, and a second redaction nothing to do."""
    once = redact_bytes(planted.content, SCOPE, path=planted.name)
    assert refused(once, path=planted.name) == []
    assert redact_bytes(once, SCOPE, path=planted.name) == once


def test_python_is_still_python(planted: Planted) -> None:
    """As many cells parse after redaction as before."""
    if planted.suffix == ".ipynb":
        once = redact_bytes(planted.content, SCOPE, path=planted.name)
        assert len(sources(once)) == len(sources(planted.content))


def test_a_stand_in_stays(planted: Planted) -> None:
    """A notebook with a placeholder is not changed by a byte."""
    assert redact_bytes(planted.twin, SCOPE, path=planted.name) == planted.twin
