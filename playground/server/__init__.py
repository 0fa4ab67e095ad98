"""The Jupyter server extension: no save lets a banned key through, and the browser learns why."""

from typing import Any

__all__: list[str] = []


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Return where the built front end lies, for `jupyter-builder develop`."""
    return [{"src": "../labextension", "dest": "linquid-playground"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Return the module that Jupyter Server loads."""
    return [{"module": "playground.server"}]
