"""A server extension for tests: it replaces the contents manager after all have loaded."""

from typing import Any

from swaps_at_load import _load_jupyter_server_extension as swap


def _load_jupyter_server_extension(serverapp: Any) -> None:
    """Nothing yet."""


async def _start_jupyter_server_extension(serverapp: Any) -> None:
    """Swap when everybody thinks that it is over."""
    swap(serverapp)
