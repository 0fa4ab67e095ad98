"""How a notebook's kernel is made to replay or record: everything through its environment."""

from collections.abc import Mapping
from pathlib import Path

from playground.recording.setting import MODE, PATH, TapeMode

__all__ = ["cassette_of", "kernel_environment"]

_STARTUP = """\
import os
from playground.recording import open_from_environment
open_from_environment(os.environ)
"""


def cassette_of(notebook: Path) -> Path:
    """Return where the cassette of *notebook* is: `cassettes/`, beside the notebook's folder."""
    return notebook.resolve().parent.parent / "cassettes" / f"{notebook.stem}.yaml"


def kernel_environment(
    environ: Mapping[str, str], *, mode: TapeMode, cassette: Path, ipython: Path
) -> dict[str, str]:
    """
    Return the environment of a kernel that opens *cassette* before its first cell.

    Args:
        environ: what to begin with; a running sandbox in it is left out.
        mode: "replay" locks the kernel's network too.
        cassette: where to read or write.
        ipython: an empty folder for IPython's settings and history of this kernel.
    """
    startup = ipython / "profile_default" / "startup"
    startup.mkdir(parents=True, exist_ok=True)
    (startup / "00-cassette.py").write_text(_STARTUP)
    kept = {n: v for n, v in environ.items() if not n.startswith("PLAYGROUND_SANDBOX_")}
    return {
        **kept,
        MODE: mode,
        PATH: str(cassette.resolve()),
        "IPYTHONDIR": str(ipython),
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
