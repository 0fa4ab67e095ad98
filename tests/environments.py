"""Environments over this one, each with an extension that changes every save by being there."""

from dataclasses import dataclass
from pathlib import Path
import subprocess
import sys

__all__ = ["HERE", "Environment", "over"]

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """A Python, and the variables by which Jupyter finds there what lies in this environment."""

    python: str
    variables: dict[str, str]


HERE = Environment(python=sys.executable, variables={})


def over(group: str) -> Environment:
    """Return the environment that has the dependency *group* as well, made where it is missing."""
    prefix = Path(sys.prefix)
    if not (prefix / f".with-{group}").exists():
        subprocess.run(  # noqa: S603  our own command
            [_ROOT / ".ci" / "with", prefix, group], cwd=_ROOT, check=True, timeout=110
        )
        (prefix / f".with-{group}").touch()
    variables = {
        "JUPYTERLAB_DIR": str(prefix / "share" / "jupyter" / "lab"),
        "JUPYTER_CONFIG_PATH": str(prefix / "etc" / "jupyter"),
        "JUPYTER_PATH": str(prefix / "share" / "jupyter"),
    }
    python = prefix / "with" / group / "bin" / "python"
    return Environment(python=str(python), variables=variables)
