"""
An examination of the sandbox by Schemathesis, an unmodified program that knows only the document.

The sandbox is served on loopback with every feature of the plans and without limits on requests,
which would hide everything else behind 429.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
import json
import os
from pathlib import Path
import re
import subprocess
import sys

import yaml

from playground.openapi import linquid
from playground.sandbox.serve import RunningSandbox, serve_in_thread
from tests.sandbox.laboratory import Laboratory

__all__ = ["Report", "examined"]

_ROOT = Path(__file__).parents[2]
_CONFIG = Path(__file__).with_name("examination.toml")
_PLAN = "enterprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How an examination ended: the program's exit code, and all that it said."""

    code: int
    text: str

    @property
    def is_clean(self) -> bool:
        """Whether no check of any operation failed."""
        return self.code == 0

    @property
    def cases(self) -> int:
        """How many requests were judged."""
        found = re.search(r"(\d+) generated, \d+", self.text)
        return int(found[1]) if found else 0

    @property
    def passed(self) -> int:
        """How many of them no check found a fault with."""
        found = re.search(r"generated, (?:\d+ passed|(\d+) found)", self.text)
        return self.cases - int(found[1] or 0) if found else 0

    @property
    def failures(self) -> str:
        """What it found fault with, in its own words."""
        return self.text.partition("= FAILURES =")[2].partition("= WARNINGS =")[0]


class _Endless:
    """Counters that never count to two: time seems to pass between any two requests."""

    def take(self, *, tenant: str, what: str, span: int, now: datetime) -> int:
        """Say that this was the first one."""
        del tenant, what, span, now
        return 1

    def forget(self, tenant: str) -> None:
        """Forget nothing."""

    def close(self) -> None:
        """Do nothing."""


def examined(folder: Path, who: str, *arguments: str) -> Report:
    """
    Return what Schemathesis finds out about every operation, asked by *who*.

    Args:
        folder: where it may write.
        who: `key`, all scopes of a workspace; or `session`, its owner's.
        arguments: more options of its command line.
    """
    with _served(folder) as running:
        secrets = _credentials(Laboratory(sandbox=running.sandbox), who)
        document = folder / "openapi.json"
        document.write_text(json.dumps(linquid().root), "utf-8")
        command = [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(_CONFIG)),
            *("run", str(document), "--url", running.url, "--checks", "all", "--seed", "1"),
            *("--no-color", "--continue-on-failure", *arguments),
        ]
        hooks = {"SCHEMATHESIS_HOOKS": "tests.sandbox.examiner", "PYTHONPATH": str(_ROOT)}
        # It keeps what it has found, with the values it sent, below where it runs.
        done = subprocess.run(  # noqa: S603  ours
            command,
            cwd=folder,
            env={**os.environ, **secrets, **hooks},
            capture_output=True,
            text=True,
            check=False,
        )
    return Report(code=done.returncode, text=done.stdout + done.stderr)


def _credentials(lab: Laboratory, who: str) -> dict[str, str]:
    if who == "key":
        return {"EXAMINED_HEADER": "X-API-Key", "EXAMINED_VALUE": lab.keys["everything"]}
    ada = lab.signed_in("user_ada")
    return {
        "EXAMINED_HEADER": "X-CSRF-Token",
        "EXAMINED_VALUE": ada["x_csrf_token"],
        "EXAMINED_COOKIE": ada["cookie"].partition("=")[2],
    }


@contextmanager
def _served(folder: Path) -> Iterator[RunningSandbox]:
    seed = yaml.safe_load(files("playground").joinpath("linquid/seed.yaml").read_text("utf-8"))
    for workspace in seed["workspaces"]:
        workspace["plan"] = _PLAN
    path = folder / "seed.yaml"
    path.write_text(yaml.safe_dump(seed), "utf-8")
    with serve_in_thread(seed=path, control_token="control-token-of-the-tests") as running:
        running.sandbox.state.counters = _Endless()
        yield running
