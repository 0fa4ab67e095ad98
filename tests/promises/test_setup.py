"""Setting up says a line for each step, and everything only where one fails."""

from pathlib import Path
import re
import subprocess

import pytest

ROOT = Path(__file__).parents[2]
STEP = ROOT / ".ci" / "step"


def step(folder: Path, command: str) -> "subprocess.CompletedProcess[str]":
    """Do *command* as a step of the set-up."""
    whole = (str(STEP), "some", "Doing something", "sh", "-c", command)
    return subprocess.run(whole, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603  our own script


def test_a_step_that_goes_well_is_one_line(tmp_path: Path) -> None:
    """What its command prints is in the log alone."""
    ran = step(tmp_path, "echo loud; echo louder >&2")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Doing something …\n", "")
    assert (tmp_path / "build" / "logs" / "some.log").read_text() == "loud\nlouder\n"


def test_a_step_that_fails_shows_why_and_names_its_log(tmp_path: Path) -> None:
    """The last lines are shown, the log is named, and the exit code is the command's."""
    ran = step(tmp_path, "seq 100; exit 7")
    assert ran.returncode == 7
    assert ran.stderr.startswith("81\n82\n")
    assert str(tmp_path / "build" / "logs" / "some.log") in ran.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    "tool", ["pip install", "jlpm install", "jlpm build", ".ci/node", ".ci/with"]
)
def test_every_loud_tool_of_the_set_up_runs_in_a_step(tool: str) -> None:
    """Nobody who types `make run` reads a package manager's report."""
    recipes = re.sub(r"\\\n\s*", " ", (ROOT / "Makefile").read_text()).splitlines()
    loud = [line for line in recipes if line.startswith("\t") and tool in line]
    assert loud
    assert [line for line in loud if not line.startswith("\t@.ci/step ")] == []
