"""Who is put under load, and with what: the sandbox, and Prism for the same document."""

from contextlib import AbstractContextManager
from importlib.resources import files
import json
from pathlib import Path
import shutil
import subprocess
import sys

import yaml

from tests.bench.load import Shot
from tests.bench.served import Served, free_port, served

__all__ = ["GET", "KEY", "POST", "prism", "sandbox", "seed"]

PRISM = Path(__file__).parent / "prism/node_modules/@stoplight/prism-cli/dist/index.js"
VALUE = "lw_test_" + "b1e2n3c4h5" * 4
KEY = {"X-API-Key": VALUE}
GET = Shot(method="GET", target="/api/links/link_spring?include=rules", headers=KEY)
POST = Shot(
    method="POST",
    target="/api/links",
    headers={**KEY, "Content-Type": "application/json"},
    body=json.dumps(
        {"destinationUrl": "https://example.com/summer-sale", "title": "Sale", "tags": ["summer"]}
    ),
)


def seed(folder: Path) -> Path:
    """
    Return the shipped seed with a key, and with limits that are judged and that no load meets.

    Its link has one rule, as the link that Prism answers with.
    """
    content = yaml.safe_load(files("playground").joinpath("linquid/seed.yaml").read_text())
    for workspace in content["workspaces"]:
        workspace |= {"requests_per_hour": 1_000_000_000, "plan": "enterprise"}
    everything = next(key for key in content["api_keys"] if key["name"] == "everything")
    everything["key"] = VALUE
    del content["rules"][1:]
    path = Path(folder, "seed.yaml")
    path.write_text(yaml.safe_dump(content))
    return path


def sandbox(database: str, seed: Path, *, workers: int = 1) -> AbstractContextManager[Served]:
    """Serve *database*, filled with *seed*, as `playground sandbox` does."""
    port = free_port()
    program = "from playground.cli import main; main()"
    command = [sys.executable, "-c", program, "sandbox", "--port", str(port), "--seed", str(seed)]
    command += ["--database", database, "--workers", str(workers)]
    return served(command, port=port, first=GET)


def prism() -> AbstractContextManager[Served]:
    """
    Serve the examples of Linquid's document with Prism.

    Raises:
        OSError: it is not installed.
    """
    node, document = shutil.which("node"), files("playground").joinpath("linquid/openapi.yaml")
    if node is None or not PRISM.exists():
        raise OSError("there is no Prism: `.ci/bench .venv` installs it")
    # What comes in a wheel is launched by Python, which is none of Prism's time and memory.
    say = [node, "-p", "process.execPath"]
    itself = subprocess.check_output(say, text=True).strip()  # noqa: S603  Node, of whatever origin
    port = free_port()
    command = [itself, str(PRISM), "mock", "-m", "false", "-p", str(port), str(document)]
    return served(command, port=port, first=GET)
