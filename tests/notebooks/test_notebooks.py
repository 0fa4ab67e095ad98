"""Each notebook's stored outputs are what it gives today, with the sandbox down."""

from collections.abc import Callable, Mapping
import json
import os
from pathlib import Path
import shutil
import subprocess
import sys
from typing import Any

import pytest

from playground.guard import Catalogue, Policy, findings_in_notebook, findings_in_text, judge
from playground.recording.notebook import cassette_of, kernel_environment

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
FIRST = ROOT / "notebooks" / "01-first-request.ipynb"

notebooks = pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)


def checked(notebook: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Run strict nbval over *notebook* against its cassette, in a kernel that cannot connect."""
    environment = kernel_environment(
        os.environ, mode="replay", cassette=cassette_of(notebook), ipython=tmp_path / "ipython"
    )
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(  # noqa: S603  our own command
        [*command, "-W", "ignore", "--rootdir", str(notebook.parent), str(notebook)],
        cwd=notebook.parent,
        env={**environment, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the first notebook, its cassette where it belongs."""
    for path in (FIRST, cassette_of(FIRST)):
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir()
        shutil.copy(path, target)
    return tmp_path / FIRST.relative_to(ROOT)


@notebooks
def test_stored_outputs_are_todays(notebook: Path, tmp_path: Path) -> None:
    """Strict nbval passes: each output is compared, and nothing reaches the network."""
    result = checked(notebook, tmp_path)
    assert result.returncode == 0, result.stdout


@notebooks
def test_every_cell_was_executed(notebook: Path) -> None:
    """A cell without outputs would pass unchecked."""
    cells = json.loads(notebook.read_text())["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert code
    assert [cell["id"] for cell in code if not cell["execution_count"]] == []
    assert [cell["id"] for cell in code if not cell["outputs"]] == []


@notebooks
def test_a_notebook_and_its_cassette_hold_no_key(notebook: Path) -> None:
    """The guard finds nothing in what we ship."""
    catalogue = Catalogue.load()
    found = findings_in_notebook(json.loads(notebook.read_text()), catalogue)
    assert judge(found, Policy()).judged == ()
    assert findings_in_text(cassette_of(notebook).read_text(), catalogue) == []


def with_output_edited(notebook: Path) -> None:
    """Change one word of one stored output."""
    content: dict[str, Any] = json.loads(notebook.read_text())
    cell = next(cell for cell in content["cells"] if cell["id"] == "explain")
    data: Mapping[str, Any] = cell["outputs"][0]["data"]
    data["text/plain"][0] = data["text/plain"][0].replace("lacks", "has")  # type: ignore[index]
    notebook.write_text(json.dumps(content))


def with_answer_edited(notebook: Path) -> None:
    """Change one word of one recorded answer."""
    cassette = cassette_of(notebook)
    text = cassette.read_text()
    assert "This key lacks" in text
    cassette.write_text(text.replace("This key lacks", "This key wants"))


def with_request_lost(notebook: Path) -> None:
    """Make the cassette lack a request that the notebook sends."""
    cassette = cassette_of(notebook)
    cassette.write_text(cassette.read_text().replace("keys['web-tracker']", "keys['another']"))


@pytest.mark.parametrize(
    "edit",
    [with_output_edited, with_answer_edited, with_request_lost],
    ids=["stored output", "recorded answer", "request not recorded"],
)
def test_a_difference_is_seen(edit: Callable[[Path], None], copy: Path, tmp_path: Path) -> None:
    """The check can fail: one word in an output or an answer is enough."""
    edit(copy)
    result = checked(copy, tmp_path)
    assert result.returncode == 1, result.stdout


def test_a_replayed_kernel_cannot_connect(tmp_path: Path) -> None:
    """The lock is closed before the first cell, without `connect()`."""
    environment = kernel_environment(
        os.environ, mode="replay", cassette=cassette_of(FIRST), ipython=tmp_path
    )
    code = "import socket; socket.create_connection(('127.0.0.1', 1))"
    result = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "IPython", "-c", code],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "nothing may connect" in result.stdout + result.stderr
