"""The Jupyter server extension: no save lets a banned key through, and the browser learns why."""

from typing import Any

__all__: list[str] = []


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Return where the built front end lies, for `jupyter-builder develop`."""
    return [{"src": "../labextension", "dest": "linquid-playground"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Return the module that Jupyter Server loads."""
    return [{"module": "playground.server"}]


def _link_jupyter_server_extension(serverapp: Any) -> None:
    """Have our say before any extension has loaded."""
    from playground.server import collaboration  # noqa: PLC0415  light until a server loads it

    collaboration.keep_in_memory(serverapp)


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Guard the server while other extensions still load."""
    from playground.server import extension  # noqa: PLC0415  light until a server loads it

    extension.load(serverapp)


async def _start_jupyter_server_extension(serverapp: Any) -> None:
    """Guard the server once every extension has loaded."""
    from playground.server import extension  # noqa: PLC0415  light until a server loads it

    await extension.start(serverapp)
