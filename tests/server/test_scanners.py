"""A scan runs where it can be given up: in a process that hangs, dies, or answers."""

from collections.abc import Iterator
from pathlib import Path
import sys
from typing import Any

import pytest

from playground.errors import PlaygroundError
from playground.server.judging import Only, PolicyJudge
from playground.server.looking import Look, looked
from playground.server.scanners import ScanningJudge

# The judge of this process does what the path says.
_TROUBLED = (
    sys.executable,
    "-P",
    "-c",
    """
import os, re, sys
from multiprocessing.connection import Connection
from playground.server.worker import serve

class Troubled:
    def findings(self, read, *, path):
        if path == "hangs":
            re.match("(a+)+$", "a" * 60 + "b")
        if path == "dies":
            os._exit(3)
        if path == "raises":
            raise RuntimeError([piece.text for piece in read])
        return []

    def replacements(self, notebook, *, path, known, only):
        return self.findings(notebook, path=path)

    redacted = findings

serve(Connection(int(sys.argv[1])), Troubled())
""",
)


@pytest.fixture
def troubled(tmp_path: Path) -> Iterator[ScanningJudge]:
    """Return a judge that does what the path says."""
    with ScanningJudge(root=tmp_path, seconds=3, program=_TROUBLED) as judge:
        yield judge


@pytest.fixture
def judge(tmp_path: Path) -> Iterator[ScanningJudge]:
    """Return a judge as a server has it."""
    with ScanningJudge(root=tmp_path) as judge:
        yield judge


def test_the_verdict_comes_from_another_process(judge: ScanningJudge) -> None:
    """It is the verdict that this process would have reached."""
    key = "lw_live_" + "a1b2c3d4" * 4
    verdict = judge.verdict(f"key = '{key}'", path="a.txt")
    (banned,) = verdict.banned
    assert (banned.finding.kind.code, banned.finding.line) == ("linquid-live-key", 1)
    assert judge.verdict("nothing", path="a.txt").judged == ()


def test_a_content_of_many_parts_is_looked_at_whole(judge: ScanningJudge) -> None:
    """Each key is found at its place, in whatever part of the question it goes there."""
    key, much = "lw_live_" + "a1b2c3d4" * 4, "click link 0.25\n" * 40_000
    sources = [f"{much}k = '{key}'" if number % 3 else much for number in range(7)]
    cells = [{"cell_type": "code", "source": source} for source in sources]
    for _ in range(2):
        verdict = judge.verdict({"cells": cells}, path="a.ipynb")
        assert [one.finding.place.cell for one in verdict.banned] == [1, 2, 4, 5]
        assert {one.finding.line for one in verdict.banned} == {40_001}


def test_a_key_is_taken_out_in_another_process(judge: ScanningJudge, tmp_path: Path) -> None:
    """What takes it out is what this process would have written."""
    key = "lw_live_" + "a1b2c3d4" * 4
    cells = [{"cell_type": "code", "source": f"k = '{key}'"} for _ in range(2)]
    found = judge.verdict({"cells": cells}, path="a.ipynb").banned[0].finding
    here = PolicyJudge(root=tmp_path)
    for only in (None, Only(cell=1, part="source", fingerprints=frozenset([found.fingerprint]))):
        known = {found.fingerprint: "mine"}
        asked: dict[str, Any] = {"path": "a.ipynb", "known": known, "only": only}
        made = judge.replacements({"cells": cells}, **asked)
        assert made == here.replacements({"cells": cells}, **asked)
        assert [edit["cell"] for edit in made["edits"]] == ([0, 1] if only is None else [1])
        assert made["names"] == known
    assert key not in judge.redacted(f"k = '{key}'", path="a.txt")


@pytest.mark.parametrize("ask", ["redacted", "replacements"])
def test_a_redaction_that_holds_the_interpreter_is_given_up(
    troubled: ScanningJudge, ask: str
) -> None:
    """The server goes on meanwhile, and the next one is answered."""
    with pytest.raises(TimeoutError):
        getattr(troubled, ask)({"cells": []}, path="hangs")
    assert getattr(troubled, ask)({"cells": []}, path="fine") == []


def test_a_scan_that_holds_the_interpreter_is_given_up(troubled: ScanningJudge) -> None:
    """No thread could end such a pattern; the process is ended, and the next save is looked at."""
    with pytest.raises(TimeoutError):
        troubled.verdict("text", path="hangs")
    assert troubled.verdict("text", path="fine").judged == ()


def test_a_process_that_dies_is_replaced(troubled: ScanningJudge) -> None:
    """Its save could not be looked at; the next one is."""
    with pytest.raises(PlaygroundError, match="has ended"):
        troubled.verdict("text", path="dies")
    assert troubled.verdict("text", path="fine").judged == ()


def test_what_was_looked_at_while_it_was_written_is_known_at_the_save(
    troubled: ScanningJudge,
) -> None:
    """No process is asked of cells that have not changed since; of one that has, it is."""
    cells = [{"cell_type": "code", "source": f"a = {number}", "outputs": []} for number in range(3)]
    for cell in cells:
        looked(Look(path="fine", cells=[cell]), troubled)
    notebook = {"cells": cells, "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4}
    looked(Look(path="fine", cells=[], metadata=notebook["metadata"]), troubled)
    assert troubled.verdict(notebook, path="dies").judged == ()
    cells[1]["source"] = "b = 1"
    with pytest.raises(PlaygroundError, match="has ended"):
        troubled.verdict(notebook, path="dies")


def test_an_error_tells_its_name_alone(troubled: ScanningJudge) -> None:
    """What the error says may hold the content, and stays in its process."""
    with pytest.raises(PlaygroundError) as caught:
        troubled.verdict("the content", path="raises")
    assert "RuntimeError" in str(caught.value)
    assert "the content" not in str(caught.value)


def test_a_notebook_of_any_make_is_sent(judge: ScanningJudge) -> None:
    """The dictionaries with attributes that nbformat reads are sent as plain ones."""

    class Attributed(dict[str, Any]):
        """As nbformat's."""

    cell = Attributed(cell_type="code", source="x = '" + "lw_live_" + "a1b2c3d4" * 4 + "'")
    notebook = Attributed(cells=[cell], metadata=Attributed(), nbformat=4, nbformat_minor=5)
    assert len(judge.verdict(notebook, path="a.ipynb").banned) == 1
