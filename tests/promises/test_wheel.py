"""The wheel alone, on a machine without Node, gives an enabled JupyterLab extension."""

from collections.abc import Iterator
import os
from pathlib import Path
import shutil
import subprocess
import sys

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("sh", "env", "uname")


def run(*command: str | Path, path: Path) -> str:
    """Return what *command* prints on both streams, with only *path* on its PATH."""
    environment = {
        "PATH": str(path),
        "HOME": str(path.parent),
        **{name: os.environ[name] for name in os.environ if name.lower().endswith("_proxy")},
        **{name: os.environ[name] for name in os.environ if name.startswith(("PIP_", "SSL_"))},
    }
    done = subprocess.run(  # noqa: S603  our own commands
        [str(part) for part in command],
        cwd=path.parent,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def without_node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Yield the `bin` of an environment in which the wheel is installed and no Node is found."""
    home = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "build", "--wheel", "--outdir", str(home), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (wheel,) = home.glob("linquid_playground-*.whl")
    subprocess.run([sys.executable, "-m", "venv", str(home / "venv")], check=True)  # noqa: S603
    path = home / "venv" / "bin"
    for tool in TOOLS:
        if not (path / tool).exists() and (found := shutil.which(tool)):
            (path / tool).symlink_to(found)
    run(path / "python", "-m", "pip", "install", "--quiet", wheel, path=path)
    yield path
    shutil.rmtree(home)


@pytest.mark.timeout(900)
def test_the_wheel_needs_no_node(without_node: Path) -> None:
    """JupyterLab lists the extension as enabled, and the server lists its guard."""
    assert shutil.which("node", path=str(without_node)) is None
    lab = run(without_node / "jupyter", "labextension", "list", path=without_node)
    server = run(without_node / "jupyter", "server", "extension", "list", path=without_node)
    assert any("linquid-playground" in line and "OK" in line for line in lab.splitlines()), lab
    assert "playground" in server
    assert "playground.server" in server or "playground enabled" in server, server


def test_the_wheel_brings_what_a_person_needs(without_node: Path) -> None:
    """The document, the seed, the kinds, the widgets and the command line come with it."""
    listing = run(
        without_node / "python",
        "-c",
        "from importlib.resources import files as f; p = f('playground');"
        "print(*sorted(x.name for d in ('linquid', 'widgets/static', 'guard/kinds')"
        " for x in p.joinpath(d).iterdir()))",
        path=without_node,
    )
    for name in ("openapi.yaml", "scopes.yaml", "seed.yaml", "request_builder.js", "linquid.toml"):
        assert name in listing.split()
    help_page = run(without_node / "playground", "--help", path=without_node)
    assert "scan" in help_page
