"""The house's layers hold, and the check that says so can fail."""

from pathlib import Path
import shutil
import subprocess
import sys
import tomllib

import pytest

ROOT = Path(__file__).parents[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter over the tree at *root*."""
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    return subprocess.run(  # noqa: S603  our own command
        command,
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the package with its contracts."""
    shutil.copytree(
        ROOT / "playground",
        tmp_path / "playground",
        ignore=shutil.ignore_patterns("__pycache__", "labextension", "static"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_layers_are_told_as_they_are() -> None:
    """Contributors read the same list that import-linter checks."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (contract,) = settings["tool"]["importlinter"]["contracts"]
    told = " → ".join(f"`{layer}`" for layer in contract["layers"])
    assert told in " ".join((ROOT / "CONTRIBUTING.md").read_text().split())


def test_the_layers_hold(copy: Path) -> None:
    """No module imports from a layer above its own."""
    result = lint_imports(copy)
    assert result.returncode == 0, result.stdout


def test_an_import_from_above_is_seen(copy: Path) -> None:
    """A guard that learns of the sandbox breaks the contract."""
    (copy / "playground" / "guard" / "planted.py").write_text("import playground.sandbox\n")
    result = lint_imports(copy)
    assert result.returncode != 0
    assert "playground.guard" in result.stdout


def test_a_package_without_a_layer_is_seen(copy: Path) -> None:
    """A new package must be given its place in the house."""
    (copy / "playground" / "planted").mkdir()
    (copy / "playground" / "planted" / "__init__.py").write_text("")
    assert lint_imports(copy).returncode != 0
