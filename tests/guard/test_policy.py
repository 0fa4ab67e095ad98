"""A policy can be tightened from many places, and loosened from none."""

from datetime import timedelta
from pathlib import Path

import pytest

from playground.errors import PolicyError
from playground.guard import Catalogue, Policy, findings_in_notebook, judge
from playground.guard.marks import marks_in
from tests.guard.keys import live_key

STRICT = 'short_lived_hours = 1\nban = ["linquid-publishable-key"]\ntest_keys = []\n'
LOOSE = 'short_lived_hours = 24\nban = []\nwarn = []\ntest_keys = ["linquid-live-key"]\n'


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of an administrator's settings; nobody else has any."""
    machine = tmp_path / "machine"
    machine.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(machine))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "nobody"))
    return machine


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return the folder of a project."""
    project = tmp_path / "outer" / "project"
    project.mkdir(parents=True)
    return project


def is_strict(policy: Policy) -> bool:
    """Whether what `STRICT` says holds."""
    return (
        policy.short_lived == timedelta(hours=1)
        and "linquid-publishable-key" in policy.ban
        and not policy.lets_mark("linquid-live-key")
    )


def test_without_settings_the_defaults_hold(project: Path) -> None:
    """A day, no lists, and nobody marks anything."""
    assert Policy.load(project) == Policy()
    assert not Policy().lets_mark("linquid-test-key")


PLACES = {
    "machine": lambda machine, _: machine / "playground.toml",
    "above": lambda _, project: project.parent / "playground.toml",
    "project": lambda _, project: project / "playground.toml",
    "pyproject": lambda _, project: project / "pyproject.toml",
    "file": lambda machine, _: machine / "named.toml",
}


@pytest.mark.parametrize("strict", PLACES)
@pytest.mark.parametrize("loose", PLACES)
def test_the_strictest_holds_wherever_it_stands(
    machine: Path, project: Path, strict: str, loose: str
) -> None:
    """No place can take back what another one has tightened, in whatever order they are read."""
    if strict == loose:
        return
    for place, text in ((loose, LOOSE), (strict, STRICT)):
        path = PLACES[place](machine, project)
        path.write_text(f"[tool.playground]\n{text}" if place == "pyproject" else text)
    file = PLACES["file"](machine, project) if "file" in {strict, loose} else None
    policy = Policy.load(project, file=file)
    assert is_strict(policy)
    assert len(policy.places) == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\n\nshort = 2\n", "line 1: there is no setting 'x'"),
        ('warn = []\nban = "all"\n', "line 2: `ban` is a list of strings"),
        ("short_lived_hours = 25\n", "line 1: `short_lived_hours = 25` would loosen"),
        ("\nshort-lived-hours = nan\n", "line 2: `short-lived-hours` is a number of hours"),
        ("kinds = [1]\n", "line 1: `kinds` is a list of strings"),
        ("ban = [\n", "cannot be read"),
        ("playground = 1\n[tool]\n", "line 1: there is no setting 'playground'"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_line(project: Path, text: str, message: str) -> None:
    """The file is named, and what it says there."""
    (project / "playground.toml").write_text(text)
    with pytest.raises(PolicyError, match=r"playground\.toml") as caught:
        Policy.load(project)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[project]\nx = 1\n[tool.playground]\nx = 1\n", "line 4: there is no setting 'x'"),
        ("[tool]\nplayground = 3\n", "no table"),
        ("tool = 3\n", "no table"),
    ],
)
def test_a_projects_table_is_told_by_its_line(project: Path, text: str, message: str) -> None:
    """Lines count from the top of the file."""
    (project / "pyproject.toml").write_text(text)
    with pytest.raises(PolicyError, match=message):
        Policy.load(project)


def test_a_kind_that_is_none_is_refused() -> None:
    """A rule for nothing would only seem to protect."""
    policy = Policy().tightened({"ban": ["linquid-publishabel-key"]}, place="a.toml")
    with pytest.raises(PolicyError, match="Did you mean 'linquid-publishable-key'"):
        policy.check(Catalogue.load().codes)


def notebook(fingerprint: str) -> dict[str, object]:
    """Return two cells with the same key; the first says that it is marked."""
    cell = {"cell_type": "code", "source": f"k = {live_key(1)!r}", "metadata": {}}
    return {"cells": [{**cell, "metadata": {"playground": {"test_keys": [fingerprint]}}}, cell]}


def test_a_mark_counts_where_the_policy_allows_it() -> None:
    """Only for its own cell and kind, and not where the kind is banned."""
    catalogue = Catalogue.load()
    found = findings_in_notebook(notebook(""), catalogue)
    marked = notebook(found[0].fingerprint)

    def verdicts(**settings: list[str]) -> list[str]:
        policy = Policy().tightened(settings, place="a.toml")
        judged = judge(findings_in_notebook(marked, catalogue), policy, marks=marks_in(marked))
        return [one.verdict for one in judged.judged]

    assert verdicts() == ["ban", "ban"]
    assert verdicts(test_keys=["linquid-test-key"]) == ["ban", "ban"]
    assert verdicts(test_keys=["linquid-live-key"]) == ["allow", "ban"]
    assert verdicts(test_keys=["linquid-live-key"], ban=["linquid-live-key"]) == ["ban", "ban"]


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        [],
        {"playground": 3},
        {"playground": {"test_keys": "x"}},
        {"playground": {"test_keys": [1, {}]}},
    ],
)
def test_a_mark_of_any_other_shape_is_none(metadata: object) -> None:
    """A notebook may hold whatever it likes."""
    assert marks_in({"cells": [{"metadata": metadata}, 3, None]}) == frozenset()
    assert marks_in({"cells": metadata}) == frozenset()
