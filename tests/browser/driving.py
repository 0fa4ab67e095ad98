"""A real JupyterLab, started as a person starts it, and what a person does in it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
import json
import os
from pathlib import Path
import re
import shutil
import signal
import subprocess
from threading import Thread
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Locator, Page

from tests.environments import HERE, Environment

__all__ = [
    "FLAGS",
    "ROOT",
    "Lab",
    "audit",
    "cells",
    "chromium",
    "live_key",
    "running",
    "serving",
    "shot",
]

ROOT = Path(__file__).parents[2]
SHOTS = ROOT / "build" / "screenshots"
AXE = ROOT / "lab" / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
]
_LAB = ("-c", "from playground.cli import main; main()", "lab")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    """A running `playground lab`."""

    url: str
    token: str
    notebooks: Path

    def write(self, name: str, *sources: str) -> Path:
        """Put a notebook with one code cell for each source on the disk."""
        cells = [
            {
                "id": f"cell-{index}",
                "cell_type": "code",
                "source": source,
                "metadata": {},
                "outputs": [],
                "execution_count": None,
            }
            for index, source in enumerate(sources)
        ]
        kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
        metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
        notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
        path = self.notebooks / name
        path.write_text(json.dumps(notebook))
        return path

    def open(self, page: Page, name: str, *, is_ready: bool = True) -> None:
        """Open the notebook *name* in a workspace of its own, and wait for its kernel."""
        workspace = Path(name).stem
        page.goto(f"{self.url}lab/workspaces/{workspace}/tree/{name}?reset&token={self.token}")
        page.locator(".jp-NotebookPanel:visible .jp-Cell").first.wait_for(timeout=60_000)
        if is_ready:
            status = page.locator("#jp-main-statusbar", has_text="(ipykernel) | Idle")
            status.wait_for(timeout=60_000)

    def open_file(self, page: Page, name: str) -> None:
        """Open the text file *name* in a workspace of its own."""
        workspace = Path(name).stem
        page.goto(f"{self.url}lab/workspaces/{workspace}/tree/{name}?reset&token={self.token}")
        page.locator(".jp-FileEditor .cm-content").first.wait_for(timeout=60_000)

    def set(self, plugin: str, settings: Mapping[str, object]) -> None:
        """Change the settings of JupyterLab's *plugin*, as its settings editor does."""
        httpx.put(
            f"{self.url}lab/api/settings/{plugin}",
            json={"raw": json.dumps(settings)},
            headers={"Authorization": f"token {self.token}"},
        ).raise_for_status()

    def holds(self, text: str) -> list[str]:
        """Return the names of the files on the disk in which *text* lies."""
        return [
            str(path.relative_to(self.notebooks))
            for path in sorted(self.notebooks.rglob("*"))
            if path.is_file() and text.encode() in path.read_bytes()
        ]


@contextmanager
def running(home: Path, *options: str, environment: Environment = HERE) -> Iterator[Lab]:
    """Run `playground lab` on a copy of the repository's notebooks, at free ports."""
    notebooks = home / "notebooks"
    shutil.copytree(ROOT / "notebooks", notebooks, ignore=shutil.ignore_patterns(".ipynb_*"))
    command = (*_LAB, "--no-browser", "--port=0", f"--notebook-dir={notebooks}", *options)
    with _served(home, command, environment=environment) as lab:
        yield lab


@contextmanager
def serving(home: Path, application: str, *options: str) -> Iterator[Lab]:
    """Run another of Jupyter's applications, such as `notebook`, on an empty folder."""
    (home / "notebooks").mkdir(parents=True)
    command = (
        *("-m", application, "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"),
        *("--ServerApp.port=0", f"--ServerApp.root_dir={home / 'notebooks'}", *options),
    )
    with _served(home, command, environment=HERE) as lab:
        yield lab


@contextmanager
def _served(home: Path, command: Sequence[str], *, environment: Environment) -> Iterator[Lab]:
    variables = {
        **os.environ,
        **environment.variables,
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
    }
    with subprocess.Popen(  # noqa: S603  our own command
        (environment.python, *command),
        env=variables,
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            address = _address(process)
            # Nobody reads what it says from here on; a full pipe would stop it.
            Thread(target=_drained, args=(process,), daemon=True).start()
            yield Lab(notebooks=home / "notebooks", **address)
        finally:
            _end(process)


def _end(process: "subprocess.Popen[str]") -> None:
    """End *process*; JupyterLab with an open page does not always end when it is asked to."""
    process.terminate()
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)


def _drained(process: "subprocess.Popen[str]") -> None:
    with suppress(ValueError):  # it is closed once the process has ended
        for _ in process.stdout or ():
            pass


def _address(process: "subprocess.Popen[str]") -> dict[str, str]:
    said = ""
    for line in process.stdout or ():
        said += line
        if match := re.search(r"(http://127\.0\.0\.1:\d+/\S*token=\w\S*)", line):
            parts = urlsplit(match[1])
            token = parts.query.removeprefix("token=")
            return {"url": f"{parts.scheme}://{parts.netloc}/", "token": token}
    raise AssertionError(said)


def chromium() -> str | None:
    """Return the path of the system's Chromium; None lets Playwright take its own."""
    names = (os.environ.get("PLAYGROUND_CHROMIUM", ""), "chromium", "chromium-browser")
    return next((path for name in (*names, "google-chrome") if (path := shutil.which(name))), None)


def cells(page: Page) -> Locator:
    """Return the cells of the notebook that is in front."""
    return page.locator(".jp-NotebookPanel:visible .jp-Cell")


def live_key() -> str:
    """Return a live workspace key, made up at run time."""
    return "lw_live_" + "a1b2c3d4" * 4


def shot(page: Page, name: str) -> None:
    """Keep a screenshot of *page* under `build/screenshots/`."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def audit(page: Page, selector: str) -> list[str]:
    """Return what axe-core finds wrong with the accessibility of *selector*."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("selector => axe.run(selector)", selector)
    return [
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
