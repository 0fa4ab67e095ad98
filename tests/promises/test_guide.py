"""What the guide tells people to write works as it stands there."""

import json
import os
from pathlib import Path
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.cli.run import run

GUIDE = Path(__file__).parents[2] / "docs" / "guard.md"
KEY = "lw_live_" + "Zk3vQ9xLm2Ty" * 2


def blocks(language: str) -> list[str]:
    """Return the blocks of the guide in *language*."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(), re.DOTALL)


def documents() -> list[Any]:
    """Return the YAML blocks of the guide, read."""
    return [yaml.safe_load(block) for block in blocks("yaml")]


@pytest.fixture
def steps() -> list[dict[str, Any]]:
    """Return the steps of the workflow."""
    (workflow,) = [document for document in documents() if "jobs" in document]
    (job,) = workflow["jobs"].values()
    assert workflow["permissions"]["security-events"] == "write"
    return list(job["steps"])


def test_the_workflow_uploads_what_it_scans(steps: list[dict[str, Any]], tmp_path: Path) -> None:
    """The scan's step fails on a key, and leaves the SARIF file that the next step uploads."""
    (tmp_path / "a.py").write_text(f"KEY = '{KEY}'\n")
    (scan,) = [step for step in steps if "playground scan" in step.get("run", "")]
    done = subprocess.run(  # noqa: S603  the guide's own command
        ["bash", "-e", "-c", scan["run"]],  # noqa: S607  as the runner calls it
        cwd=tmp_path,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        check=False,
    )
    (upload,) = [step for step in steps if "upload-sarif" in step.get("uses", "")]
    log = json.loads((tmp_path / upload["with"]["sarif_file"]).read_text())
    assert done.returncode == 1
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["linquid-live-key"]
    assert upload["if"] == "always()"


def test_the_hooks_of_the_guide_exist() -> None:
    """Each `id` in the guide is one that the repository offers."""
    offered = yaml.safe_load((GUIDE.parents[1] / ".pre-commit-hooks.yaml").read_text())
    (settings,) = [document for document in documents() if "repos" in document]
    used = {hook["id"] for repo in settings["repos"] for hook in repo["hooks"]}
    assert used == {hook["id"] for hook in offered}


def test_the_policy_and_the_kind_of_the_guide_are_taken(tmp_path: Path) -> None:
    """The policy names kinds that exist, and a key of the guide's own kind is found by it."""
    policy, kind = blocks("toml")
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "acme.toml").write_text(kind)
    (tmp_path / "playground.toml").write_text(policy)
    (tmp_path / "a.py").write_text("KEY = 'acme_" + "Zk3vQ9xLm2Ty" * 2 + "'\n")
    done = run("scan", tmp_path / "a.py")
    assert done.status == 1
    assert "Acme API key" in done.out
