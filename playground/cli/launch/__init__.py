"""Start the sandbox and JupyterLab together, and end them together."""

from playground.cli.launch.notebooks import notebook_dir
from playground.cli.launch.one import is_stopped
from playground.cli.launch.run import Start, run

__all__ = ["Start", "is_stopped", "notebook_dir", "run"]
